"""A month as a grid of days with what is due on each (``office/_month.html``)."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from openimr.service.office.parts import Tone

_WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
#: Entries shown per day; the rest is counted.
_MOST = 4


@dataclass(frozen=True, slots=True)
class Due:
    """Something due on a day: ``count`` of the same, such as 12 determinations."""

    day: date
    title: str
    address: str
    tone: Tone = "plain"
    count: int = 1


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the grid. ``closed`` says why the office is closed, such as a holiday's name; "" if it is not."""

    date: date
    inside: bool
    today: bool
    closed: str
    dues: Sequence[Due]

    @property
    def shown(self) -> Sequence[Due]:
        """Those that fit."""
        return self.dues if len(self.dues) <= _MOST else self.dues[: _MOST - 1]

    @property
    def more(self) -> int:
        """How many do not fit."""
        return len(self.dues) - len(self.shown)


@dataclass(frozen=True, slots=True)
class Month:
    """A month's grid; ``before`` and ``after`` are addresses of its neighbors, "" for none."""

    year: int
    number: int
    weeks: Sequence[Sequence[Day]]
    before: str = ""
    after: str = ""

    @property
    def title(self) -> str:
        """Such as "November 2026"."""
        return f"{calendar.month_name[self.number]} {self.year}"

    @property
    def weekdays(self) -> Sequence[str]:
        """From Sunday, as American calendars have it."""
        return _WEEKDAYS


def month(
    year: int,
    number: int,
    dues: Sequence[Due],
    *,
    today: date,
    closed: Mapping[date, str] | None = None,
    before: str = "",
    after: str = "",
) -> Month:
    """The grid of a month, whole weeks from Sunday, each day with its ``dues`` in the order given.

    ``closed`` names the days on which nothing falls due, such as holidays; weekends are not closed by themselves.

    Raises:
        ValueError: there is no such month.
    """
    if not 1 <= number <= 12:
        raise ValueError(f"There is no month {number}; months go from 1 to 12.")
    by_day: dict[date, list[Due]] = {}
    for due in dues:
        by_day.setdefault(due.day, []).append(due)
    weeks = calendar.Calendar(firstweekday=6).monthdatescalendar(year, number)
    return Month(
        year,
        number,
        [
            [
                Day(day, day.month == number, day == today, (closed or {}).get(day, ""), by_day.get(day, ()))
                for day in week
            ]
            for week in weeks
        ],
        before,
        after,
    )
