"""Bars, one below the other; and bars made of parts."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

from openimr.service.charts.figures import SERIES, WIDTH, cut, figure, fill, identity, rule, text
from openimr.service.charts.scale import Scale, amount, scale

_THICK = 20.0
_PITCH = 30.0
#: Width of a character of a label, about.
_CHARACTER = 6.4
_LONGEST = 30


def bar(
    rows: Sequence[tuple[str, float | None]], *, title: str, unit: str = "", label: str = "", note: str = ""
) -> SafeString:
    """One bar per row of (label, value), from the top in the order given.

    ``unit`` is written behind values, ``label`` heads the labels in the table.

    Raises:
        ValueError: a value is negative or not finite.
    """
    _must_be_amounts(value for _, value in rows)
    gutter = _gutter([name for name, _ in rows])
    across = scale([value for _, value in rows], gutter, WIDTH - 64)
    height = len(rows) * _PITCH + 24
    body = _grid(across, height)
    for number, (name, value) in enumerate(rows):
        top = number * _PITCH + 4
        body.append(text(gutter - 8, top + 14, cut(name, _LONGEST), anchor="end"))
        if value is None:
            body.append(text(gutter + 6, top + 14, "not known", "chart__soft"))
            continue
        body.append(_rectangle(gutter, top, across(value) - gutter, "chart__fill0"))
        body.append(text(across(value) + 6, top + 14, amount(value, unit), "chart__value"))
    return figure(
        title,
        _said([(name, amount(value, unit)) for name, value in rows]),
        height,
        body,
        (label or "What", unit or "Number"),
        rows,
        note=note,
    )


def stacked(
    rows: Sequence[tuple[str, Sequence[float | None]]],
    parts: Sequence[str],
    *,
    title: str,
    unit: str = "",
    label: str = "",
    note: str = "",
) -> SafeString:
    """One bar per row of (label, values), made of a part for each of ``parts``, with its sum behind it.

    A sum of which a part is not known is marked "at least".

    Raises:
        ValueError: a row has not a value per part, there are more than six parts, or a value is negative.
    """
    if len(parts) > SERIES:
        raise ValueError(f"A bar of {len(parts)} parts can't be read; {SERIES} are the most.")
    for name, values in rows:
        if len(values) != len(parts):
            raise ValueError(f"The row {name!r} has {len(values)} values for {len(parts)} parts.")
        _must_be_amounts(values)
    sums = [sum(value or 0 for value in values) for _, values in rows]
    gutter = _gutter([name for name, _ in rows])
    across = scale(sums, gutter, WIDTH - 64)
    height = len(rows) * _PITCH + 24
    body = _grid(across, height)
    table = [(name, *values, total) for (name, values), total in zip(rows, sums, strict=True)]
    own = identity(title, table)
    for number, ((name, values), total) in enumerate(zip(rows, sums, strict=True)):
        top = number * _PITCH + 4
        body.append(text(gutter - 8, top + 14, cut(name, _LONGEST), anchor="end"))
        at = 0.0
        for series, value in enumerate(values):
            if value:
                body.append(
                    _part(own, series, across(at), top, across(at + value) - across(at), parts, value)
                )
                at += value
        words = ("at least " if None in values else "") + amount(total, unit)
        body.append(text(across(total) + 6, top + 14, words, "chart__value"))
    return figure(
        title,
        _said([(name, amount(total, unit)) for (name, _), total in zip(rows, sums, strict=True)]),
        height,
        body,
        (label or "What", *parts, "Sum"),
        table,
        note=note,
        legend=parts,
        patterns=len(parts),
    )


def _must_be_amounts(values: object) -> None:
    for value in values:  # type: ignore[attr-defined]
        if value is not None and value < 0:
            raise ValueError(f"A bar can't show {value}: its values are amounts of 0 or more.")


def _gutter(names: Sequence[str]) -> float:
    longest = max((min(len(name), _LONGEST) for name in names), default=0)
    return max(40.0, longest * _CHARACTER + 14)


def _grid(across: Scale, height: float) -> list[SafeString]:
    out = []
    for tick in across.ticks:
        out.append(rule(across(tick), 0, across(tick), height - 18))
        out.append(text(across(tick), height - 4, amount(tick), "chart__soft", "middle"))
    return out


def _rectangle(x: float, y: float, width: float, kind: str) -> SafeString:
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="2" class="{}"/>',
        f"{x:.1f}",
        f"{y:.1f}",
        f"{max(width, 1.0):.1f}",
        f"{_THICK:g}",
        kind,
    )


def _part(
    own: str, series: int, x: float, y: float, width: float, parts: Sequence[str], value: float
) -> SafeString:
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}" class="chart__part"><title>{}: {}</title></rect>',
        f"{x:.1f}",
        f"{y:.1f}",
        f"{max(width, 1.0):.1f}",
        f"{_THICK:g}",
        fill(own, series),
        parts[series],
        amount(value),
    )


def _said(rows: Sequence[tuple[str, str]]) -> str:
    """The figures in a sentence; of many the first ten, and where the others are."""
    first = "; ".join(f"{name}: {words}" for name, words in rows[:10])
    more = f"; {len(rows) - 10} more in the table" if len(rows) > 10 else ""
    return f"{first}{more}." if rows else "There are no figures."
