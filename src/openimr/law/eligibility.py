"""Whether an application is eligible, case and item by item, with every reason and what is still open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from openimr.law.facts import EligibilityFacts
from openimr.law.known import known
from openimr.law.model import Law, Reason
from openimr.law.questions import Question, asked
from openimr.law.regimes import Regime, regime

Status = Literal["eligible", "deferred", "ineligible"]


@dataclass(frozen=True, slots=True)
class Ask:
    """What a person must confirm about a rule, and why."""

    code: str
    title: str
    item: int | None
    why: str
    law: tuple[Law, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """A question that neither facts nor people answer; ``missing`` says which facts would."""

    code: str
    question: str
    item: int | None
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemEligibility:
    """One item: its status and the reasons that hold of it, those of the whole case included."""

    number: int
    status: Status
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Eligibility:
    """What eligibility comes to at one moment.

    ``status`` is a finding, not a decision: a person decides. A case with several items is eligible as soon as one
    of them is. ``reasons`` are those that have an effect; a reason with ``asks`` may not be acted on before a person
    has confirmed it.
    """

    status: Status
    regime: Regime
    reasons: tuple[Reason, ...]
    items: tuple[ItemEligibility, ...]
    asks: tuple[Ask, ...]
    unanswered: tuple[Open, ...]
    questions: tuple[Question, ...]
    working: tuple[str, ...]

    @property
    def eligible(self) -> bool:
        """Nothing known stands in the way of reviewing at least one item."""
        return self.status == "eligible"

    @property
    def deferred(self) -> bool:
        """It waits for a liability dispute; nothing else stands in the way."""
        return self.status == "deferred"

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data, as ``openimr eligibility`` prints it."""
        return {
            "eligible": self.eligible,
            "deferred": self.deferred,
            "reasons": [_reason(one) for one in self.reasons],
            "regime": self.regime.code,
            "items": [
                {
                    "number": one.number,
                    "eligible": one.status == "eligible",
                    "deferred": one.status == "deferred",
                    "reasons": [_reason(reason) for reason in one.reasons],
                }
                for one in self.items
            ],
            "asks": [
                {
                    "code": one.code,
                    "title": one.title,
                    "item": one.item,
                    "why": one.why,
                    "law": _cites(one.law),
                }
                for one in self.asks
            ],
            "unanswered": [
                {"code": one.code, "question": one.question, "item": one.item, "missing": list(one.missing)}
                for one in self.unanswered
            ],
            "working": list(self.working),
        }


def eligibility(case: EligibilityFacts, *, now: datetime) -> Eligibility:
    """What the rules find, in their order (process specification, section 5.2).

    Args:
        case: what is known; what is not known leaves questions unanswered and makes nobody ineligible.
        now: an aware date and time: the clocks are read at this moment.

    Raises:
        LawError: a data file of the law is wrong.
    """
    whole = known(case, now)
    found = asked(case, whole, now)
    governs = regime(whole)
    reasons = tuple(_reason_of(one) for one in found if one.acts)
    items = tuple(_item(item.number, reasons) for item in case.items)
    statuses = {one.status for one in items} or {_status(reasons)}
    status: Status = next(one for one in ("eligible", "deferred", "ineligible") if one in statuses)
    return Eligibility(
        status=status,
        regime=governs,
        reasons=reasons,
        items=items,
        asks=tuple(Ask(one.code, one.title, one.item, why, one.law) for one in found for why in one.asks),
        unanswered=tuple(
            Open(one.code, one.text, one.item, one.missing) for one in found if one.answer is None
        ),
        questions=found,
        working=(*governs.working, *(_line(one) for one in found)),
    )


def _item(number: int, reasons: Iterable[Reason]) -> ItemEligibility:
    own = tuple(one for one in reasons if one.item in (None, number))
    return ItemEligibility(number, _status(own), own)


def _status(reasons: Iterable[Reason]) -> Status:
    """A bar goes before a deferral: waiting cannot help a case that is barred."""
    outcomes = {one.outcome for one in reasons}
    if outcomes - {"deferred"}:
        return "ineligible"
    return "deferred" if outcomes else "eligible"


def _reason_of(one: Question) -> Reason:
    if one.answered_by == "facts":
        message = " ".join(one.working)
    else:
        said = {True: "yes", False: "no", None: "unknown"}[one.computed]
        message = " ".join((f"The {one.answered_by} answered yes; the facts say {said}.", *one.working))
    return Reason(
        code=one.code,
        title=one.title,
        law=one.law,
        curable=one.curable,
        how=one.how,
        outcome=one.outcome,
        message=message,
        item=one.item,
        asks=" ".join(one.asks) or None,
    )


def _line(one: Question) -> str:
    said = {True: "yes", False: "no", None: "not answered"}[one.answer]
    where = f"{one.code}, item {one.item}" if one.item is not None else one.code
    who = f" ({one.answered_by})" if one.answered_by in ("staff", "regulator") else ""
    return " ".join((f"{where}: {said}{who}.", *one.working))


def _cites(law: Iterable[Law]) -> list[str]:
    return [one.cite for one in law]


def _reason(one: Reason) -> dict[str, Any]:
    return {
        "code": one.code,
        "title": one.title,
        "law": _cites(one.law),
        "curable": one.curable,
        "how": one.how,
        "outcome": one.outcome,
        "message": one.message,
        "item": one.item,
        "asks": one.asks,
    }
