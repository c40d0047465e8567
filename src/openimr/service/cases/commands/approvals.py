"""What the regulator approves during a review: more time, and a second reviewer."""

from __future__ import annotations

from openimr.service.cases.actors import Actor
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events import review as events
from openimr.service.cases.refusals import Refused
from openimr.service.cases.unit import work

_EXTENSION = "LC 4610.6(d)(2)"
_SECOND = "8 CCR 9792.10.6(c)"


def request_extension(
    actor: Actor, number: str, reason: str, *, expected: int | None = None, submission: str | None = None
) -> Case:
    """Ask the regulator for up to three more days.

    Raises:
        Refused: no reason is given, or one was asked for or given already.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "extension.request", expected=expected)
        if any(one.granted is None for one in case.extensions):
            raise Refused("An extension was asked for already, and the regulator has not answered yet.")
        if any(one.granted for one in case.extensions):
            raise Refused(
                "The extension of three days was given already; there is no second one.", law=_EXTENSION
            )
        if not reason.strip():
            raise Refused(
                "Say what is extraordinary or what the good cause is.", law=_EXTENSION, field="reason"
            )
        unit.emit(number, events.ExtensionRequested(reason=reason.strip()))
    return unit.case(number)


def answer_extension(
    actor: Actor,
    number: str,
    granted: bool,
    note: str = "",
    *,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Approve or refuse the extension that was asked for.

    Raises:
        Refused: none is waiting, or a refusal has no reason.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "extension.approve", expected=expected)
        waiting = [one for one in case.extensions if one.granted is None]
        if not waiting:
            raise Refused("No extension waits for an answer.")
        said = note.strip() or None
        if granted:
            unit.emit(number, events.ExtensionApproved(extension=waiting[0].id, note=said))
        elif said is None:
            raise Refused("Say why the extension is refused.", law=_EXTENSION, field="note")
        else:
            unit.emit(number, events.ExtensionRefused(extension=waiting[0].id, note=said))
    return unit.case(number)


def request_second(
    actor: Actor, number: str, reason: str, *, expected: int | None = None, submission: str | None = None
) -> Case:
    """Ask the regulator for a second reviewer.

    Raises:
        Refused: no reason is given, one was asked for already, or the review is signed.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "second_reviewer.request", expected=expected)
        if case.second_reviewer and case.second_reviewer.get("granted") in (None, True):
            raise Refused("A second reviewer was asked for already.", law=_SECOND)
        _not_signed(case)
        if not reason.strip():
            raise Refused(
                "Say why condition and treatment are too complex for one reviewer.",
                law=_SECOND,
                field="reason",
            )
        unit.emit(number, events.SecondReviewerRequested(reason=reason.strip()))
    return unit.case(number)


def answer_second(
    actor: Actor,
    number: str,
    granted: bool,
    note: str,
    *,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Approve a second reviewer in writing, or refuse one.

    Raises:
        Refused: none is waiting, nothing is written, or the review is signed.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "second_reviewer.approve", expected=expected)
        if not case.second_reviewer or case.second_reviewer.get("granted") is not None:
            raise Refused("No request for a second reviewer waits for an answer.")
        if not note.strip():
            raise Refused(
                "The approval is a written one: write it, or why it is refused.", law=_SECOND, field="note"
            )
        if granted:
            _not_signed(case)
            unit.emit(number, events.SecondReviewerApproved(note=note.strip()))
        else:
            unit.emit(number, events.SecondReviewerRefused(note=note.strip()))
    return unit.case(number)


def _not_signed(case: Case) -> None:
    if case.state == "C3":
        raise Refused(
            "The review is signed and with quality; have it returned to its reviewer before a second one joins.",
            law=_SECOND,
        )
