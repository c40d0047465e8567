"""Work on a letter that is done before its case is locked, and the second look once it is.

Writing and signing take seconds; the case is locked only to record. So who may is asked before and after, and what
the letter was made from must still be what the case says.
"""

from __future__ import annotations

from openimr.service import clock
from openimr.service.cases.access import verdict
from openimr.service.cases.actors import Actor
from openimr.service.cases.domain import Case
from openimr.service.cases.refusals import Conflict, Forbidden
from openimr.service.cases.selectors import get
from openimr.service.cases.unit import Repeated, Unit
from openimr.service.ledger.models import Event
from openimr.service.office.dates import said


def once(submission: str | None) -> None:
    """Stop before anything is signed where the form was carried out already."""
    if submission and Event.objects.filter(submission=submission).exists():
        raise Repeated(submission)


def allowed(actor: Actor, number: str, action: str) -> Case:
    """The case as it stands, for somebody who may; it is looked at again when it is locked."""
    case = get(number)
    if action == "letter.issue" and case.letter is not None:
        raise Conflict(
            f"The letter of {number} was issued on {said(case.letter.issued.astimezone(clock.PACIFIC))}; it is issued once."
        )
    may = verdict(actor, action, case)
    if not may:
        raise Forbidden(may.why)
    return case


def still(unit: Unit, number: str, action: str, seen: Case, expected: int | None) -> Case:
    """The case, locked, and the same that the letter was made from and that the page showed."""
    try:
        unit.load(number, action, expected=expected)
        return unit.load(number, action, expected=seen.version)
    except Forbidden:
        if unit.case(number).version == seen.version:
            raise
        # Somebody was faster, and what they did leads where this can't be done any more.
        raise Conflict(
            f"Somebody else worked on case {number} at this very moment; nothing of yours was recorded. "
            "Look at the case as it is now."
        ) from None
