"""A control chart: whether a process varies as it always does, or something has happened."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html
from django.utils.safestring import SafeString

from openimr.service.charts.figures import WIDTH, figure, rule, text
from openimr.service.charts.lines import level_grid, mark
from openimr.service.charts.scale import amount, scale

_TOP, _BOTTOM, _LEFT, _RIGHT = 12.0, 196.0, 46.0, WIDTH - 96.0
#: Mean moving range of two values of a normal process, in standard deviations (the constant d2 for n = 2).
_D2 = 1.128
#: Fewer values give no limits that mean anything.
_LEAST = 8


@dataclass(frozen=True, slots=True)
class Limits:
    """The mean of a process, and three standard deviations to either side."""

    mean: float
    low: float
    high: float

    def outside(self, value: float) -> bool:
        """Whether a value is beyond the limits."""
        return not self.low <= value <= self.high


def limits(values: Sequence[float | None], *, floor: float | None = 0.0) -> Limits | None:
    """The limits of single values in order: mean and 3 sigma, sigma from the mean moving range (over 1.128).

    ``floor`` is a bound that values can't go below, such as 0 for counts and days. ``None`` where fewer than
    eight values are known: then nothing can be said. A range over a gap does not count.

    Raises:
        ValueError: a value is not finite.
    """
    known = [value for value in values if value is not None]
    if any(not math.isfinite(value) for value in known):
        raise ValueError("A control chart's values must be finite numbers, or None where they are not known.")
    ranges = [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]
    if len(known) < _LEAST or not ranges:
        return None
    mean = math.fsum(known) / len(known)
    reach = 3 * math.fsum(ranges) / len(ranges) / _D2
    low = mean - reach
    return Limits(mean, low if floor is None else max(low, floor), mean + reach)


def control(
    points: Sequence[tuple[str, float | None]],
    *,
    title: str,
    unit: str = "",
    known_limits: Limits | None = None,
    floor: float | None = 0.0,
    note: str = "",
) -> SafeString:
    """The values in order with their mean and limits; those beyond the limits have another mark and a word.

    ``known_limits`` are those of an earlier, quiet time; otherwise they come from the points themselves.

    Raises:
        ValueError: a value is not finite.
    """
    values = [value for _, value in points]
    bounds = known_limits or limits(values, floor=floor)
    ends = [bounds.low, bounds.high] if bounds else []
    up = scale([*values, *ends], _BOTTOM, _TOP, zero=floor == 0)
    body = level_grid(up, _RIGHT, unit)
    if bounds:
        for name, level, kind in (
            ("Mean", bounds.mean, "chart__mean"),
            ("Upper limit", bounds.high, "chart__target"),
            ("Lower limit", bounds.low, "chart__target"),
        ):
            body.append(rule(_LEFT, up(level), _RIGHT, up(level), kind))
            body.append(text(_RIGHT + 6, up(level) + 4, f"{name} {amount(round(level, 1))}", "chart__soft"))
    path, pen = "", False
    marks: list[SafeString] = []
    beyond = []
    for number, (name, value) in enumerate(points):
        if value is None:
            pen = False
            continue
        x = _LEFT + 8 + number * (_RIGHT - _LEFT - 16) / max(len(points) - 1, 1)
        path += f"{'L' if pen else 'M'}{x:.1f} {up(value):.1f}"
        pen = True
        words = f"{name}: {amount(value, unit)}"
        if bounds and bounds.outside(value):
            beyond.append(name)
            marks.append(mark(x, up(value), 3, f"{words}, beyond the limits", "chart__beyond"))
            marks.append(text(x, up(value) - 9, name, "chart__bad", "middle"))
        else:
            marks.append(mark(x, up(value), 0, words))
    body += [format_html('<path d="{}" class="chart__line0"/>', path), *marks]
    every = max(1, math.ceil(len(points) / 8))
    for number in range(0, len(points), every):
        x = _LEFT + 8 + number * (_RIGHT - _LEFT - 16) / max(len(points) - 1, 1)
        body.append(text(x, _BOTTOM + 18, points[number][0], "chart__soft", "middle"))
    rows = [(name, value, _state(value, bounds)) for name, value in points]
    return figure(
        title,
        _said(bounds, beyond, unit),
        224.0,
        body,
        ("When", unit or "Value", "Within limits"),
        rows,
        note=note,
    )


def _state(value: float | None, bounds: Limits | None) -> str:
    if value is None or bounds is None:
        return "not known"
    return "no" if bounds.outside(value) else "yes"


def _said(bounds: Limits | None, beyond: Sequence[str], unit: str) -> str:
    if bounds is None:
        return f"Fewer than {_LEAST} values are known, too few for limits."
    said = (
        f"Mean {amount(round(bounds.mean, 2), unit)}; limits {amount(round(bounds.low, 2))} and "
        f"{amount(round(bounds.high, 2), unit)}."
    )
    return f"{said} Beyond them: {', '.join(beyond)}." if beyond else f"{said} No value is beyond them."
