"""The one form in which the office shows days and moments: "Nov 24, 2026", "Nov 24, 2026, 4:05 PM" in California.

Machines read the same in the attribute ``datetime`` of ``<time>``. Rules count in ISO dates, and their tables
say "1 April 2026"; where a sentence of theirs is shown, its dates take the same form.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

_PACIFIC = ZoneInfo("America/Los_Angeles")
_MONTHS = [f"{date(2000, month, 1):%B}" for month in range(1, 13)]
#: A date in a sentence: "2026-04-01", with or without the hour, or "1 April 2026", as the tables of the law say it.
_DATED = re.compile(
    r"(?<![\w/\"-])"
    r"(?:(?P<day>\d{4}-\d{2}-\d{2})(?:[T ](?P<hour>\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(?P<zone>Z|[+-]\d{2}:?\d{2})?)?"
    rf"|(?P<of>\d{{1,2}}) (?P<month>{'|'.join(_MONTHS)}) (?P<year>\d{{4}}))"
    r"(?![\w/-])"
)


def said(value: Any) -> str:
    """A day as "Dec 9, 2016", a moment as "Dec 9, 2016, 4:05 PM"; "" for nothing.

    Moments with a time zone are shown in Pacific time. Text is taken as an ISO date or moment.

    Raises:
        ValueError: the text is neither.
    """
    found = _read(value)
    if found is None:
        return ""
    if not isinstance(found, datetime):
        return _day(found)
    local = found.astimezone(_PACIFIC) if found.tzinfo else found
    return f"{_day(local)}, {hour(local)}"


def hour(local: datetime) -> str:
    """The time of day, such as "4:05 PM"."""
    return f"{local.hour % 12 or 12}:{local:%M} {local:%p}"


def shown(value: Any) -> SafeString:
    """A day or a moment as a ``<time>``; of a sentence every ISO date in it so; "" for nothing."""
    if value is None or value == "":
        return SafeString("")
    if not isinstance(value, date):
        match = _DATED.fullmatch(str(value))
        found = _matched(match) if match else None
        if found is None:
            return _sentence(value)
    else:
        found = value
    return format_html('<time datetime="{}">{}</time>', found.isoformat(), said(found))


def plainly(sentence: str) -> str:
    """A sentence with its ISO dates in the office's form, without markup."""
    return _DATED.sub(lambda match: said(found) if (found := _matched(match)) else match[0], sentence)


def _sentence(value: Any) -> SafeString:
    # What is safe already is markup of ours; its dates, too, stand between tags only.
    return mark_safe(_DATED.sub(lambda match: _timed(match), str(conditional_escape(value))))  # noqa: S308 escaped


def _timed(match: re.Match[str]) -> str:
    found = _matched(match)
    return str(shown(found)) if found else match[0]


def _matched(match: re.Match[str]) -> date | datetime | None:
    try:
        if match["month"]:
            return date(int(match["year"]), _MONTHS.index(match["month"]) + 1, int(match["of"]))
        if match["hour"] is None:
            return date.fromisoformat(match["day"])
        zone = {"Z": "+00:00", None: ""}.get(match["zone"], match["zone"])
        return datetime.fromisoformat(f"{match['day']}T{match['hour']}{zone}")
    except ValueError:
        return None


def _read(value: Any) -> date | datetime | None:
    if not value:
        return None
    if isinstance(value, date):
        return value
    text = str(value)
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _day(value: date) -> str:
    return f"{value:%b} {value.day}, {value.year}"
