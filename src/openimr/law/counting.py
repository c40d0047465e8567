"""Counting legal time: from a trigger to the last day, step by step.

The trigger day is excluded and the last day included (CCP 12). Calendar days that end on a closed day move
to the next open one (CCP 12a); business and working days are the normal business days of LC 4600.4; hours
run without a stop. An extension for service is added to the end as counted, before that end is moved.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from openimr.law.calendars import PACIFIC, Calendar, Name, NoCalendar, calendar, other_reading, pacific_day
from openimr.law.model import Law
from openimr.law.service_extensions import Extension

Unit = Literal["calendar_day", "business_day", "working_day", "court_day", "hour", "month"]

#: Which calendar a unit counts along; the others count every day.
_ALONG: dict[str, Name] = {"business_day": "state", "working_day": "state", "court_day": "judicial"}
_BOTH: tuple[Name, ...] = ("judicial", "state")
#: No closure is longer: a doubtful day further off than this cannot move an end.
_LONGEST_CLOSURE = timedelta(days=7)
#: Starts outside these years are typing errors, and near the ends of the calendar nothing can be added to them.
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Counted:
    """The end of a time, with its steps.

    ``due`` is the end after moving, ``unmoved`` before: dates, or aware times where hours were counted from a
    known time. ``doubt`` says that the end hangs on a day of which it is not verified whether it is closed.
    """

    due: date | datetime
    unmoved: date | datetime
    working: tuple[str, ...]
    laws: tuple[Law, ...]
    doubt: str | None = None


def count(
    start: date | datetime,
    amount: int,
    unit: Unit,
    *,
    extension: Extension | None = None,
    moved: bool = True,
) -> Counted:
    """Where ``amount`` of ``unit`` after ``start`` ends.

    Args:
        start: the trigger: a date, or an aware time. Only hours look at the time of day; from a date alone
            they are counted in whole days, rounded up.
        amount: how many, not negative.
        unit: what is counted.
        extension: what the way of service adds, if anything.
        moved: whether an end in calendar days or months moves from a closed day to the next open one.

    Raises:
        NoCalendar: the count leaves the years for which there is a holiday table.
    """
    if pacific_day(start).year not in _YEARS:
        raise NoCalendar(f"{show(start)} is outside the years that can be counted; correct the date.")
    result = _count(start, amount, unit, extension, moved, calendar)
    doubts = _doubts(start, result)
    if not doubts:
        return result
    other = _count(start, amount, unit, extension, moved, other_reading)
    if other.due == result.due:
        return result
    why = "; ".join(doubts)
    doubt = (
        f"It is not verified whether a day is closed: {why}. Read the other way, the last day is {other.due}."
    )
    return Counted(result.due, result.unmoved, result.working, result.laws, doubt)


def _count(
    start: date | datetime,
    amount: int,
    unit: Unit,
    extension: Extension | None,
    moved: bool,
    calendars: Callable[[Name], Calendar],
) -> Counted:
    end = _plus(start, amount, unit, calendars)
    working = [f"{_amount(amount, unit)}: {show(end)}"]
    laws: list[Law] = []
    if extension is not None and extension.add:
        end = _plus(pacific_day(end), extension.add, extension.unit, calendars)
        days = f" {'court days, ' if extension.unit == 'court_day' else ''}"
        working.append(f"+{extension.add}{days}{extension.label}: {show(end)}")
        laws.append(extension.law)
    due = end
    if moved and unit in ("calendar_day", "month") and not isinstance(end, datetime):
        due = _move(end, working, laws, calendars("judicial"))
    return Counted(due, end, tuple(working), tuple(laws))


def _move(day: date, working: list[str], laws: list[Law], along: Calendar) -> date:
    """``day``, or the next open day if it is closed (CCP 12a); says so in ``working`` and ``laws``."""
    law = along.law_of(day)
    if law is None:
        return day
    following = along.next_open(day)
    working.append(f"{day} is closed ({along.why_closed(day)}): {following}")
    laws.append(law)
    return following


def _plus(
    start: date | datetime, amount: int, unit: Unit, calendars: Callable[[Name], Calendar]
) -> date | datetime:
    if unit == "hour":
        if isinstance(start, datetime):
            return (start.astimezone(UTC) + timedelta(hours=amount)).astimezone(PACIFIC)
        return start + timedelta(days=-(-amount // 24))
    day = pacific_day(start)
    if unit == "calendar_day":
        return day + timedelta(days=amount)
    if unit == "month":
        return plus_months(day, amount)
    return calendars(_ALONG[unit]).plus_open(day, amount)


def plus_months(day: date, months: int) -> date:
    """The same day of the month ``months`` later; its last day where the month has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _doubts(start: date | datetime, result: Counted) -> list[str]:
    first, last = pacific_day(start), pacific_day(result.due) + _LONGEST_CLOSURE
    return [
        f"{one.name}, {one.day} ({one.law.cite}: {one.why})"
        for name in _BOTH
        for one in calendar(name).doubts_between(first, last)
    ]


def _amount(amount: int, unit: Unit) -> str:
    return f"{amount} {unit.replace('_', ' ')}{'' if amount == 1 else 's'}"


def show(at: date | datetime) -> str:
    """A date as 2026-04-07, a time as 2026-05-11 16:00 (Pacific)."""
    if isinstance(at, datetime):
        return f"{at.astimezone(PACIFIC):%Y-%m-%d %H:%M}"
    return at.isoformat()
