"""The frame around a drawing: title, description, the same figures as a table, and as CSV."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from openimr.service.office import dates

#: Width of every drawing in units of its own; it is shown wider or narrower.
WIDTH = 600
#: Fills of series; the first is solid, the others have patterns, so that gray paper tells them apart.
SERIES = 6
_PATTERNS = (
    '<path d="M-2 2l4-4M0 8l8-8M6 10l4-4"/>',
    '<circle cx="2" cy="2" r="1.3"/><circle cx="6" cy="6" r="1.3"/>',
    '<path d="M0 2h8M0 6h8"/>',
    '<path d="M0 0l8 8M8 0l-8 8"/>',
    '<path d="M2 0v8M6 0v8"/>',
)


def figure(
    title: str,
    description: str,
    height: float,
    body: Iterable[SafeString | str],
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    note: str = "",
    legend: Sequence[str] = (),
    patterns: int = 0,
) -> SafeString:
    """A whole figure; ``body`` is SVG that is already safe.

    The ``id``s in it come from what it shows, so that a page may hold many charts and stays the same from one
    request to the next.
    """
    own = identity(title, rows)
    # Joining gives a plain string, whose parts are all safe by now.
    drawn = SafeString("".join(conditional_escape(part) for part in body))
    return format_html(
        '<figure class="chart" id="{own}"><figcaption class="chart__title">{title}</figcaption>{legend}'
        '<div class="chart__plot" tabindex="0" role="group" aria-label="{title}">'
        '<svg viewBox="0 0 {width} {height}" role="img" aria-labelledby="{own}-t {own}-d" focusable="false">'
        '<title id="{own}-t">{title}</title><desc id="{own}-d">{description}</desc>{patterns}{drawn}</svg></div>'
        '{note}<details class="working"><summary>As a table<span class="usa-sr-only">: {title}</span></summary>'
        "{table}</details></figure>",
        own=own,
        title=title,
        description=description,
        width=WIDTH,
        height=f"{height:g}",
        patterns=_patterns(own, patterns),
        drawn=drawn,
        legend=_legend(own, legend),
        note=format_html('<p class="chart__note">{}</p>', note) if note else "",
        table=_table(title, columns, rows),
    )


def identity(title: str, rows: Sequence[Sequence[object]]) -> str:
    """An ``id`` for a chart of ``rows``."""
    return "chart-" + hashlib.sha256(repr((title, list(rows))).encode()).hexdigest()[:10]


def fill(own: str, series: int) -> str:
    """The value of ``fill`` for a series of a chart whose ``patterns`` are drawn."""
    return f"url(#{own}-p{series % SERIES})"


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The figures as CSV with a header line; ``None`` is an empty field.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_cell(column) for column in columns])
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def text(x: float, y: float, words: object, kind: str = "", anchor: str = "start") -> SafeString:
    """Words on the drawing."""
    return format_html(
        '<text x="{}" y="{}" class="chart__words{}" text-anchor="{}">{}</text>',
        f"{x:.1f}",
        f"{y:.1f}",
        f" {kind}" if kind else "",
        anchor,
        words,
    )


def rule(x1: float, y1: float, x2: float, y2: float, kind: str = "chart__grid") -> SafeString:
    """A straight line."""
    return format_html(
        '<line x1="{}" y1="{}" x2="{}" y2="{}" class="{}"/>',
        f"{x1:.1f}",
        f"{y1:.1f}",
        f"{x2:.1f}",
        f"{y2:.1f}",
        kind,
    )


def cut(words: str, most: int) -> str:
    """Words that fit; the table below has them whole."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, str) and value[:1] in "=+-@\t\r":
        return f"'{value}" if value else value
    return value


def _table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> SafeString:
    head = format_html_join("", '<th scope="col">{}</th>', ((column,) for column in columns))
    body = format_html_join(
        "",
        '<tr><th scope="row">{}</th>{}</tr>',
        (
            (dates.shown(row[0]), format_html_join("", "<td>{}</td>", ((_shown(v),) for v in row[1:])))
            for row in rows
        ),
    )
    return format_html(
        '<div class="tablebox" tabindex="0" role="region" aria-label="Figures: {title}"><table class="figures">'
        '<caption class="usa-sr-only">{title}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
        "</div>",
        title=title,
        head=head,
        body=body,
    )


def _shown(value: object) -> str:
    from openimr.service.charts.scale import amount

    return amount(value) if value is None or isinstance(value, int | float) else str(value)


def _legend(own: str, names: Sequence[str]) -> SafeString | str:
    if not names:
        return ""
    return format_html(
        '<ul class="chart__legend">{}</ul>',
        format_html_join(
            "",
            '<li><svg viewBox="0 0 16 12" aria-hidden="true" focusable="false">'
            '<rect width="16" height="12" rx="2" fill="{}"/></svg>{}</li>',
            ((fill(own, number), name) for number, name in enumerate(names)),
        ),
    )


def _patterns(own: str, count: int) -> SafeString | str:
    parts = []
    for number in range(min(count, SERIES)):
        strokes = mark_safe(_PATTERNS[number - 1]) if number else ""  # noqa: S308 - our own constant
        parts.append(
            format_html(
                '<pattern id="{}-p{}" width="8" height="8" patternUnits="userSpaceOnUse">'
                '<rect width="8" height="8" class="chart__fill{}"/><g class="chart__strokes">{}</g></pattern>',
                own,
                number,
                number,
                strokes,
            )
        )
    return format_html("<defs>{}</defs>", SafeString("".join(parts))) if parts else ""
