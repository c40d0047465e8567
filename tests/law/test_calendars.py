"""The two holiday calendars, against lists that officials published and over every day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from openimr.law.calendars import Calendar, NoCalendar, calendar, other_reading, pacific_day
from openimr.law.model import LawError

FIRST, LAST = date(2013, 1, 1), date(2030, 12, 31)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]

#: The lists of closed days that are published, month and day. 31 December may belong to the year after.
LISTS = [
    ("judicial", 2023, "01-02 01-16 02-13 02-20 03-31 05-29 06-19 07-04 09-04 09-22 11-10 11-23 11-24 12-25"),
    ("judicial", 2024, "01-01 01-15 02-12 02-19 04-01 05-27 06-19 07-04 09-02 09-27 11-11 11-28 11-29 12-25"),
    ("judicial", 2025, "01-01 01-20 02-12 02-17 03-31 05-26 06-19 07-04 09-01 09-26 11-11 11-27 11-28 12-25"),
    ("judicial", 2026, "01-01 01-19 02-12 02-16 03-31 05-25 06-19 07-03 09-07 09-25 11-11 11-26 11-27 12-25"),
    ("state", 2013, "01-01 01-21 02-18 04-01 05-27 07-04 09-02 11-11 11-28 11-29 12-25"),
    # assumed by the worked examples (4 July is a Saturday)
    ("state", 2026, "01-01 01-19 02-16 03-31 05-25 09-07 11-11 11-26 11-27 12-25"),
]


def weekdays_closed(of: Calendar, year: int) -> str:
    return " ".join(f"{one.day:%m-%d}" for one in of.years[year].holidays if one.day.weekday() < 5)


@pytest.mark.parametrize(("name", "year", "expected"), LISTS)
def test_published_lists(name: str, year: int, expected: str) -> None:
    assert weekdays_closed(calendar(name), year) == expected  # type: ignore[arg-type]


#: day, closed in the judicial calendar, closed in the state calendar, why
DIFFERENCES = [
    (date(2026, 2, 12), True, False, "Lincoln Day is a holiday of the courts only"),
    (date(2026, 6, 19), True, False, "Juneteenth too"),
    (date(2022, 6, 20), False, False, "but not before 2023"),
    (date(2026, 9, 25), True, False, "Native American Day too"),
    (date(2021, 9, 24), False, False, "but not before 2022"),
    (date(2021, 10, 11), True, False, "Columbus Day was one until 2021"),
    (date(2022, 10, 10), False, False, "and is none since"),
    (date(2026, 7, 3), True, False, "courts move a Saturday holiday to Friday, the state does not"),
    (date(2021, 12, 31), True, False, "New Year's Day 2022 was a Saturday"),
    (date(2023, 11, 10), True, True, "Veterans Day on a Saturday: both move it"),
    (date(2022, 12, 26), True, True, "Christmas Day on a Sunday: both move it"),
    (date(2026, 9, 9), False, False, "Admission Day is excluded"),
    (date(2026, 4, 24), False, False, "so is Genocide Remembrance Day"),
    (date(2028, 2, 29), False, False, "an ordinary Tuesday"),
]


@pytest.mark.parametrize(("day", "judicial", "state", "why"), DIFFERENCES)
def test_the_calendars_differ(day: date, judicial: bool, state: bool, why: str) -> None:
    assert calendar("judicial").is_open(day) is not judicial, why
    assert calendar("state").is_open(day) is not state, why
    assert (calendar("judicial").law_of(day) is not None) is judicial


@pytest.mark.parametrize("name", ["judicial", "state"])
def test_every_day_is_known(name: str) -> None:
    one = calendar(name)  # type: ignore[arg-type]
    closed = {holiday.day for year in one.years.values() for holiday in year.holidays}
    following = None
    for day in reversed(DAYS[:-7]):
        opened = one.is_open(day)
        assert opened is (day.weekday() < 5 and day not in closed)
        assert (one.why_closed(day) is None) is opened is (one.law_of(day) is None)
        if opened:
            following = day
        if following:
            assert one.next_open(day) == following
    for year in range(2013, 2031):
        table = one.years[year]
        assert table.signed_off is None
        assert 10 <= len(table.holidays) <= 16
        assert len({holiday.day for holiday in table.holidays}) == len(table.holidays)


def test_a_doubtful_day_has_two_readings() -> None:
    day = date(2015, 9, 25)
    assert calendar("judicial").is_open(day)
    assert not other_reading("judicial").is_open(day)
    assert [one.day for one in calendar("judicial").doubts_between(day, day)] == [day]
    others = [
        one for one in DAYS if calendar("judicial").is_open(one) != other_reading("judicial").is_open(one)
    ]
    assert others == [day]


@pytest.mark.parametrize("day", [date(2012, 12, 31), date(2031, 1, 1)])
def test_outside_the_tables_nothing_is_guessed(day: date) -> None:
    with pytest.raises(NoCalendar, match=str(day.year)):
        calendar("state").is_open(day)
    with pytest.raises(NoCalendar):
        calendar("state").plus_open(date(2030, 12, 30), 5)


#: moment, its day in California, why
PACIFIC_DAYS = [
    (date(2026, 3, 3), date(2026, 3, 3), "a date is its own day"),
    (datetime(2026, 3, 3, 7, 59, tzinfo=UTC), date(2026, 3, 2), "before midnight in winter"),
    (datetime(2026, 3, 3, 8, 0, tzinfo=UTC), date(2026, 3, 3), "midnight in winter"),
    (datetime(2026, 7, 3, 7, 0, tzinfo=UTC), date(2026, 7, 3), "midnight in summer"),
    (datetime(2026, 3, 3, 1, 0, tzinfo=timezone(timedelta(hours=9))), date(2026, 3, 2), "from Tokyo"),
]


@pytest.mark.parametrize(("at", "day", "why"), PACIFIC_DAYS)
def test_pacific_day(at: date, day: date, why: str) -> None:
    assert pacific_day(at) == day, why


def test_a_time_without_offset_is_refused() -> None:
    with pytest.raises(LawError, match="offset"):
        pacific_day(datetime(2026, 3, 3))  # noqa: DTZ001
