"""What happens after a reviewer has the case: writing, signing, release, the letter, what comes after it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from openimr.service import clock
from openimr.service.cases.commands import (
    appeals,
    correcting,
    implementing,
    issuing,
    publishing,
    quality,
    review,
)
from openimr.service.demo.play import Play
from openimr.service.review import beside, signing
from openimr.service.review import content as typing


def _reviewer(play: Play) -> Any:
    return play.people.reviewer(play.case.open_reviews[-1].reviewer)


def recorded(play: Play) -> None:
    """The preliminary decisions."""
    with play.at(play.day("preliminary")):
        decisions = {one.number: item.decision for one, item in _pairs(play)}
        review.preliminary(_reviewer(play), play.number, decisions)


def _pairs(play: Play) -> list[tuple[Any, Any]]:
    """The case's items with what the reviewer writes on them."""
    items = play.one.determination.items
    return [(one, items[min(place, len(items) - 1)]) for place, one in enumerate(play.case.eligible_items)]


def signed(play: Play) -> None:
    """The reviewer signs what the docket says they wrote."""
    with play.at(play.day("signed")):
        case = play.case
        content = _content(play)
        for one in beside.findings(case, case.open_reviews[-1], typing.completed(case, content)):
            content["answers"][beside.key(one)] = "Looked at: the record says so."
        review.sign(_reviewer(play), play.number, content)


def _content(play: Play) -> dict[str, Any]:
    case, letter = play.case, play.one.determination
    summary = letter.summary
    content = typing.blank(case)
    content |= {
        "summary": summary.text,
        "age": str(summary.age or ""),
        "sex": summary.sex or "",
        "diagnoses": "\n".join(summary.diagnoses),
        "documents": [one.id for one in signing.reviewable(case)],
        "attestations": list(typing.ATTESTATIONS),
        "answers": {},
    }
    for one, item in _pairs(play):
        content["items"][str(one.number)] = {
            "decision": item.decision,
            "rationale": item.rationale or "",
            "administrator": [_citation(cited) for cited in item.administrator_citations],
            "administrator_none": not item.administrator_citations,
            "own": [_citation(cited) for cited in item.reviewer_citations],
            "own_none": not item.reviewer_citations,
        }
    return content


def _citation(cited: Any) -> dict[str, str]:
    return {
        "source": cited.source,
        "guideline": cited.guideline or (cited.text if cited.source == "Other" else "") or "",
        "year": str(cited.year or ""),
        "sections": "; ".join(cited.sections),
        "pages": cited.pages or "",
    }


def released(play: Play) -> None:
    """A second person goes through the findings and releases."""
    with play.at(play.day("released")):
        overrides = {
            one.key: "The reviewer was asked and confirms it."
            for one in quality.found_in(play.case)
            if one.severity == "error"
        }
        quality.release(play.actor("letter_quality"), play.number, overrides=overrides)


def issued(play: Play) -> None:
    """The letter is signed, stored and served."""
    with play.at(play.day("issued")):
        issuing.issue(play.actor("letter_quality"), play.number, service="mail")


def published(play: Play) -> None:
    """Somebody else than the issuer looks at the public copy and publishes it."""
    with play.at(play.day("published")):
        copy = publishing.public_copy(play.case)
        publishing.publish(play.actor("letter_quality", 1), play.number, looked=True, sha256=copy.sha256)


def returned(play: Play) -> None:
    """Quality asks the reviewer."""
    with play.at(play.later("signed", 1)):
        quality.return_to_reviewer(
            play.actor("letter_quality"),
            play.number,
            "The rationale names a trial of treatment; which report of the file describes it?",
        )


def escalated(play: Play) -> None:
    """Quality asks the medical director."""
    with play.at(play.later("signed", 1)):
        quality.escalate(
            play.actor("letter_quality"), play.number, "Does the cited section cover this body part?"
        )


def delivered(play: Play) -> None:
    """The claims administrator has the letter."""
    with play.at(play.later("issued", 4)):
        implementing.receive(play.actor("records"), play.number, clock.today(), False)


def authorized(play: Play) -> None:
    """What was overturned is authorized."""
    with play.at(max(play.day("authorized"), play.later("issued", 5))):
        implementing.authorize(play.actor("records"), play.number, clock.today())


def not_authorized(play: Play) -> None:
    """Nothing was authorized in time."""
    with play.at(play.later("issued", 20)):
        implementing.not_authorized(play.actor("regulator"), play.number, note="No authorization arrived.")


def corrected(play: Play) -> None:
    """A clerical error is put right by two people."""
    from openimr.service.issuing.clerical import fields
    from openimr.service.issuing.held import determination

    with play.at(play.later("issued", 6)):
        letter = determination(play.case)
        one = next(field for field in fields(play.case, letter) if field.kind == "date" and field.value)
        moved = date.fromisoformat(one.value or "") - timedelta(days=1)
        correcting.propose_correction(
            play.actor("letter_quality"), play.number, {one.pointer: moved.isoformat()}, "Typed wrongly."
        )
    with play.at(play.later("issued", 7)):
        correcting.approve_correction(play.actor("letter_quality", 1), play.number, service="mail")


def petitioned(play: Play) -> None:
    """The employee files a petition."""
    with play.at(play.day("petition")):
        filed = min(clock.today(), play.day("issued") + timedelta(days=20))
        appeals.file_petition(play.actor("intake"), play.number, filed=filed, by="employee", grounds=(5,))


def petition_denied(play: Play) -> None:
    """The board leaves the determination standing."""
    with play.at(play.day("petition decided")):
        appeals.deny_petition(play.actor("regulator"), play.number, clock.today())


def remanded(play: Play) -> None:
    """The board reverses, and a new case begins."""
    with play.at(play.day("petition decided")):
        appeals.remand(
            play.actor("regulator"),
            play.number,
            decided=clock.today(),
            fact="The determination says that no therapy was tried, and the file holds therapy notes.",
        )
