"""Keeping the price list: each change is an event of the ledger (stream ``prices``), and the row follows."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, get_args

from django.db import transaction

from openimr.law.fees import Outcome, Price
from openimr.service import clock
from openimr.service.accounts.permissions import may
from openimr.service.after.models import PriceRow
from openimr.service.cases.actors import Actor
from openimr.service.cases.refusals import Conflict, Forbidden, Refused
from openimr.service.cases.unit import Repeated
from openimr.service.ledger.models import Event
from openimr.service.ledger.writing import AlreadyWritten, Draft, append
from openimr.service.office.dates import said
from openimr.service.rules import rules_version

STREAM = "prices"
#: The outcomes that a fee is charged for.
OUTCOMES = tuple(one for one in get_args(Outcome) if one not in ("ineligible", "duplicate"))
#: No fee that was ever read comes near it; more is a slip of the keyboard.
_MOST = 5_000_00


def listed() -> tuple[Price, ...]:
    """The price list as the law's function takes it."""
    return tuple(
        Price(
            amount=Decimal(one.amount) / 100,
            outcome=one.outcome,  # type: ignore[arg-type]
            since=one.since,
            to=one.to,
            entered_by=one.entered_by,
            entered_on=one.entered.astimezone(clock.PACIFIC).date(),
            why=one.why,
            priority=one.priority,  # type: ignore[arg-type]
            tier=one.tier,  # type: ignore[arg-type]
        )
        for one in PriceRow.objects.all()
    )


def enter(
    actor: Actor,
    *,
    amount: int,
    outcome: str,
    since: date,
    why: str,
    priority: str | None = None,
    tier: str | None = None,
    to: date | None = None,
    submission: str | None = None,
) -> PriceRow:
    """Add a price. ``amount`` is in cents; ``why`` says where it was read.

    Raises:
        Forbidden: the actor may not invoice.
        Refused: the amount, a day or the source can't be.
        Repeated: the same form was sent before.
    """
    _allowed(actor)
    if outcome not in OUTCOMES:
        raise Refused(f"A price is for one of {', '.join(OUTCOMES)}.", field="outcome")
    if not 0 < amount <= _MOST:
        raise Refused(
            f"A fee lies between $0.01 and ${_MOST // 100:,}; look at the amount again.", field="amount"
        )
    if to is not None and to < since:
        raise Refused("The last day lies before the first.", field="to")
    if not why.strip():
        raise Refused(
            "Say where the price was read: nobody can check it otherwise.", law="8 CCR 9792.10.8", field="why"
        )
    now = clock.now()
    values: dict[str, Any] = {
        "amount": amount, "outcome": outcome, "priority": priority, "tier": tier, "since": since, "to": to,
        "why": why.strip(),
    }  # fmt: skip
    with transaction.atomic():
        row = PriceRow.objects.create(**values, entered_by=actor.id, entered=now)
        told = {key: value.isoformat() if isinstance(value, date) else value for key, value in values.items()}
        _write(actor, "price.entered", {"id": row.pk, **told}, submission, now)
    return row


def end(actor: Actor, number: int, last: date, *, submission: str | None = None) -> PriceRow:
    """Say until which day a price holds.

    Raises:
        Forbidden: the actor may not invoice.
        Refused: there is no such price, or it ended already, or the day lies before its first.
    """
    _allowed(actor)
    with transaction.atomic():
        row = PriceRow.objects.select_for_update().filter(pk=number).first()
        if row is None:
            raise Refused(f"There is no price {number}.")
        if row.to is not None:
            raise Refused(f"That price ended on {said(row.to)}; enter another one.")
        if last < row.since:
            raise Refused("The last day lies before the first.", field="to")
        row.to = last
        row.save(update_fields=["to"])
        _write(actor, "price.ended", {"id": row.pk, "to": last.isoformat()}, submission, clock.now())
    return row


def _allowed(actor: Actor) -> None:
    if not (allowed := may(actor, "finance.invoice")):
        raise Forbidden(allowed.why)


def _write(
    actor: Actor,
    type: str,  # noqa: A002 - the ledger's word
    data: dict[str, Any],
    submission: str | None,
    now: datetime,
) -> None:
    if submission and Event.objects.filter(submission=submission).exists():
        raise Repeated(submission)
    last = Event.objects.filter(stream=STREAM).order_by("-number").values_list("number", flat=True).first()
    draft = Draft(
        stream=STREAM,
        number=(last or 0) + 1,
        type=type,
        data=data,
        actor=actor.id,
        role=actor.role,
        at=now,
        rules=rules_version(),
        submission=submission,
    )
    try:
        append([draft])
    except AlreadyWritten as problem:
        if "submission" in str(problem):
            raise Repeated(submission) from problem
        raise Conflict(
            "Somebody else changed the price list at this very moment; send it again."
        ) from problem
