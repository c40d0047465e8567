"""Legal days: which days are closed in the two holiday calendars, from 2013 to 2030.

``calendar("judicial")`` holds the days of CCP 12a and 135, onto which no last day may fall;
``calendar("state")`` those that are no normal business days (LC 4600.4). They are not the same set. The
holidays stand in ``data/holidays.yaml`` as rules with their law; each year waits for a person's sign-off.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Literal
from zoneinfo import ZoneInfo

from openimr.law.model import Evidence, Law, LawError
from openimr.law.tables import laws, read, require

#: The time of the law. Where a system has no zone data, the package ``tzdata`` brings it.
PACIFIC = ZoneInfo("America/Los_Angeles")

Name = Literal["judicial", "state"]

_FILE = "holidays"
_DAY = timedelta(days=1)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SATURDAY = 5


def pacific_day(at: date | datetime) -> date:
    """The day in California of a date (that date), or of an aware date and time.

    Raises:
        LawError: a date and time without its offset.
    """
    if not isinstance(at, datetime):
        return at
    if at.tzinfo is None:
        raise LawError(f"The time {at.isoformat()} has no offset; give one, such as {at.isoformat()}-08:00.")
    return at.astimezone(PACIFIC).date()


class NoCalendar(LawError):
    """A day outside the years for which there is a holiday table."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """One closed day of one year. ``day`` is the day observed."""

    day: date
    name: str
    law: Law


@dataclass(frozen=True, slots=True)
class Doubt:
    """A single day of which it is not verified whether it is closed; ``closed`` is the reading followed."""

    day: date
    name: str
    closed: bool
    law: Law
    why: str


@dataclass(frozen=True, slots=True)
class Year:
    """The table of one year: its holidays, how well it is known, and who signed it off (``None``: nobody)."""

    year: int
    holidays: tuple[Holiday, ...]
    evidence: Evidence
    signed_off: str | None
    note: str | None


class Calendar:
    """One holiday calendar: closed and open days, and counting along them.

    Every method raises `NoCalendar` for a day outside `first` to `last`.
    """

    def __init__(
        self,
        title: str,
        law: tuple[Law, ...],
        weekend: Law,
        years: Mapping[int, Year],
        doubts: Mapping[date, Doubt],
    ) -> None:
        self.title, self.law, self.weekend = title, law, weekend
        self.years, self.doubts = years, doubts
        self.first, self.last = date(min(years), 1, 1), date(max(years), 12, 31)
        self._holidays = {one.day: one for year in years.values() for one in year.holidays}
        # Places in the list of open days make "n open days later" a look-up.
        self._open = [day for day in _days(self.first, self.last) if self._is_open(day)]
        self._place = {day: place for place, day in enumerate(self._open)}

    def _is_open(self, day: date) -> bool:
        return day.weekday() < _SATURDAY and day not in self._holidays

    def _known(self, day: date) -> None:
        if not self.first <= day <= self.last:
            raise NoCalendar(
                f"There is no holiday table for {day.year}; add the year to law/data/{_FILE}.yaml and have it "
                "signed off."
            )

    def is_open(self, day: date) -> bool:
        """Whether ``day`` is neither a weekend day nor a holiday."""
        self._known(day)
        return day in self._place

    def why_closed(self, day: date) -> str | None:
        """``Sunday`` or the holiday's name; ``None`` for an open day."""
        self._known(day)
        if day in self._place:
            return None
        holiday = self._holidays.get(day)
        return holiday.name if holiday else f"{day:%A}"

    def law_of(self, day: date) -> Law | None:
        """The law that closes ``day``; ``None`` for an open day."""
        if self.is_open(day):
            return None
        holiday = self._holidays.get(day)
        return holiday.law if holiday else self.weekend

    def next_open(self, day: date) -> date:
        """``day`` itself if it is open, else the next open day."""
        self._known(day)
        place = self._place.get(day)
        return day if place is not None else self._at(bisect_left(self._open, day), day)

    def plus_open(self, day: date, amount: int) -> date:
        """The ``amount``-th open day after ``day``; ``day`` itself does not count."""
        self._known(day)
        place = self._place.get(day)
        before = place if place is not None else bisect_left(self._open, day) - 1
        return self._at(before + amount, day)

    def _at(self, place: int, day: date) -> date:
        if place >= len(self._open):
            raise NoCalendar(
                f"Counting from {day} leaves the last holiday table ({self.last.year}); add the next year to "
                f"law/data/{_FILE}.yaml and have it signed off."
            )
        return self._open[place]

    def doubts_between(self, first: date, last: date) -> tuple[Doubt, ...]:
        """The days from ``first`` to ``last`` of which it is not verified whether they are closed."""
        return tuple(one for day, one in self.doubts.items() if first <= day <= last)


class _OtherReading(Calendar):
    """The same calendar with every doubtful day read the other way."""

    def _is_open(self, day: date) -> bool:
        doubt = self.doubts.get(day)
        return super()._is_open(day) if doubt is None else doubt.closed


@cache
def calendar(name: Name) -> Calendar:
    """The calendar ``judicial`` (CCP 12a, 135) or ``state`` (LC 4600.4)."""
    return _load(name, Calendar)


@cache
def other_reading(name: Name) -> Calendar:
    """The calendar as it would be if every doubtful day were read the other way."""
    return _load(name, _OtherReading)


def _load(name: Name, kind: type[Calendar]) -> Calendar:
    data = read(_FILE)[name]
    doubts = {}
    for row in data["doubtful"]:
        (law,) = laws([row["law"]], _FILE, row["name"])
        doubts[row["day"]] = Doubt(row["day"], row["name"], row["closed"], law, row["why"])
    found: dict[int, list[Holiday]] = {year: [] for year in data["years"]}
    for holiday in _holidays(data, sorted(found)):
        if holiday.day.year in found:
            found[holiday.day.year].append(holiday)
    for doubt in doubts.values():
        if doubt.closed:
            found[doubt.day.year].append(Holiday(doubt.day, doubt.name, doubt.law))
    years = {}
    for year, row in data["years"].items():
        require("signed_off" in row, _FILE, f"{name} {year}", "a year needs signed_off (null: nobody yet)")
        holidays = tuple(sorted(found[year], key=lambda one: one.day))
        years[year] = Year(year, holidays, Evidence(row["evidence"]), row["signed_off"], row.get("note"))
    require(
        sorted(years) == list(range(min(years), max(years) + 1)),
        _FILE,
        name,
        "the years have a gap between them",
    )
    (weekend,) = laws([data["weekend"]], _FILE, name)
    return kind(data["title"], laws(data["law"], _FILE, name), weekend, years, doubts)


def _holidays(data: Mapping[str, Any], years: list[int]) -> Iterator[Holiday]:
    """Every holiday as observed. January 1 of the year after the last may be observed in December."""
    (moved,) = laws([data["shift_law"]], _FILE, "shift")
    for row in data["rows"]:
        (law,) = laws([row["law"]], _FILE, row["name"])
        first, last = row.get("from", years[0]), row.get("to", years[-1] + 1)
        for year in range(max(first, years[0]), last + 1):
            day = _day(row["when"], year, row["name"])
            to = (
                row.get("shift", data["shift"]).get(_WEEKDAYS[day.weekday()])
                if "day" in row["when"]
                else None
            )
            if to == "friday":
                yield Holiday(day - _DAY, f"{row['name']} (observed)", moved)
            elif to == "monday":
                yield Holiday(day + _DAY, f"{row['name']} (observed)", moved)
            else:
                yield Holiday(day, row["name"], law)


def _day(rule: Mapping[str, Any], year: int, name: str) -> date:
    """The day of a rule: a month's day, or its nth weekday (-1: the last), plus days."""
    if "day" in rule:
        return date(year, rule["month"], rule["day"])
    require(rule.get("weekday") in _WEEKDAYS, _FILE, name, f"{rule.get('weekday')!r} is no weekday")
    weekday = _WEEKDAYS.index(rule["weekday"])
    month, nth = rule["month"], rule["nth"]
    if nth < 0:
        last = date(year + month // 12, month % 12 + 1, 1) - _DAY
        return last - timedelta(days=(last.weekday() - weekday) % 7) + timedelta(weeks=nth + 1)
    first = date(year, month, 1)
    into = (weekday - first.weekday()) % 7 + 7 * (nth - 1) + rule.get("plus", 0)
    return first + timedelta(days=into)


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += _DAY
