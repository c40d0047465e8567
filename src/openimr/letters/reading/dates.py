"""Dates as letters print them: 11/09/2016, 10-13-16, October 28, 2016, broken "2-25- 13"."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"

#: One date, without capturing groups, to be built into larger patterns.
PATTERN = (
    r"(?:(?<![\d/-])\d{1,2}\s?[/-]\s?\d{1,2}\s?[/-]\s?(?:\d{4}|\d{2})(?![\d/])"
    r"|(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)"
    rf"|\b{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}(?!\d))"
)
DATE = re.compile(PATTERN, re.IGNORECASE)
_NUMERIC = re.compile(r"(\d{1,4})\s?[/-]\s?(\d{1,2})\s?[/-]\s?(\d{2,4})")
_WRITTEN = re.compile(r"([A-Za-z]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")

#: Two-digit years up to this one are of this century; later ones of the last (injuries go back to it).
_PIVOT = 50


def parse(text: str) -> str | None:
    """The ISO date that ``text`` prints (month before day, as in the United States), or ``None``.

    A date that no calendar has ("2-30-13") is ``None``: it is not repaired.
    """
    numeric = _NUMERIC.match(text)
    if numeric:
        first, second, third = numeric.groups()
        if len(first) == 4:
            year, month, day = int(first), int(second), int(third)
        else:
            month, day, year = int(first), int(second), int(third)
        if len(third) == 2 and len(first) < 4:
            year += 2000 if year <= _PIVOT else 1900
    else:
        written = _WRITTEN.match(text)
        if not written or written[1].lower() not in _MONTHS:
            return None
        month, day, year = _MONTHS[written[1].lower()], int(written[2]), int(written[3])
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
