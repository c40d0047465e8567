"""CSV that people open in spreadsheets: RFC 4180, and no cell that a spreadsheet would run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from openimr.archive.counting.outcomes import Outcomes

#: A cell that begins with one of these is a formula to a spreadsheet (OWASP, "CSV injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: Put before such a cell; spreadsheets take it for "this is text" and most do not show it.
GUARD = "'"


def safe(text: str) -> str:
    """``text`` as a cell: with an apostrophe before it where a spreadsheet would take it for a formula.

    A text that begins with apostrophes before such a character gets one more, so that taking one away gives back
    what was there.

    >>> safe("=1+1"), safe("knee")
    ("'=1+1", 'knee')
    """
    return GUARD + text if text.lstrip(GUARD).startswith(_FORMULA) else text


def unsafe(cell: str) -> str:
    """What :func:`safe` was given."""
    return cell[1:] if cell.startswith(GUARD) and cell.lstrip(GUARD).startswith(_FORMULA) else cell


def lines(rows: Iterable[Sequence[str | int | float | None]]) -> str:
    """The rows as CSV: commas, quotes where they are needed, CR LF after each; ``None`` is an empty cell."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(
        [safe(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    )
    return out.getvalue()


def outcomes_csv(counted: Outcomes) -> str:
    """A table of outcomes with the query that made it beside each row; shares are fractions of 1."""
    heads = (
        *counted.by, "items", "upheld", "overturned", "share_overturned", "interval_95_low", "interval_95_high",
        "query",
    )  # fmt: skip
    rows: list[Sequence[str | int | float | None]] = [heads]
    for row in counted.rows if counted.by else (counted.total,):
        share = None if row.share is None else round(row.share, 6)
        low, high = (None, None) if row.interval is None else (round(end, 6) for end in row.interval)
        rows.append((*row.values, row.items, row.upheld, row.overturned, share, low, high, counted.query))
    return lines(rows)
