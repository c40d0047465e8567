"""The happenings of one case in order of time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from openimr.law.calendars import PACIFIC
from openimr.law.case_facts import CaseFacts
from openimr.law.model import Happening


@dataclass(slots=True)
class Timeline:
    """The happenings by type, each list in order of time; the sets hold what clocks left behind.

    ``ends``: where each ended before that was moved; ``tolled``: those that stand still; ``in_hours``: those that
    were counted in hours.
    """

    facts: CaseFacts
    by_type: Mapping[str, list[Happening]]
    ends: dict[str, date | datetime] = field(default_factory=dict)
    tolled: set[str] = field(default_factory=set)
    in_hours: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, facts: CaseFacts) -> Timeline:
        """The timeline of a case."""
        by_type: dict[str, list[Happening]] = {}
        for one in facts.events:
            by_type.setdefault(one.type, []).append(one)
        for same in by_type.values():
            if len(same) > 1:
                same.sort(key=lambda one: instant(one.at))
        return cls(facts, by_type)

    def all(self, *types: str) -> list[Happening]:
        """All happenings of these types, in order of time."""
        found = [one for kind in types for one in self.by_type.get(kind, ())]
        return sorted(found, key=lambda one: instant(one.at)) if len(types) > 1 and len(found) > 1 else found

    def first(self, *types: str) -> Happening | None:
        """The first happening of these types."""
        return next(iter(self.all(*types)), None)

    def said(self, detail: str, *types: str) -> object:
        """The first recorded value of a detail, looked for in the types in their order."""
        for kind in types:
            for one in self.by_type.get(kind, ()):
                value = one.details.get(detail)
                if value is not None:
                    return value
        return None

    def form_given(self) -> Happening | None:
        """The service by which the worker first had the form and its envelope; ``None`` if none is recorded."""
        served = self.by_type.get("ur_decision.served", [])
        if served and not left_out(served[0]):
            return served[0]
        return next(
            (
                one
                for one in self.all("ur_decision.served", "form.served")
                if not left_out(one) and (one.type == "form.served" or one.details.get("form_enclosed"))
            ),
            None,
        )


def instant(at: date | datetime) -> datetime:
    """A point in time to order by; a date is the beginning of its day in California."""
    if isinstance(at, datetime):
        return at.astimezone(UTC)
    return datetime.combine(at, time(), PACIFIC).astimezone(UTC)


def left_out(served: Happening) -> bool:
    """Whether a service is known to have come without the form or its envelope."""
    return served.details.get("form_enclosed") is False or served.details.get("envelope_enclosed") is False
