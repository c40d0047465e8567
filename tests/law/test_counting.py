"""Counting, over every day from 2013 to 2030."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.law.calendars import calendar
from openimr.law.counting import Unit, count, plus_months
from openimr.law.service_extensions import find, place, table

PACIFIC = ZoneInfo("America/Los_Angeles")
FIRST = date(2013, 1, 1)
DAYS = [FIRST + timedelta(days=n) for n in range((date(2030, 10, 31) - FIRST).days + 1)]


def naive(day: date, amount: int, name: str) -> date:
    """One day after the other."""
    along = calendar(name)  # type: ignore[arg-type]
    while amount:
        day += timedelta(days=1)
        amount -= along.is_open(day)
    return day


@pytest.mark.parametrize(("unit", "name"), [("business_day", "state"), ("court_day", "judicial")])
@pytest.mark.parametrize("amount", [1, 2, 5])
def test_open_days_agree_with_counting_one_by_one(unit: Unit, name: str, amount: int) -> None:
    for day in DAYS:
        assert count(day, amount, unit).due == naive(day, amount, name), day


@pytest.mark.parametrize("amount", [0, 10, 14, 20, 30])
def test_calendar_days_end_on_the_next_open_day(amount: int) -> None:
    judicial = calendar("judicial")
    ends = []
    for day in DAYS:
        counted = count(day, amount, "calendar_day")
        assert isinstance(counted.due, date)
        assert judicial.is_open(counted.due)
        end = day + timedelta(days=amount)
        assert counted.unmoved == end <= counted.due
        assert not any(judicial.is_open(end + timedelta(days=n)) for n in range((counted.due - end).days))
        assert (len(counted.working) == 1) is (counted.due == end)
        ends.append(counted.due)
    assert all(a <= b for a, b in pairwise(ends))


def test_service_never_shortens_a_time() -> None:
    rows = [find("ccp1013", "mail", at) for at in ("california", "other_state", "abroad", "safe_at_home")]
    rows += [find("ccp1013", "express", None), find("ccp1013", "personal", None)]
    for day in DAYS:
        plain = count(day, 30, "calendar_day").due
        near, far, abroad, home, _, personal = (
            count(day, 30, "calendar_day", extension=one).due for one in rows
        )
        assert plain == personal <= near <= far <= home <= abroad


#: from, to, Safe at Home, place
PLACES = [
    ("CA", "CA", False, "california"),
    ("CA", "NV", False, "other_state"),
    ("PR", "CA", False, "other_state"),
    ("CA", "MX", False, "abroad"),
    ("NV", "MX", False, "abroad"),
    ("CA", "CA", True, "safe_at_home"),
    ("CA", None, False, None),
    (None, "NV", False, "other_state"),
    ("California", "ca", False, "california"),
    ("CA", "Nevada", False, "other_state"),
    ("CA", "Nevda", False, None),
]


@pytest.mark.parametrize(("start", "end", "home", "expected"), PLACES)
def test_places(start: str | None, end: str | None, home: bool, expected: str | None) -> None:
    assert place({"from_state": start, "to_state": end, "safe_at_home": home}) == expected


#: set of rules, service, place, days
ADDED = [
    ("ccp1013", "mail", "california", 5),
    ("ccp1013", "mail", "other_state", 10),
    ("ccp1013", "mail", "abroad", 20),
    ("ccp1013", "mail", "safe_at_home", 12),
    ("ccp1013", "mail", None, 5),
    ("ccp1013", "express", None, 2),
    ("ccp1013", "fax", "california", 2),
    ("ccp1013", "personal", "california", 0),
    ("wcab", "mail", "california", 5),
    ("wcab", "express", "other_state", 10),
    ("wcab", "electronic", "abroad", 20),
    ("wcab", "personal", "california", 0),
]


@pytest.mark.parametrize(("name", "service", "at", "days"), ADDED)
def test_extensions(name: str, service: str, at: str | None, days: int) -> None:
    row = find(name, service, at)  # type: ignore[arg-type]
    assert row is not None
    assert row.add == days


def test_what_is_recalled_only_moves_no_date() -> None:
    for name in ("ccp1013", "wcab"):
        assert [row.service for row in table(name) if row.law.evidence == "A" and row.applied] == []


#: start, hours, end, why
HOURS = [
    (
        datetime(2026, 5, 8, 16, tzinfo=PACIFIC),
        72,
        datetime(2026, 5, 11, 16, tzinfo=PACIFIC),
        "no weekend stop",
    ),
    (
        datetime(2026, 3, 7, 16, tzinfo=PACIFIC),
        24,
        datetime(2026, 3, 8, 17, tzinfo=PACIFIC),
        "clocks go forward",
    ),
    (datetime(2026, 10, 31, 16, tzinfo=PACIFIC), 24, datetime(2026, 11, 1, 15, tzinfo=PACIFIC), "and back"),
    (date(2026, 5, 8), 72, date(2026, 5, 11), "from a date, in whole days"),
]


@pytest.mark.parametrize(("start", "hours", "end", "why"), HOURS)
def test_hours(start: date, hours: int, end: date, why: str) -> None:
    assert count(start, hours, "hour").due == end, why


@given(st.datetimes(datetime(2013, 1, 1), datetime(2030, 12, 1)), st.integers(0, 200))  # noqa: DTZ001
def test_hours_are_real_hours(at: datetime, hours: int) -> None:
    start = at.replace(tzinfo=UTC)
    end = count(start, hours, "hour").due
    assert isinstance(end, datetime)
    assert end - start == timedelta(hours=hours)


#: day, months, end
MONTHS = [
    (date(2025, 8, 4), 12, date(2026, 8, 4)),
    (date(2024, 2, 29), 12, date(2025, 2, 28)),
    (date(2023, 12, 31), 2, date(2024, 2, 29)),
    (date(2025, 11, 30), 1, date(2025, 12, 30)),
    (date(2025, 12, 1), 1, date(2026, 1, 1)),
]


@pytest.mark.parametrize(("day", "months", "end"), MONTHS)
def test_months(day: date, months: int, end: date) -> None:
    assert plus_months(day, months) == end
