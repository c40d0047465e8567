"""Shares overturned with their 95 % intervals, as SVG that stands alone: in a page, in a file, on paper.

Everything is said by attributes of the drawing, so a downloaded file looks as on the page, and the page needs no inline
style. The query that made the figures is written under them and into the file's description.
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from openimr.archive.counting import Outcome
from openimr.service.charts.scale import scale

#: Fewer items than this are said to be few.
FEW = 30
#: Rows and lines that a drawing can show.
MOST_ROWS = 25
MOST_LINES = 5
_WIDTH = 760
_FONT = "Public Sans Web, Public Sans, Helvetica, Arial, sans-serif"
_INK, _MUTE, _LINE = "#1b1b1b", "#565c65", "#dfe1e2"
_GREEN = "#216e1f"
_COLORS = ("#005ea2", "#a36b00", "#54278f", "#216e1f", "#b50909")
_DASHES = ("", "7 4", "2 3", "9 3 2 3", "4 2")
Row = tuple[str, Outcome]


def over_time(rows: Sequence[Row], *, title: str, query: str = "") -> SafeString:
    """A dot a year or month with its interval, and under it how many items it rests on."""
    if not rows:
        return SafeString("")
    left, right, top, bottom = 52.0, _WIDTH - 14.0, 16.0, 232.0
    up = scale([100 * _high(one) for _, one in rows], bottom, top)
    step = (right - left) / len(rows)
    body = [_grid(left, right, up)]
    every = max(1, -(-len(rows) * 46 // int(right - left)))
    points = []
    for at, (name, one) in enumerate(rows):
        x = left + step * (at + 0.5)
        few = one.items < FEW
        if one.share is not None and one.interval is not None:
            low, high = one.interval
            y = up(100 * one.share)
            body.append(
                f"<g><title>{escape(name)}: {100 * one.share:.1f}% of {one.items:,} overturned, 95% interval "
                f"{100 * low:.1f} to {100 * high:.1f}%</title>"
                f'<path d="M{x:.1f} {up(100 * low):.1f}V{up(100 * high):.1f}" stroke="{_GREEN}" stroke-width="{min(9, step * 0.5):.1f}" stroke-opacity=".22"/>'
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{"#fff" if few else _GREEN}" stroke="{_GREEN}" stroke-width="1.75"/></g>'
            )
            points.append(f"{x:.1f} {y:.1f}")
        if at % every == 0:
            body.append(_text(x, bottom + 19, name, anchor="middle", size=12))
            body.append(_text(x, bottom + 35, f"{one.items:,}", anchor="middle", size=11, color=_MUTE))
    if len(points) > 1:
        body.insert(
            1,
            f'<path d="M{"L".join(points)}" fill="none" stroke="{_GREEN}" stroke-opacity=".45" stroke-width="1.5"/>',
        )
    body.append(_text(left - 8, bottom + 35, "items", anchor="end", size=11, color=_MUTE))
    return _drawing(title, query, bottom + 46, body, _said(rows))


def lines(
    series: Sequence[tuple[str, Sequence[Row]]], times: Sequence[str], *, title: str, query: str = ""
) -> SafeString:
    """A line a value over the same times; hollow marks where few items were decided. At most five."""
    shown = series[:MOST_LINES]
    left, right, top, bottom = 52.0, _WIDTH - 190.0, 16.0, 232.0
    shares = [100 * one.share for _, rows in shown for _, one in rows if one.share is not None]
    if not shares:
        return SafeString("")
    up = scale(shares, bottom, top)
    step = (right - left) / max(1, len(times))
    body = [_grid(left, right, up)]
    every = max(1, -(-len(times) * 46 // int(right - left)))
    names = [_folded(name, 22) for name, _ in shown]
    pitch = 22 if all(len(one) == 1 for one in names) else 38
    body += [
        _text(left + step * (at + 0.5), bottom + 19, name, anchor="middle", size=12)
        for at, name in enumerate(times)
        if at % every == 0
    ]
    for number, (name, rows) in enumerate(shown):
        color, by_time = _COLORS[number], dict(rows)
        path, pen, marks = "", False, []
        for at, when in enumerate(times):
            one = by_time.get(when)
            if one is None or one.share is None:
                pen = False
                continue
            x, y = left + step * (at + 0.5), up(100 * one.share)
            path += f"{'L' if pen else 'M'}{x:.1f} {y:.1f}"
            pen = True
            marks.append(
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{"#fff" if one.items < FEW else color}" stroke="{color}" stroke-width="1.5">'
                f"<title>{escape(name)}, {escape(when)}: {100 * one.share:.1f}% of {one.items:,}</title></circle>"
            )
        body.append(
            f'<path d="{path}" fill="none" stroke="{color}" stroke-width="2" stroke-dasharray="{_DASHES[number] or "none"}"/>{"".join(marks)}'
        )
        y = top + 14 + pitch * number
        body.append(
            f'<path d="M{right + 14} {y - 4}h22" stroke="{color}" stroke-width="2" stroke-dasharray="{_DASHES[number] or "none"}"/>'
        )
        body += [_text(right + 42, y + 14 * at, part, size=12) for at, part in enumerate(names[number])]
    said = "; ".join(f"{name}: {_said(rows)}" for name, rows in shown)
    return _drawing(title, query, bottom + 30, body, said)


def by_value(rows: Sequence[Row], *, title: str, query: str = "") -> SafeString:
    """A row a value: its share as a dot, the interval as a bar, and how many items it rests on."""
    shown = rows[:MOST_ROWS]
    if not shown:
        return SafeString("")
    left = min(290.0, 24 + 6.6 * max(len(_cut(name, 40)) for name, _ in shown))
    right, pitch, top = _WIDTH - 78.0, 27, 10
    across = scale([100 * _high(one) for _, one in shown], left, right)
    bottom = top + pitch * len(shown)
    body = [
        f'<path d="M{across(tick):.1f} {top}V{bottom}" stroke="{_LINE}"/>'
        + _text(across(tick), bottom + 16, f"{tick:g}%", anchor="middle", size=11, color=_MUTE)
        for tick in across.ticks
    ]
    body.append(_text(_WIDTH - 6, bottom + 16, "items", anchor="end", size=11, color=_MUTE))
    for at, (name, one) in enumerate(shown):
        y = top + pitch * (at + 0.5)
        body.append(_text(left - 12, y + 4, _cut(name, 40), anchor="end", size=12))
        body.append(_text(_WIDTH - 6, y + 4, f"{one.items:,}", anchor="end", size=12, color=_MUTE))
        if one.share is None or one.interval is None:
            continue
        low, high = (across(100 * end) for end in one.interval)
        body.append(
            f"<g><title>{escape(name)}: {100 * one.share:.1f}% of {one.items:,} overturned</title>"
            f'<path d="M{low:.1f} {y:.1f}H{max(high, low + 1):.1f}" stroke="{_GREEN}" stroke-width="9" stroke-opacity=".22"/>'
            f'<circle cx="{across(100 * one.share):.1f}" cy="{y:.1f}" r="4.5" fill="{"#fff" if one.items < FEW else _GREEN}" stroke="{_GREEN}" stroke-width="1.75"/></g>'
        )
    return _drawing(title, query, bottom + 28, body, _said(shown))


def nothing(title: str, query: str) -> SafeString:
    """The drawing of no rows: it says so."""
    return _drawing(
        title, query, 60, [_text(16, 34, "There is nothing to draw.", size=14)], "There is nothing to draw"
    )


def _high(one: Outcome) -> float:
    return one.interval[1] if one.interval else 0.0


def _grid(left: float, right: float, up: object) -> str:
    out = ""
    for tick in up.ticks:  # type: ignore[attr-defined]
        y = up(tick)  # type: ignore[operator]
        out += f'<path d="M{left} {y:.1f}H{right}" stroke="{_LINE}"/>' + _text(
            left - 8, y + 4, f"{tick:g}%", anchor="end", size=11, color=_MUTE
        )
    return out


def _text(x: float, y: float, words: str, *, anchor: str = "start", size: int = 12, color: str = _INK) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-family="{_FONT}" font-size="{size}" fill="{color}" text-anchor="{anchor}">'
        f"{escape(words)}</text>"
    )


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _folded(words: str, most: int) -> list[str]:
    """On two lines where it is too long for one; what is too long for two is cut."""
    at = words.rfind(" ", 0, most + 1)
    if len(words) <= most or at < 0:
        return [_cut(words, most)]
    return [words[:at], _cut(words[at + 1 :], most)]


def _said(rows: Sequence[Row]) -> str:
    first = "; ".join(
        f"{name} {100 * one.share:.1f}% of {one.items:,}" for name, one in rows[:12] if one.share is not None
    )
    return first + (f"; {len(rows) - 12} more" if len(rows) > 12 else "")


def _drawing(title: str, query: str, height: float, body: Sequence[str], said: str) -> SafeString:
    own = f"c{crc32((title + query).encode()):x}"
    if query:
        body = [*body, _text(6, height + 12, _cut(f"Query: {query}", 120), size=10, color=_MUTE)]
        height += 20
    about = f"{said}. Hollow marks rest on fewer than {FEW} items." + (f" Query: {query}" if query else "")
    return mark_safe(  # noqa: S308 - every word went through escape
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height:g}" role="img" aria-labelledby="{own}-t {own}-d" focusable="false">'
        f'<title id="{own}-t">{escape(title)}</title><desc id="{own}-d">{escape(about)}</desc>{"".join(body)}</svg>'
    )
