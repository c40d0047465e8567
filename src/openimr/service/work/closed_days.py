"""Closed days as the calendar shows them: by which of the two calendars, and what is not verified."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from openimr.law.calendars import calendar

_SATURDAY = 5
#: The two calendars and how they are called in short.
_NAMES = (("judicial", "courts"), ("state", "state"))


def closed_days(first: date, last: date) -> Mapping[date, str]:
    """Holidays from ``first`` to ``last``, weekends left out: "Thanksgiving", or "Lincoln Day (courts only)".

    Days of which it is not verified whether they are closed carry "not verified". Days outside the years that
    have a holiday table are left out.
    """
    found: dict[date, dict[str, str]] = {}
    doubtful: set[date] = set()
    for name, short in _NAMES:
        known = calendar(name)
        start, end = max(first, known.first), min(last, known.last)
        for number in range((end - start).days + 1):
            day = start + timedelta(days=number)
            why = known.why_closed(day)
            if why and day.weekday() < _SATURDAY:
                found.setdefault(day, {})[short] = why
        doubtful |= {one.day for one in known.doubts_between(start, end)} if start <= end else set()
    words = {day: _words(by) for day, by in found.items()}
    for day in doubtful:
        words[day] = f"{words.get(day, 'Perhaps closed')} (not verified)"
    return words


def _words(by: Mapping[str, str]) -> str:
    if len(by) == 1:
        ((short, why),) = by.items()
        return f"{why} ({short} only)"
    courts, state = by["courts"], by["state"]
    return courts if courts == state else f"{courts} / {state}"
