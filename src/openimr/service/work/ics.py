"""Due dates as a calendar file (RFC 5545): case numbers and what is due, no names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

#: A line may have this many octets (RFC 5545, 3.1).
_LINE = 75


@dataclass(frozen=True, slots=True)
class Entry:
    """Something due: ``key`` is stable, so that a calendar replaces the entry when it is read in again."""

    key: str
    title: str
    due: date | datetime
    text: str = ""
    address: str = ""


def calendar_file(entries: Iterable[Entry], *, name: str, now: datetime) -> str:
    """The file. Whole days become entries of a day, moments entries that end at the moment."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//OpenIMR//Work//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for one in entries:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_text(one.key)}@openimr",
            f"DTSTAMP:{_moment(now)}",
            *_when(one.due),
            f"SUMMARY:{_text(one.title)}",
            *([f"DESCRIPTION:{_text(one.text)}"] if one.text else []),
            *([f"URL:{one.address}"] if one.address else []),
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _when(due: date | datetime) -> list[str]:
    if isinstance(due, datetime):
        return [f"DTSTART:{_moment(due)}", f"DTEND:{_moment(due)}"]
    after = due + timedelta(days=1)
    return [f"DTSTART;VALUE=DATE:{due:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    for char, to in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        words = words.replace(char, to)
    return words


def _folded(line: str) -> str:
    """The line in pieces of at most 75 octets, never within a character."""
    pieces, piece, size = [], "", 0
    for char in line:
        width = len(char.encode())
        if size + width > _LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + char, size + width
    return "\r\n".join([*pieces, piece])
