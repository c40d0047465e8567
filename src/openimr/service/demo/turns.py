"""What changes a case on the way, as the docket wants it in some cases."""

from __future__ import annotations

from datetime import timedelta

from openimr.service import clock
from openimr.service.cases import papers
from openimr.service.cases.commands import (
    approvals,
    changes,
    consolidating,
    eligibility,
    intake,
    records,
    review,
    sufficiency,
    waiting,
)
from openimr.service.cases.commands.terminating import terminate
from openimr.service.demo.play import Play
from openimr.service.demo.scenes import accepted, assigned


def asked_for_information(play: Play) -> None:
    """Parties are asked for what is missing."""
    with play.at(play.later("received", 3)):
        waiting.request_information(
            play.actor("intake"),
            play.number,
            ["employee"],
            "Please send the first page of the utilization review decision again; it could not be read.",
        )


def deferred(play: Play) -> None:
    """The regulator puts the review on hold."""
    with play.at(play.later("received", 5)):
        waiting.defer(play.actor("regulator"), play.number)


def refused(play: Play) -> None:
    """The regulator finds the application ineligible, for the reasons that its answers give."""
    from openimr.service.cases.legal import find

    with play.at(play.later("received", 5)):
        bars = [one.code for one in find(play.case, clock.now()).reasons if one.outcome != "deferred"]
        eligibility.refuse(play.actor("regulator"), play.number, bars)


def merged(play: Play) -> None:
    """The application repeats one that is on file."""
    with play.at(play.day("received")):
        into = play.numbers[play.one.related or 0]
        intake.merge(play.actor("intake"), play.number, into, "The same decision and the same treatment.")


def insufficient(play: Play) -> None:
    """The day for the records has passed."""
    with play.at(play.later("assigned", 17)):
        sufficiency.insufficient(play.actor("records"), play.number)


def question_asked(play: Play) -> None:
    """The reviewer asks a party."""
    with play.at(play.later("reviewer", 1)):
        holder = play.people.reviewer(play.case.open_reviews[-1].reviewer)
        review.ask(
            holder,
            play.number,
            "requesting physician",
            "On which days was the treatment given so far, and what changed in daily activities since?",
        )


def second_reviewer(play: Play) -> None:
    """A second reviewer is asked for, approved in writing, and chosen."""
    with play.at(play.later("reviewer", 1)):
        approvals.request_second(
            play.actor("medical_director"), play.number, "Two specialties are concerned: pain and surgery."
        )
    with play.at(play.later("reviewer", 2)):
        approvals.answer_second(play.actor("regulator"), play.number, True, "Approved.")
    assigned(play)
    accepted(play)


def extended(play: Play) -> None:
    """More time is asked for and approved."""
    with play.at(play.later("reviewer", 1)):
        approvals.request_extension(
            play.actor("medical_director"), play.number, "The reviewer's office was closed by a wildfire."
        )
    with play.at(play.later("reviewer", 2)):
        approvals.answer_extension(play.actor("regulator"), play.number, True, "Good cause.")


def terminated(play: Play) -> None:
    """The claims administrator authorized the treatment."""
    milestone = "reviewer" if play.case.state == "C1" else "assigned"
    with play.at(play.later(milestone, 3)):
        terminate(
            play.actor("records"),
            play.number,
            how="authorized",
            reason="The claims administrator authorized the treatment in writing.",
            happened=clock.today() - timedelta(days=1),
            notified=clock.today(),
        )


def consolidated(play: Play) -> None:
    """This case goes on within another one."""
    with play.at(play.later("assigned", 1)):
        lead = play.numbers[play.one.related or 0]
        consolidating.consolidate(
            play.actor("records"), lead, [play.number], "The same worker, physician and injury."
        )


def expedited(play: Play) -> None:
    """A physician certifies a threat; the case becomes expedited."""
    with play.at(play.later("assigned", 2)):
        day = clock.today()
        kept = papers.keep(play.one.denial_pdf(), "certification")
        paper = papers.document(
            kept,
            type="correspondence",
            title="Physician's certification of an imminent and serious threat",
            received=day,
            added_by=play.actor("records").id,
            received_from="requesting physician",
            channel="fax",
        )
        case = records.add(
            play.actor("records"), play.number, [paper], received=day, received_from="requesting physician"
        )
        report = next(one for one in case.documents if one.type == "progress_report")
        changes.expedite(
            play.actor("clinical_consultant"),
            play.number,
            certified_by="treating physician",
            document=paper.id,
            support=[report.id],
            treatment_given=False,
            reason="Withdrawal symptoms may be dangerous.",
        )
