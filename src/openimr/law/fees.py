"""What a review costs the claims administrator. Data: ``data/fees.yaml``.

LC 4610.6(l); 8 CCR 9792.10.8; process specification, section 11.1. An amount that was not read, or not verified, is
no amount: `Fee.asks` says why, and a dated entry of the office's own price list (`Price`) takes its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal, get_args

from openimr.law.model import Evidence, Law, LawError, Priority
from openimr.law.tables import laws, read, require

Outcome = Literal["decided", "ended_pre", "ended_post", "ineligible", "duplicate"]
Tier = Literal["drugs", "other"]

_PHYSICIANS = ("MD", "DO")
_TITLES = {
    "decided": "decided",
    "ended_pre": "ended before a reviewer had it",
    "ended_post": "ended while a reviewer had it",
}


@dataclass(frozen=True, slots=True)
class FeeFacts:
    """What a fee depends on; ``None`` and ``()`` are unknown.

    ``items_are_drugs`` has one entry for each eligible item. ``reviewer_degree`` is as printed ("MD").
    ``applications``: how many applications the determination decides together.
    """

    received: date
    assigned: date | None
    priority: Priority
    items_are_drugs: tuple[bool, ...]
    reviewer_degree: str | None
    reviewer_count: int | None
    outcome: Outcome
    applications: int = 1


@dataclass(frozen=True, slots=True)
class Price:
    """An entry of the office's own price list: what a person read of the fees, when, and where.

    ``None`` in ``priority``, ``tier`` or ``to`` means any. Days are those on which applications were received.
    """

    amount: Decimal
    outcome: Outcome
    since: date
    to: date | None
    entered_by: str
    entered_on: date
    why: str
    priority: Priority | None = None
    tier: Tier | None = None


@dataclass(frozen=True, slots=True)
class Fee:
    """A fee in US dollars with its working; ``amount`` is ``None`` where a person must enter it, and ``asks`` why.

    ``proposed`` is an amount that was read, but not in a verified source.
    """

    amount: Decimal | None
    working: tuple[str, ...]
    law: tuple[Law, ...]
    asks: str | None = None
    proposed: Decimal | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    effective_from: date
    effective_to: date | None
    basis: str
    priority: str
    tier: str
    degree: str
    reviewers: int | str
    outcome: str
    amount: Decimal | None
    why: str | None
    law: Law

    def holds(self, day: date) -> bool:
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


@cache
def _rows() -> tuple[_Row, ...]:
    return tuple(_row(number, row) for number, row in enumerate(read("fees"), start=1))


def _row(number: int, row: dict[str, Any]) -> _Row:
    allowed = {
        "basis": ("received", "both"),
        "priority": ("standard", "expedited", "any"),
        "tier": ("any", "drugs", "other"),
        "degree": ("any", "physician", "other"),
        "reviewers": (1, 2, "any"),
        "outcome": (*_TITLES, "any"),
    }
    for name, values in allowed.items():
        require(row.get(name) in values, "fees", number, f"{name} is one of {values}.")
    amount = row.get("amount")
    law = laws([row["law"]], "fees", number)[0]
    require(isinstance(row.get("from"), date), "fees", number, "from is a date.")
    require(amount is None or (isinstance(amount, int) and amount > 0), "fees", number, "amount is dollars.")
    settled = amount is not None and law.evidence.acts
    require(settled or row.get("why"), "fees", number, "an amount that is missing or not verified needs why.")
    return _Row(
        row["from"], row.get("to"), row["basis"], row["priority"], row["tier"], row["degree"], row["reviewers"],
        row["outcome"], None if amount is None else Decimal(amount), row.get("why"), law,
    )  # fmt: skip


def fee(facts: FeeFacts, prices: Iterable[Price] = ()) -> Fee:
    """The fee for one review.

    Nothing is charged for an ineligible or duplicate application (our own reading). Verified amounts come before
    the price list; the price list comes before asking.

    Raises:
        LawError: the outcome is none, or a number of reviewers or applications is below 1.
    """
    if facts.outcome not in get_args(Outcome):
        raise LawError(f"The outcome {facts.outcome!r} is none of {', '.join(get_args(Outcome))}.")
    if facts.applications < 1 or (facts.reviewer_count is not None and facts.reviewer_count < 1):
        raise LawError("A review has at least one application and one reviewer.")
    if facts.outcome in ("ineligible", "duplicate"):
        law = (Law("no fee where nothing was reviewed: own reading", Evidence.DESIGN),)
        return Fee(Decimal(0), (f"{facts.outcome}: no review, no fee",), law)
    tier, working = _tier(facts)
    row, asks = _find(facts, tier)
    if row is None:
        return _listed(facts, tier, prices, working, (), asks, None)
    if asks is None and row.amount is not None and row.law.evidence.acts:
        return Fee(row.amount, (*working, _line(row)), (row.law,))
    return _listed(facts, tier, prices, working, (row.law,), asks or row.why, row.amount)


def _tier(facts: FeeFacts) -> tuple[Tier | None, tuple[str, ...]]:
    items = facts.items_are_drugs
    tier: Tier | None = None if not items else "drugs" if all(items) else "other"
    kinds = {None: "items unknown", "drugs": "drugs only", "other": "not only drugs"}
    working = [f"application received {facts.received:%m/%d/%Y}, {facts.priority}, {kinds[tier]}"]
    if facts.outcome == "decided":
        count = "unknown" if facts.reviewer_count is None else facts.reviewer_count
        working.append(f"reviewers: {count} ({facts.reviewer_degree or 'degree unknown'})")
    else:
        working.append(_TITLES[facts.outcome])
    return tier, tuple(working)


def _find(facts: FeeFacts, tier: Tier | None) -> tuple[_Row | None, str | None]:
    """The row that fits, and why it must not be used by itself."""
    here = [row for row in _rows() if row.holds(facts.received)]
    if not here:
        return None, f"No fee is known for applications of {facts.received:%m/%d/%Y}: reviews began in 2013."
    degree = facts.reviewer_degree and facts.reviewer_degree.replace(".", "").strip().upper()
    kind = None if not degree else "physician" if degree in _PHYSICIANS else "other"
    facts_by_name = {
        "priority": facts.priority,
        "tier": tier,
        "degree": kind,
        "reviewers": facts.reviewer_count,
        "outcome": facts.outcome,
    }
    for row in here:
        unknown = _compare(row, facts_by_name)
        if unknown is None:
            continue
        if unknown:
            return None, f"The fee depends on what is not known: {', '.join(unknown)}."
        return row, _both(row, facts) or _consolidated(facts)
    return None, "No row of the fee table fits this review."


def _compare(row: _Row, known: dict[str, Any]) -> list[str] | None:
    """``None``: the row does not fit. Otherwise the facts that it needs and nobody knows."""
    names = {
        "tier": "the kinds of the items",
        "degree": "the reviewer's degree",
        "reviewers": "how many reviewers",
    }
    unknown = []
    for name, value in known.items():
        wanted = getattr(row, name)
        if wanted == "any":
            continue
        if value is None:
            unknown.append(names[name])
        elif value != wanted:
            return None
    return unknown


def _both(row: _Row, facts: FeeFacts) -> str | None:
    if row.basis == "received":
        return None
    if facts.assigned is None:
        return "The day of assignment is not known, and the fee may depend on it."
    if not row.holds(facts.assigned):
        return (
            f"Received {facts.received:%m/%d/%Y} and assigned {facts.assigned:%m/%d/%Y} lie in different fee "
            "periods, and which of the two decides was not read."
        )
    return None


def _consolidated(facts: FeeFacts) -> str | None:
    if facts.applications == 1:
        return None
    return f"{facts.applications} applications are decided together; whether each is charged is not verified (V25)."


def _line(row: _Row) -> str:
    until = f"to {row.effective_to:%m/%d/%Y}" if row.effective_to else "on"
    return f"fee from {row.effective_from:%m/%d/%Y} {until}: ${row.amount}"


def _listed(
    facts: FeeFacts,
    tier: Tier | None,
    prices: Iterable[Price],
    working: tuple[str, ...],
    law: tuple[Law, ...],
    asks: str | None,
    proposed: Decimal | None,
) -> Fee:
    """The fee by the office's own price list; else none, and the question for a person."""
    fits = [
        one
        for one in prices
        if one.outcome == facts.outcome
        and one.since <= facts.received
        and (one.to is None or facts.received <= one.to)
        and one.priority in (None, facts.priority)
        and one.tier in (None, tier)
    ]
    amounts = {one.amount for one in fits}
    if len(amounts) == 1:
        one = max(fits, key=lambda price: price.entered_on)
        line = (
            f"price list, entered by {one.entered_by} on {one.entered_on:%m/%d/%Y} ({one.why}): ${one.amount}"
        )
        own = Law(f"price list of the office, {one.entered_on.isoformat()}", Evidence.DESIGN)
        return Fee(one.amount, (*working, line), (*law, own))
    told = (asks or "").rstrip(".")
    told = told[:1].upper() + told[1:]
    if amounts:
        listed = ", ".join(f"${amount}" for amount in sorted(amounts))
        told += f". The price list has several entries for it ({listed}): keep one"
    else:
        told += ". Enter the price in the price list, with where you read it"
    return Fee(None, working, law, told + ".", proposed)
