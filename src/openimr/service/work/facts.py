"""What the monthly report looks at in one case, and what can be asked of it. ``None`` is "not known", always."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from openimr.law import CaseFacts, Happening, deadlines
from openimr.law.calendars import pacific_day
from openimr.law.model import Priority

#: The clock of the determination (LC 4610.6(d)).
_DETERMINATION = "I9"
_LATER = datetime(2100, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Facts:
    """One case. The first five say whether something happened in the month of the report.

    ``assigned`` is the day of the notice of assignment; ``complete`` the day or moment of complete records;
    ``mailed`` that of the determination; ``extended`` and ``expedited_at`` are when an extension was approved and
    the case converted; ``reviewers`` is how many different reviewers signed.
    """

    number: str
    received: bool = False
    routed: bool = False
    refused: bool = False
    found: bool = False
    completed: bool = False
    priority: Priority | None = None
    formulary: bool | None = None
    assigned: date | None = None
    complete: date | datetime | None = None
    expedited_at: datetime | None = None
    extended: date | datetime | None = None
    mailed: date | datetime | None = None
    outcome: str | None = None
    reviewers: int | None = None


#: What ``of`` in measures.yaml may name.
FACTS: Mapping[str, Callable[[Facts], bool]] = {
    "received": lambda case: case.received,
    "routed": lambda case: case.routed,
    "refused": lambda case: case.refused,
    "found": lambda case: case.found,
    "completed": lambda case: case.completed,
    "standard": lambda case: case.priority == "standard",
    "expedited": lambda case: case.priority == "expedited",
    "priority_unknown": lambda case: case.priority is None,
    "formulary": lambda case: case.formulary is True,
    "not_formulary": lambda case: case.formulary is False,
    "formulary_unknown": lambda case: case.formulary is None,
    "overturned_in_part": lambda case: case.outcome == "partially overturned",
}


def _days_from_assignment(case: Facts) -> float | None:
    return _days(case.assigned, case.mailed)


def _days_from_complete(case: Facts) -> float | None:
    return _days(case.complete, case.mailed)


def _days(first: date | datetime | None, last: date | datetime | None) -> float | None:
    if first is None or last is None:
        return None
    return (pacific_day(last) - pacific_day(first)).days


def _past_the_law(case: Facts) -> float | None:
    """0 where the law's clock was kept, 1 where not; not known where a date is, or where a person must confirm."""
    if case.priority is None or case.complete is None or case.mailed is None:
        return None
    return _kept(case.priority, case.formulary, case.complete, case.expedited_at, case.extended, case.mailed)


@lru_cache(maxsize=20_000)
def _kept(
    priority: Priority,
    formulary: bool | None,
    complete: date | datetime,
    expedited_at: datetime | None,
    extended: date | datetime | None,
    mailed: date | datetime,
) -> float | None:
    happened = [Happening("records.complete", complete), Happening("determination.mailed", mailed)]
    if expedited_at is not None:
        happened.append(Happening("case.expedited", expedited_at))
    if extended is not None:
        happened.append(Happening("extension.approved", extended))
    facts = CaseFacts(priority=priority, formulary=formulary, events=tuple(happened))
    for clock in deadlines(facts, now=_LATER):
        if clock.clock == _DETERMINATION:
            if clock.asks or clock.state not in ("met", "missed"):
                return None
            return 0.0 if clock.state == "met" else 1.0
    return None


def _something_overturned(case: Facts) -> float | None:
    if case.outcome is None:
        return None
    return 0.0 if case.outcome == "upheld" else 1.0


def _reviewers(case: Facts) -> float | None:
    return None if not case.reviewers else float(case.reviewers)


#: What ``value`` in measures.yaml may name.
VALUES: Mapping[str, Callable[[Facts], float | None]] = {
    "days_from_assignment": _days_from_assignment,
    "days_from_complete": _days_from_complete,
    "past_the_law": _past_the_law,
    "something_overturned": _something_overturned,
    "reviewers_who_signed": _reviewers,
}
