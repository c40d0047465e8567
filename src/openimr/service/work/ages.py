"""How long work has waited, in calendar and in business days."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, timedelta
from functools import cache

from openimr.law.calendars import NoCalendar, calendar
from openimr.service.clock import PACIFIC


def calendar_days(first: date, last: date) -> int:
    """The difference of two days; the same day is 0, and never below."""
    return max(0, (last - first).days)


def business_days(first: date, last: date) -> int:
    """Open days of the state's calendar after ``first``, up to and with ``last``; the same day is 0.

    These are the days that the service levels of ``queues.yaml`` count (LC 4600.4).

    Raises:
        NoCalendar: a day outside the years that have a holiday table.
    """
    return max(0, open_days_until(last) - open_days_until(first))


def open_days_until(day: date) -> int:
    """How many open days there are from the first day of the state's calendar up to and with ``day``.

    Raises:
        NoCalendar: see :func:`business_days`.
    """
    state = calendar("state")
    if not state.first <= day <= state.last:
        raise NoCalendar(f"There is no holiday table for {day.year}.")
    return bisect_right(_open_days(), day)


def ages(opened: datetime, now: datetime) -> tuple[int, int]:
    """The age of work in calendar and in business days."""
    first, last = opened.astimezone(PACIFIC).date(), now.astimezone(PACIFIC).date()
    return calendar_days(first, last), business_days(first, last)


@cache
def _open_days() -> list[date]:
    state = calendar("state")
    span = (state.last - state.first).days + 1
    return [day for day in (state.first + timedelta(days=n) for n in range(span)) if state.is_open(day)]
