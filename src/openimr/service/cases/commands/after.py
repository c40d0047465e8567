"""After the determination: its receipt and implementation, petitions, remands, and the fee."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from openimr.law.calendars import pacific_day
from openimr.law.model import Clock
from openimr.law.penalties import penalty
from openimr.service.after.charging import NotYet, fee_of, outcome_of
from openimr.service.after.grounds import grounds as known_grounds
from openimr.service.cases.actors import Actor
from openimr.service.cases.commands.intake import open_remand
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events import issuing as events
from openimr.service.cases.domain.events.intake import ItemCorrected, NewItem, ReviewStarted
from openimr.service.cases.domain.events.records import DocumentAdded, PenaltyReferred
from openimr.service.cases.notifying import notify
from openimr.service.cases.projecting import clocks
from openimr.service.cases.refusals import Refused
from openimr.service.cases.unit import Unit, work
from openimr.service.clock import PACIFIC
from openimr.service.issuing.numbering import next_case_number

#: Who may petition: the aggrieved employee or employer (LC 4610.6(h)), by themselves or through somebody.
PETITIONERS = ("employee", "attorney", "employer", "claims administrator")
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
        _after_mailing(case, received, _today(unit), "received")
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
        _after_mailing(case, authorized, _today(unit), "authorized")
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
        due, today = pacific_day(late.due), _today(unit)
        days = (today - due).days
        row = penalty("not_implemented")
        working = (
            f"due {due:%m/%d/%Y} ({late.clock}, {'; '.join(law.cite for law in late.law)}), "
            f"not authorized on {today:%m/%d/%Y}: {days} {'day' if days == 1 else 'days'}",
            f"the law allows up to ${row.amount:,} a day ({'; '.join(law.cite for law in row.law)}); "
            "the regulator decides whether and how much",
        )
        unit.emit(number, PenaltyReferred(days=days, working=working, kind="implementation"))
        notify(unit, number, "implementation-referral", penalty=list(working))
    return unit.case(number)


def file_petition(
    actor: Actor,
    number: str,
    *,
    filed: date,
    by: str,
    grounds: Sequence[int],
    adjudication_number: str | None = None,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Record a petition to the appeals board, on a determination or on a finding of ineligibility.

    A late one is recorded too: whether it is in time the board decides.

    Raises:
        Refused: the day can't be, nobody or no ground is named.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "appeal.record", expected=expected)
        if case.state == "E0":
            raise Refused(
                "A petition is before the board already; record its decision first.", law="LC 4610.6(h)"
            )
        if by not in PETITIONERS:
            raise Refused(
                "Only the employee or the employer can petition, by themselves or through somebody; say who did.",
                law="LC 4610.6(h)",
                field="by",
            )
        known = {one.number for one in known_grounds()}
        if not grounds or set(grounds) - known:
            raise Refused(
                "Choose at least one of the five grounds; those that are left out are given up.",
                law="LC 4610.6(h); 8 CCR 10575(b)",
                field="grounds",
            )
        today = _today(unit)
        if case.letters:
            _after_mailing(case, filed, today, "filed")
        elif not case.received <= filed <= today:
            raise Refused("The petition can't have been filed on that day.", field="filed")
        unit.emit(
            number,
            events.PetitionFiled(
                filed=filed,
                by=by,
                grounds=tuple(sorted(set(grounds))),
                adjudication_number=(adjudication_number or "").strip() or None,
            ),
        )
    return unit.case(number)


def deny_petition(
    actor: Actor, number: str, decided: date, *, expected: int | None = None, submission: str | None = None
) -> Case:
    """Record that the board left the determination standing.

    Raises:
        Refused: the day lies before the petition or in the future.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "appeal.record", expected=expected)
        _decided(case, decided, _today(unit))
        unit.emit(number, events.PetitionDenied(decided=decided))
    return unit.case(number)


def remand(
    actor: Actor,
    number: str,
    *,
    decided: date,
    fact: str,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Record that the board reversed, and open the new case of the dispute in the same transaction.

    The new case has the same treatments and the same file. It begins at the choice of a reviewer, since the
    dispute was eligible and its records were complete; only where the finding of ineligibility was reversed it
    begins with the eligibility review. Reviewers of the first case are barred.

    Args:
        fact: the wrong fact, as the board named it; the new reviewer sees it, and quality looks whether the new
            letter repeats it.

    Returns:
        The new case.

    Raises:
        Refused: the day can't be, or no fact is named.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "remand.order", expected=expected)
        _decided(case, decided, _today(unit))
        wrong = " ".join(fact.split())
        if len(wrong) < 15:
            raise Refused(
                "Write which fact the board found wrong, in a whole sentence: the new reviewer works with it.",
                law="LC 4610.6(h)(5), (i)",
                field="fact",
            )
        new = next_case_number(connection, _today(unit).year)
        # The old case first: its notice names the new one, whose row is written in the same transaction.
        unit.emit(number, events.PetitionGranted(decided=decided, fact=wrong, new_case=new))
        told = {"ordered": decided.isoformat(), "wrong": wrong, "new_case_number": new}
        notify(unit, number, "remand", remand=told)
        _reopen(unit, case, new, wrong)
    return unit.case(new)


def _reopen(unit: Unit, old: Case, new: str, wrong: str) -> None:
    ineligible = bool(old.appeal and old.appeal.get("before") == "A5")
    items = old.items if ineligible else old.eligible_items
    reviewers = dict.fromkeys((*old.barred_reviewers, *(one.reviewer for one in old.reviews)))
    open_remand(
        unit,
        new,
        old.application,
        items=tuple(NewItem(number=one.number, text=one.text, normalised=one.normalised) for one in items),
        received=old.received,
        channel="remand",
        remand_of=old.number,
        remand_fact=wrong,
        barred_reviewers=tuple(reviewers),
    )
    for document in old.documents:
        unit.emit(new, DocumentAdded(document=document))
    for one in items:
        if one.normalised is not None and one.confirmed_by is not None:
            unit.emit(new, ItemCorrected(number=one.number, normalised=one.normalised))
    if ineligible or old.priority is None:
        if all(one.confirmed_by is not None for one in items):
            unit.emit(new, ReviewStarted())
        return
    unit.emit(
        new,
        events.RemandTakenUp(
            items=tuple(one.number for one in items),
            priority=old.priority,
            formulary=old.formulary,
            at=unit.now,
        ),
    )


def invoice(
    actor: Actor,
    number: str,
    *,
    amount: int | None = None,
    reason: str = "",
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Charge the fee to the claims administrator, once.

    Args:
        amount: in cents, only where the law's table and the price list give none; then with a reason.

    Raises:
        Refused: there is no fee, it was charged, or the amount must be, or must not be, entered by a person.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "finance.invoice", expected=expected)
        if case.invoices:
            raise Refused("The fee of this case was charged already.", law="LC 4610.6(l)")
        try:
            found = fee_of(case)
            outcome = outcome_of(case)
        except NotYet as problem:
            raise Refused(str(problem), law="LC 4610.6(l); 8 CCR 9792.10.8") from problem
        law = tuple(one.cite for one in found.law)
        if found.amount is not None:
            if amount is not None:
                raise Refused(f"The fee is ${found.amount:,}; it is not entered by hand.", field="amount")
            if found.amount == 0:
                raise Refused(f"No fee is charged: {found.working[-1]}.", law="; ".join(law))
            event = events.InvoiceRaised(
                amount=int(found.amount * 100), working=found.working, law=law, outcome=outcome
            )
        else:
            if amount is None or amount <= 0:
                raise Refused(found.asks or "Enter the amount.", law="8 CCR 9792.10.8", field="amount")
            if not reason.strip():
                raise Refused("Say where the amount was read.", law="8 CCR 9792.10.8", field="reason")
            working = (*found.working, f"entered by hand: ${amount / 100:,.2f} ({reason.strip()})")
            event = events.InvoiceRaised(
                amount=amount, working=working, manual=True, reason=reason.strip(), law=law, outcome=outcome
            )
        unit.emit(number, event)
    return unit.case(number)


def _today(unit: Unit) -> date:
    return unit.now.astimezone(PACIFIC).date()


def _mailed(case: Case) -> date:
    first = case.letters[0]
    return first.mailed or first.issued.astimezone(PACIFIC).date()


def _after_mailing(case: Case, day: date, today: date, field: str) -> None:
    if not case.letters:
        raise Refused("No determination was mailed in this case.", law="LC 4610.6(j)")
    if day > today:
        raise Refused(f"{day:%m/%d/%Y} lies in the future.", field=field)
    if day < _mailed(case):
        raise Refused(
            f"The determination was mailed on {_mailed(case):%m/%d/%Y}; that day lies before it.", field=field
        )


def _overturned(case: Case) -> None:
    if not case.letters or case.letters[-1].outcome == "upheld":
        raise Refused("Nothing was overturned, so nothing is to be authorized.", law="LC 4610.6(j)")


def implementation(case: Case, now: Any) -> Clock | None:
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
            f"The claims administrator has time until {pacific_day(running.due):%m/%d/%Y}.",
            law="; ".join(law.cite for law in running.law),
        )
    return running


def _decided(case: Case, decided: date, today: date) -> None:
    filed = date.fromisoformat(str((case.appeal or {}).get("filed", case.received)))
    if decided > today:
        raise Refused(f"{decided:%m/%d/%Y} lies in the future.", field="decided")
    if decided < filed:
        raise Refused(
            f"The petition was filed on {filed:%m/%d/%Y}; the board decided later.", field="decided"
        )
