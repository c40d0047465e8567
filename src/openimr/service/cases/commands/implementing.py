"""What comes of an overturned decision: received, authorized or not in time, referred to the regulator."""

from __future__ import annotations

from datetime import date, datetime

from openimr.law.calendars import pacific_day
from openimr.law.model import Clock
from openimr.law.penalties import penalty
from openimr.service.cases.actors import Actor
from openimr.service.cases.commands.days import after_mailing, today
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events import issuing as events
from openimr.service.cases.domain.events.records import PenaltyReferred
from openimr.service.cases.notifying import notify
from openimr.service.cases.projecting import clocks
from openimr.service.cases.refusals import Refused
from openimr.service.cases.unit import Unit, work
from openimr.service.office.dates import said

#: The clocks of implementation: authorize, reimburse.
IMPLEMENT = ("I13", "I14")


def receive(
    actor: Actor,
    number: str,
    received: date,
    service_already_given: bool,
    *,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Record when the claims administrator got the determination: the clock of implementation starts.

    Args:
        service_already_given: whether the treatment was given already; then it is reimbursed, not authorized.

    Raises:
        Refused: the day can't be, or it is recorded already.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "implementation.record", expected=expected)
        after_mailing(case, received, today(unit), "received")
        if any(one.type == "determination.received" for one in case.happenings):
            raise Refused("When the claims administrator got the determination is recorded already.")
        unit.emit(
            number,
            events.DeterminationReceived(received=received, service_already_given=service_already_given),
        )
    return unit.case(number)


def authorize(
    actor: Actor,
    number: str,
    authorized: date,
    *,
    reimbursed: bool = False,
    note: str = "",
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Record that what was overturned was authorized, or reimbursed where it had been given already.

    Raises:
        Refused: nothing was overturned, or the day can't be.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "implementation.record", expected=expected)
        _overturned(case)
        after_mailing(case, authorized, today(unit), "authorized")
        unit.emit(
            number,
            events.TreatmentAuthorized(
                authorized=authorized, reimbursed=reimbursed, note=note.strip() or None
            ),
        )
    return unit.case(number)


def not_authorized(
    actor: Actor,
    number: str,
    *,
    note: str = "",
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Record that the time passed and nothing was authorized.

    Raises:
        Refused: nothing was overturned, when the determination was received is not known, or time is left.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "implementation.record", expected=expected)
        _overturned(case)
        _overdue(case, unit)
        unit.emit(number, events.TreatmentNotAuthorized(note=note.strip() or None))
    return unit.case(number)


def refer(actor: Actor, number: str, *, expected: int | None = None, submission: str | None = None) -> Case:
    """Refer an overturned decision that was not carried out to the regulator, which alone can order anything.

    Raises:
        Refused: it is not recorded as not carried out, or was referred already.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "penalty.refer", expected=expected)
        if case.state != "D3":
            raise Refused(
                "Record first that the treatment was not authorized in time; only then is there something to refer.",
                law="LC 4610.6(k)",
            )
        if any(one.get("kind") == "implementation" for one in case.penalties):
            raise Refused("This was referred to the regulator already.")
        late = _overdue(case, unit)
        assert late.due is not None
        due, now = pacific_day(late.due), today(unit)
        days = (now - due).days
        row = penalty("not_implemented")
        working = (
            f"due {due:%m/%d/%Y} ({late.clock}, {'; '.join(law.cite for law in late.law)}), "
            f"not authorized on {now:%m/%d/%Y}: {days} {'day' if days == 1 else 'days'}",
            f"the law allows up to ${row.amount:,} a day ({'; '.join(law.cite for law in row.law)}); "
            "the regulator decides whether and how much",
        )
        unit.emit(number, PenaltyReferred(days=days, working=working, kind="implementation"))
        notify(unit, number, "implementation-referral", penalty=list(working))
    return unit.case(number)


def _overturned(case: Case) -> None:
    if not case.letters or case.letters[-1].outcome == "upheld":
        raise Refused("Nothing was overturned, so nothing is to be authorized.", law="LC 4610.6(j)")


def implementation(case: Case, now: datetime) -> Clock | None:
    """The clock of implementation that runs in the case, if one does."""
    return next((one for one in clocks(case, now) if one.clock in IMPLEMENT and one.due is not None), None)


def _overdue(case: Case, unit: Unit) -> Clock:
    """The clock of implementation that was missed.

    Raises:
        Refused: it has not begun, or time is left.
    """
    running = implementation(case, unit.now)
    if running is None or running.due is None:
        raise Refused(
            "When the claims administrator got the determination is not recorded, so its time has not begun; record that first.",
            law="LC 4610.6(j)",
        )
    if running.state != "missed":
        raise Refused(
            f"The claims administrator has time until {said(pacific_day(running.due))}.",
            law="; ".join(law.cite for law in running.law),
        )
    return running
