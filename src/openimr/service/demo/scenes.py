"""What happens in a case, step by step: each scene is what somebody of the office does, by the real commands."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from openimr.service.cases import papers
from openimr.service.cases.commands import (
    answering,
    assignment,
    eligibility,
    intake,
    panel,
    records,
    sufficiency,
)
from openimr.service.cases.domain.parts import Document
from openimr.service.cases.filed import WITHHELD
from openimr.service.cases.legal import find
from openimr.service.cases.normalising import normalise
from openimr.service.cases.refusals import Refused
from openimr.service.clock import PACIFIC, now, today
from openimr.service.demo.play import Play
from openimr.service.reviewers.loads import loads, seed
from openimr.service.reviewers.matching import candidates
from openimr.service.reviewers.registry import everybody

#: Why a file is called complete although the index lacks something that small fictional files never have.
_COMPLETE = "The claims administrator says that no further records exist; the file has what was asked for."

#: The reviewer of the demo's one-click sign-in, and the fates of cases that are still with a reviewer.
_OFFERED = "R-0001"
_FOR_THEM = ("in review", "preliminary recorded", "returned for clarification", "reviewer asked")


def posted(play: Play) -> None:
    """The envelope lies in the mail room, unopened; every other form came through the scanner as a picture."""
    from openimr.service.intake.mail.commands import receive

    with play.at(play.day("received")):
        channel = "scan" if play.one.number % 2 == 0 else "mail"
        data = play.one.application_pdf(scanned=channel == "scan")
        who = play.actor("intake")
        receive(
            who, data, f"application-{play.one.number}.pdf", channel=channel, received=play.day("received")
        )
        if play.one.application.ur_copy_attached:
            name = f"denial-{play.one.number}.pdf"
            receive(who, play.one.denial_pdf(), name, channel=channel, received=play.day("received"))


def filed(play: Play) -> None:
    """The application arrives with its papers and gets its number."""
    with play.at(play.day("received")):
        application, received = play.one.application, play.day("received")
        enclosed = [
            _paper(play, play.one.application_pdf(), "application", "Application (DWC Form IMR)", received)
        ]
        if application.ur_copy_attached:
            title = "Utilization review decision"
            enclosed.append(
                _paper(
                    play,
                    play.one.denial_pdf(),
                    "utilization_review_decision",
                    title,
                    received,
                    application.ur_decision_date,
                )
            )
        case = intake.file_application(play.actor("intake"), application, papers=enclosed)
    play.number = case.number


def _paper(
    play: Play,
    data: bytes,
    type: str,  # noqa: A002
    title: str,
    received: date,
    dated: date | None = None,
) -> Document:
    kept = papers.keep(data, title)
    return papers.document(
        kept,
        type=type,
        title=title,
        received=received,
        added_by=play.actor("intake").id,
        dated=dated,
        received_from="employee",
        channel=play.one.application.channel or "mail",
        in_file=type not in WITHHELD,
    )


def looked_at(play: Play) -> None:
    """A person confirms each treatment, and the eligibility review begins."""
    with play.at(play.day("received")):
        for item in play.case.items:
            normal = item.normalised or normalise(item.text)
            intake.confirm_item(play.actor("intake"), play.number, item.number, normal)
        intake.start_review(play.actor("intake"), play.number)


def answered(play: Play) -> None:
    """Staff answers every question, as the form and the events say."""
    _answer(play, "intake")


def decided_by_regulator(play: Play) -> None:
    """The regulator answers every question for itself."""
    _answer(play, "regulator")


def _answer(play: Play, role: str) -> None:
    with play.at(play.day("eligible")):
        questions = find(play.case, now()).questions
        answers = [(one.code, one.item, bool(one.answer), None) for one in questions]
        answering.answer_all(play.actor(role), play.number, answers)


def routed(play: Play) -> None:
    """Staff sends the case to the regulator."""
    with play.at(play.day("eligible")):
        answering.route(play.actor("intake"), play.number, "All questions are answered.")


def found(play: Play) -> None:
    """The regulator finds the application eligible."""
    with play.at(play.day("eligible")):
        form = play.one.application
        eligibility.find_eligible(
            play.actor("regulator"),
            play.number,
            priority=form.priority or "standard",
            priority_reason="The utilization review itself was expedited."
            if form.priority == "expedited"
            else None,
            formulary=bool(form.formulary),
            formulary_reason="The disputed drug is listed in the formulary." if form.formulary else None,
        )


def notified(play: Play) -> None:
    """The notice of assignment goes out."""
    with play.at(play.day("assigned")):
        assignment.assign(play.actor("records"), play.number)


def received(play: Play, *, only: int | None = None) -> None:
    """The claims administrator's records arrive; ``only`` so many of them."""
    with play.at(play.day("records")):
        day = today()
        documents = []
        for info, data in play.one.records()[:only]:
            kept = papers.keep(data, info.title)
            documents.append(
                papers.document(
                    kept,
                    type=info.type,
                    title=info.title,
                    received=day,
                    added_by=play.actor("records").id,
                    dated=info.date,
                    author=info.author,
                    received_from="claims administrator",
                    channel="electronic",
                )
            )
        records.add(
            play.actor("records"), play.number, documents, received=day, received_from="claims administrator"
        )


def complete(play: Play) -> None:
    """Records declares the file complete."""
    with play.at(play.day("complete")):
        last = max(one.received for one in play.case.documents)
        at: date | datetime = last
        if play.case.priority == "expedited":
            at = min(datetime.combine(last, time(8), PACIFIC), now() - timedelta(minutes=5))
        actor = play.actor("records")
        try:
            sufficiency.complete(actor, play.number, at)
        except Refused:
            sufficiency.complete(actor, play.number, at, reason=_COMPLETE)


def prepared(play: Play) -> None:
    """The clinical consultant sets out the issues."""
    with play.at(play.day("complete")):
        specialty = (
            play.one.determination.reviewer.certifications or ("Physical Medicine & Rehabilitation",)
        )[0]
        treatments = "; ".join(
            one.normalised.disputed if one.normalised else one.text for one in play.case.eligible_items
        )
        panel.prepare(
            play.actor("clinical_consultant"),
            play.number,
            specialty,
            f"Whether this is medically necessary: {treatments}.",
        )


def assigned(play: Play) -> str:
    """The scheduler chooses the first of the order who can have the case; the reviewer's code."""
    with play.at(play.day("reviewer")):
        case = play.case
        day = today()
        order = candidates(case, everybody(), loads(day), day, seed(case))
        ready = [one for one in order if one.ready] or [one for one in order if not one.blocked]
        # The reviewer whom "Sign in as" offers should have something to do.
        theirs = [one for one in ready if one.code == _OFFERED and play.one.fate in _FOR_THEM]
        chosen = (theirs or ready)[0]
        first = bool(order) and chosen.ready and chosen.code == next(one.code for one in order if one.ready)
        panel.assign(
            play.actor("panel_scheduler"),
            play.number,
            chosen.code,
            reason=None if first else f"{chosen.code} knows the treatment and is free.",
            confirmed=tuple(one.rule for one in chosen.asks),
        )
    return chosen.code


def accepted(play: Play) -> None:
    """The reviewer who has not yet declares to have no conflict."""
    from openimr.service.reviewers.declaring import questions

    with play.at(play.day("reviewer")):
        case = play.case
        waiting = next(one for one in case.open_reviews if one.accepted is None)
        answers = dict.fromkeys((one.key for one in questions(case)), False)
        panel.accept(play.people.reviewer(waiting.reviewer), play.number, answers, qualified=True)
