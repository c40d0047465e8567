"""Lines over time, and small lines for a table's cell."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.utils.html import format_html
from django.utils.safestring import SafeString

from openimr.service.charts.figures import WIDTH, figure, rule, text
from openimr.service.charts.scale import Scale, amount, scale
from openimr.service.office import dates

_TOP, _BOTTOM, _LEFT = 12.0, 196.0, 46.0
_HEIGHT = 224.0
#: Lines that can be told apart by their dashes and marks.
_MOST = 4
_CHARACTER = 6.6
Series = Mapping[str, Sequence[tuple[date, float | None]]]


def line(
    series: Series, *, title: str, unit: str = "", note: str = "", target: tuple[str, float] | None = None
) -> SafeString:
    """A line per series of (day, value); a day without a value leaves a gap. ``target`` is a level, named.

    Raises:
        ValueError: there are more than four series, or days of a series do not ascend.
    """
    if len(series) > _MOST:
        raise ValueError(f"{len(series)} lines can't be told apart; {_MOST} are the most.")
    for name, points in series.items():
        if [day for day, _ in points] != sorted({day for day, _ in points}):
            raise ValueError(f"The days of {name!r} must ascend, each once.")
    days = sorted({day for points in series.values() for day, _ in points})
    right = WIDTH - 16.0 - (max(map(len, series), default=0) * _CHARACTER if len(series) > 1 else 40)
    values = [value for points in series.values() for _, value in points]
    up = scale([*values, target[1] if target else None], _BOTTOM, _TOP)
    body = level_grid(up, right, unit)
    body += _days(days, right)
    if target:
        body.append(rule(_LEFT, up(target[1]), right, up(target[1]), "chart__target"))
        body.append(
            text(_LEFT + 4, up(target[1]) - 5, f"{target[0]}: {amount(target[1], unit)}", "chart__soft")
        )
    ends: list[float] = []
    for number, (name, points) in enumerate(series.items()):
        body += _line(points, days, right, up, number)
        known = [(day, value) for day, value in points if value is not None]
        if known:
            day, value = known[-1]
            y = _clear(up(value) + 4, ends)
            words = name if len(series) > 1 else amount(value)
            body.append(text(across(day, days, right) + 8, y, words, f"chart__name{number}"))
    rows = [(day.isoformat(), *(dict(points).get(day) for points in series.values())) for day in days]
    said = "; ".join(_said(name, points, unit) for name, points in series.items())
    return figure(
        title,
        f"{said}." if said else "There are no figures.",
        _HEIGHT,
        body,
        ("Day", *series),
        rows,
        note=note,
    )


def sparkline(values: Sequence[float | None], *, title: str, unit: str = "") -> SafeString:
    """A line of the size of a word, without a table: ``title`` and the first and last value are read aloud."""
    known = [value for value in values if value is not None]
    up = scale(known, 22, 3, zero=False)
    path, pen = "", False
    for number, value in enumerate(values):
        if value is None:
            pen = False
            continue
        x = 3 + number * 90 / max(len(values) - 1, 1)
        path += f"{'L' if pen else 'M'}{x:.1f} {up(value):.1f}"
        pen = True
    said = (
        f"{title}: from {amount(known[0], unit)} to {amount(known[-1], unit)}"
        if known
        else f"{title}: not known"
    )
    return format_html(
        '<svg class="spark" viewBox="0 0 96 25" role="img" aria-label="{}" focusable="false">'
        '<path d="{}" class="chart__line0"/>{}</svg>',
        said,
        path,
        format_html('<circle cx="{}" cy="{}" r="2.5" class="chart__fill0"/>', "93.0", f"{up(known[-1]):.1f}")
        if values and values[-1] is not None
        else "",
    )


def level_grid(up: Scale, right: float, unit: str = "") -> list[SafeString]:
    """The lines across, each with its value."""
    out = []
    for tick in up.ticks:
        out.append(rule(_LEFT, up(tick), right, up(tick)))
        out.append(
            text(_LEFT - 6, up(tick) + 4, amount(tick, "%" if unit == "%" else ""), "chart__soft", "end")
        )
    return out


def across(day: date, days: Sequence[date], right: float) -> float:
    """Where a day stands."""
    whole = (days[-1] - days[0]).days
    return _LEFT + 6 + ((day - days[0]).days / whole if whole else 0.5) * (right - _LEFT - 12)


def _days(days: Sequence[date], right: float) -> list[SafeString]:
    """The axis: months, where the time is long; else days."""
    if not days:
        return []
    span = (days[-1] - days[0]).days
    if span > 75:
        shown = [date(y, m, 1) for y in range(days[0].year, days[-1].year + 1) for m in range(1, 13)]
        shown = [day for day in shown if days[0] <= day <= days[-1]]
        step = math.ceil(len(shown) / 7) if shown else 1
        words = [(day, f"{day:%b}" if span < 340 else f"{day:%b} {day.year}") for day in shown[::step]]
    else:
        step = max(1, math.ceil((span + 1) / 7))
        shown = [days[0] + timedelta(days=n) for n in range(0, span + 1, step)]
        words = [(day, f"{day:%b} {day.day}") for day in shown]
    return [
        text(across(day, days, right), _BOTTOM + 18, word, "chart__soft", "middle") for day, word in words
    ]


def _line(
    points: Sequence[tuple[date, float | None]], days: Sequence[date], right: float, up: Scale, number: int
) -> list[SafeString]:
    path, pen = "", False
    marks: list[SafeString] = []
    few = len(points) <= 40
    for at, (day, value) in enumerate(points):
        if value is None:
            pen = False
            continue
        x, y = across(day, days, right), up(value)
        path += f"{'L' if pen else 'M'}{x:.1f} {y:.1f}"
        alone = not pen and (at + 1 == len(points) or points[at + 1][1] is None)
        pen = True
        if few or alone:
            marks.append(mark(x, y, number, f"{day:%b} {day.day}, {day.year}: {amount(value)}"))
    return [format_html('<path d="{}" class="chart__line{}"/>', path, number), *marks]


def mark(x: float, y: float, number: int, words: str, kind: str = "") -> SafeString:
    """A mark at a value, of a shape of its own for each series."""
    shapes = ("M-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0", "M-3-3h6v6h-6z", "M0-4l4 7h-8z", "M0-4l4 4-4 4-4-4z")
    return format_html(
        '<path d="{}" transform="translate({} {})" class="{}"><title>{}</title></path>',
        shapes[number % len(shapes)],
        f"{x:.1f}",
        f"{y:.1f}",
        kind or f"chart__mark{number}",
        words,
    )


def _clear(y: float, taken: list[float]) -> float:
    """A height near ``y`` that leaves room to the names already written."""
    while any(abs(y - other) < 13 for other in taken):
        y += 13 if y < _BOTTOM - 10 else -13 * (len(taken) + 1)
    taken.append(y)
    return y


def _said(name: str, points: Sequence[tuple[date, float | None]], unit: str) -> str:
    known = [(day, value) for day, value in points if value is not None]
    if not known:
        return f"{name}: not known"
    (first, start), (last, end) = known[0], known[-1]
    least, most = min(value for _, value in known), max(value for _, value in known)
    return (
        f"{name}: {amount(start, unit)} on {dates.said(first)}, {amount(end, unit)} on "
        f"{dates.said(last)}, between {amount(least)} and {amount(most)}"
    )
