"""How often values of each size occur."""

from __future__ import annotations

import math
from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

from openimr.service.charts.figures import WIDTH, figure, rule, text
from openimr.service.charts.lines import level_grid
from openimr.service.charts.scale import amount, scale, step_for

_TOP, _BOTTOM, _LEFT, _RIGHT = 22.0, 196.0, 46.0, WIDTH - 16.0
_BINS = 12
_MOST = 60


def bins(values: Sequence[float], *, width: float | None = None) -> list[tuple[float, float, int]]:
    """``values`` counted in bins (from, to, how many): ``from`` belongs to the bin, ``to`` to the next one.

    ``width`` is a round one by default, of at least 1 where all values are whole numbers.

    Raises:
        ValueError: a value is not finite, or there would be more than 60 bins.
    """
    if not values:
        return []
    if any(not math.isfinite(value) for value in values):
        raise ValueError("A histogram's values must be finite numbers.")
    low, high = min(values), max(values)
    if width is None:
        width = step_for(high - low, _BINS) if high > low else 1.0
        if all(float(value).is_integer() for value in values):
            width = max(1.0, math.ceil(width))
    start = math.floor(low / width)
    count = math.floor(high / width) - start + 1
    if width <= 0 or count > _MOST:
        raise ValueError(f"Bins of {width:g} would be {count}; {_MOST} are the most that can be read.")
    found = [0] * count
    for value in values:
        found[min(max(math.floor(value / width) - start, 0), count - 1)] += 1
    return [((start + n) * width, (start + n + 1) * width, number) for n, number in enumerate(found)]


def histogram(
    values: Sequence[float],
    *,
    title: str,
    unit: str = "days",
    width: float | None = None,
    limit: tuple[str, float] | None = None,
    note: str = "",
) -> SafeString:
    """A column per bin of :func:`bins`; ``limit`` is a named line such as ("Due by law", 30).

    Raises:
        ValueError: as for :func:`bins`.
    """
    counted = bins(values, width=width)
    up = scale([number for _, _, number in counted], _BOTTOM, _TOP)
    low = min([counted[0][0] if counted else 0.0, *([limit[1]] if limit else [])])
    high = max([counted[-1][1] if counted else 1.0, *([limit[1]] if limit else [])])
    reach = (_RIGHT - _LEFT) / (high - low or 1)
    body = level_grid(up, _RIGHT)
    edges = [edge for edge, _, _ in counted] + [counted[-1][1]] if counted else []
    every = max(1, math.ceil(len(edges) / 10))
    for from_, to, number in counted:
        if number:
            body.append(
                format_html(
                    '<rect x="{}" y="{}" width="{}" height="{}" class="chart__fill0"><title>{}</title></rect>',
                    f"{_LEFT + (from_ - low) * reach + 0.75:.1f}",
                    f"{up(number):.1f}",
                    f"{max((to - from_) * reach - 1.5, 1):.1f}",
                    f"{_BOTTOM - up(number):.1f}",
                    f"{amount(from_)} to below {amount(to, unit)}: {amount(number)}",
                )
            )
    body += [
        text(_LEFT + (edge - low) * reach, _BOTTOM + 16, amount(edge), "chart__soft", "middle")
        for edge in edges[::every]
    ]
    body.append(text(_RIGHT, _BOTTOM + 32, unit, "chart__soft", "end"))
    if limit:
        x = _LEFT + (limit[1] - low) * reach
        body.append(rule(x, _TOP - 8, x, _BOTTOM, "chart__target"))
        left = x < (_LEFT + _RIGHT) / 2
        words = f"{limit[0]}: {amount(limit[1], unit)}"
        body.append(text(x + (5 if left else -5), _TOP - 8, words, "chart__soft", "start" if left else "end"))
    most = max((number for _, _, number in counted), default=0)
    fullest = next((one for one in counted if one[2] == most), None)
    said = f"{amount(len(values))} values"
    if fullest:
        said += (
            f"; most of them, {amount(most)}, from {amount(fullest[0])} to below {amount(fullest[1], unit)}"
        )
    rows = [(f"{amount(from_)} to below {amount(to)}", number) for from_, to, number in counted]
    return figure(title, f"{said}.", _BOTTOM + 40, body, (unit.capitalize(), "Number"), rows, note=note)
