"""A calendar in which days with more are darker and fuller: what falls due, or what was received, per day."""

from __future__ import annotations

import calendar
import math
from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.html import format_html
from django.utils.safestring import SafeString

from openimr.service.charts.figures import WIDTH, figure, text
from openimr.service.charts.scale import amount
from openimr.service.office import dates

_LEFT, _TOP = 40.0, 20.0
_SHADES = 4
_MOST = timedelta(days=400)
_NAMES = ("Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat")


def heat(
    days: Mapping[date, int],
    *,
    title: str,
    first: date,
    last: date,
    unit: str = "",
    today: date | None = None,
    note: str = "",
) -> SafeString:
    """A square per day from ``first`` to ``last``, in columns of weeks from Sunday.

    The square's size and its shade both grow with the number; where there is room the number stands in it. A day
    that ``days`` does not name has none.

    Raises:
        ValueError: ``last`` is before ``first``, the time is longer than 400 days, or a number is negative.
    """
    if not timedelta() <= last - first <= _MOST:
        raise ValueError(f"{first} to {last} is no time of at most {_MOST.days} days; choose another one.")
    if any(number < 0 for number in days.values()):
        raise ValueError("A calendar can't show negative numbers.")
    start = first - timedelta(days=(first.weekday() + 1) % 7)
    weeks = (last - start).days // 7 + 1
    pitch = min(34.0, (WIDTH - _LEFT - 4) / weeks)
    tall = min(pitch, 26.0)
    roomy = pitch >= 24
    most = max((number for day, number in days.items() if first <= day <= last), default=0)
    body = [
        text(_LEFT - 8, _TOP + row * tall + tall / 2 + 4, _NAMES[row], "chart__soft", "end")
        for row in (1, 3, 5)
    ]
    reached = -99.0
    day = first
    while day <= last:
        week, row = divmod((day - start).days, 7)
        x, y = _LEFT + week * pitch, _TOP + row * tall
        if (day.day == 1 or day == first) and x - reached > 26:
            body.append(text(x + 1, 13, calendar.month_abbr[day.month], "chart__soft"))
            reached = x
        body.append(_square(day, days.get(day, 0), most, x, y, pitch, tall, day == today, unit))
        if roomy and days.get(day):
            shade = _shade(days[day], most)
            kind = "chart__light" if shade > 2 else "chart__dark"
            body.append(text(x + pitch / 2, y + tall / 2 + 4, amount(days[day]), kind, "middle"))
        day += timedelta(days=1)
    rows = [(day.isoformat(), days[day]) for day in sorted(days) if first <= day <= last]
    whole = sum(number for _, number in rows)
    fullest = max(rows, key=lambda row: row[1], default=None)
    said = f"{amount(whole, unit)} from {_long(first)} to {_long(last)}"
    if fullest and fullest[1]:
        said += f"; the most, {amount(fullest[1])}, on {_long(date.fromisoformat(fullest[0]))}"
    return figure(title, f"{said}.", _TOP + 7 * tall + 6, body, ("Day", unit or "Number"), rows, note=note)


def _square(
    day: date, number: int, most: int, x: float, y: float, pitch: float, tall: float, today: bool, unit: str
) -> SafeString:
    shade = _shade(number, most)
    full_w, full_h = pitch - 2, tall - 2
    part = 1.0 if not number or pitch >= 24 else 0.45 + 0.55 * math.sqrt(number / most)
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="2" class="chart__heat{}{}"><title>{}: {}</title></rect>',
        f"{x + 1 + full_w * (1 - part) / 2:.1f}",
        f"{y + 1 + full_h * (1 - part) / 2:.1f}",
        f"{full_w * part:.1f}",
        f"{full_h * part:.1f}",
        shade,
        " chart__today" if today else "",
        _long(day),
        amount(number, unit) if number else "none",
    )


def _shade(number: int, most: int) -> int:
    """0 for none, else 1 to 4 by quarters of the most."""
    return math.ceil(_SHADES * number / most) if most and number else 0


def _long(day: date) -> str:
    return dates.said(day)
