"""Penalties: what a breach may cost. Data: ``data/penalties.yaml``.

Process specification, section 11.2. A penalty is the regulator's to impose, by an order to show cause. What stands
here makes a referral for a person to decide on, with its working; it never makes an order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from openimr.law.calendars import pacific_day
from openimr.law.model import Law, LawError
from openimr.law.tables import in_force, laws, read, require


@dataclass(frozen=True, slots=True)
class Penalty:
    """A row of the schedule. ``amount`` in US dollars per ``per``, ``None`` where it was not read.

    ``up_to``: the amount is the most that may be imposed. ``most`` caps one case.
    """

    id: str
    title: str
    duty_of: str
    amount: Decimal | None
    per: Literal["day", "each"]
    most: Decimal | None
    up_to: bool
    effective_from: date | None
    effective_to: date | None
    law: tuple[Law, ...]
    asks: str | None

    @property
    def acts(self) -> bool:
        """Whether all its law is verified."""
        return all(one.evidence.acts for one in self.law)


@dataclass(frozen=True, slots=True)
class Referral:
    """A breach to be put before the regulator by a person. ``capped_on``: the day the most was reached."""

    penalty: str
    title: str
    days: int
    amount: Decimal
    capped_on: date | None
    working: tuple[str, ...]
    law: tuple[Law, ...]
    asks: str


@cache
def _all() -> tuple[Penalty, ...]:
    found = [_penalty(row) for row in read("penalties")]
    require(len({one.id for one in found}) == len(found), "penalties", "id", "an id stands twice.")
    return tuple(found)


def _penalty(row: dict[str, Any]) -> Penalty:
    key = row.get("id")
    require(key and row.get("title") and row.get("duty_of"), "penalties", key, "needs id, title, duty_of.")
    require(row.get("per") in ("day", "each"), "penalties", key, "per is day or each.")
    for name in ("amount", "most"):
        value = row.get(name)
        require(
            value is None or (isinstance(value, int) and value > 0), "penalties", key, f"{name} is dollars."
        )
    law = laws([row["law"], *row.get("also", ())], "penalties", key)
    settled = row.get("amount") is not None and all(one.evidence.acts for one in law)
    require(settled or row.get("asks"), "penalties", key, "not verified or without amount: needs asks.")
    return Penalty(
        id=str(key),
        title=row["title"],
        duty_of=row["duty_of"],
        amount=_dollars(row.get("amount")),
        per=row["per"],
        most=_dollars(row.get("most")),
        up_to=bool(row.get("up_to")),
        effective_from=row.get("from"),
        effective_to=row.get("to"),
        law=law,
        asks=row.get("asks"),
    )


def _dollars(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def penalties(on: date | None = None) -> tuple[Penalty, ...]:
    """The schedule: all of it, or what was in force on a day."""
    return _all() if on is None else tuple(in_force(_all(), on))


def penalty(id: str) -> Penalty:  # noqa: A002 - the file's word
    """The row with this id.

    Raises:
        LawError: there is none.
    """
    for one in _all():
        if one.id == id:
            return one
    raise LawError(f"There is no penalty {id!r}; there are {', '.join(p.id for p in _all())}.")


def late_records(
    due: date | datetime, received: date | datetime | None, now: date | datetime
) -> Referral | None:
    """What records that came after ``due``, or have not come by ``now``, may cost; ``None`` if they are in time.

    Days are calendar days in California from the day after ``due`` to the day they arrived, counted in.

    Raises:
        LawError: ``received`` lies after ``now``.
    """
    last, today = pacific_day(due), pacific_day(now)
    arrived = None if received is None else pacific_day(received)
    if arrived is not None and arrived > today:
        raise LawError(
            f"Records can't have arrived on {arrived:%m/%d/%Y}, which is after today ({today:%m/%d/%Y})."
        )
    days = ((arrived or today) - last).days
    if days <= 0:
        return None
    row = penalty("late_records")
    if row.amount is None or row.most is None or row.asks is None:
        raise LawError("law/data/penalties.yaml, entry 'late_records': needs amount, most and asks.")
    sum_of_days = days * row.amount
    full = int(row.most // row.amount)
    until = f"arrived {arrived:%m/%d/%Y}" if arrived else f"not here on {today:%m/%d/%Y}"
    working = [f"due {last:%m/%d/%Y}, {until}: {days} {'day' if days == 1 else 'days'}"]
    working.append(f"{days} x ${row.amount} = ${sum_of_days:,}")
    if sum_of_days > row.most:
        working.append(f"capped at ${row.most:,}, reached on day {full}")
    return Referral(
        penalty=row.id,
        title=row.title,
        days=days,
        amount=min(sum_of_days, row.most),
        capped_on=last + timedelta(days=full) if days >= full else None,
        working=tuple(working),
        law=row.law,
        asks=row.asks,
    )
