"""The list of documents that the reviewer read."""

from __future__ import annotations

import re

from openimr.letters.reading.lines import Lines
from openimr.letters.reading.record import Record

_BULLET = re.compile(r"^(?:[•●▪◦*–-]|\(?\d{1,3}[.)])\s+")
_INTRODUCTION = re.compile(
    r"^(?:The\s+)?(?:following\s+)?[^:•]{0,140}(?:documents|records)[^:•]{0,80}:\s*", re.IGNORECASE
)


def read_documents(lines: Lines, bounds: tuple[int, int] | None, record: Record) -> tuple[str, ...]:
    """One entry per listed document; a list without bullets has one document a paragraph."""
    if bounds is None:
        return ()
    start, end = bounds
    text = lines.text
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start >= end:
        return ()
    first, last = lines.index(start), lines.index(end - 1)
    bounds_of = [*lines.starts[first + 1 : last + 1], end + 1]
    begins = [max(start, lines.starts[first])]
    rows = [(begins[0], bounds_of[0] - 1)] + [
        (lines.starts[first + 1 + i], bounds_of[i + 1] - 1) for i in range(last - first)
    ]
    bulleted = any(_BULLET.match(text[a:b]) for a, b in rows)
    groups: list[list[tuple[int, int]]] = []
    for number, (a, b) in enumerate(rows):
        new = bool(_BULLET.match(text[a:b])) if bulleted else _new_entry(lines, first + number, number)
        if new or not groups:
            groups.append([])
        groups[-1].append((a, b))
    out: list[str] = []
    for group in groups:
        passage = lines.passage(group[0][0], group[-1][1], paragraphs=False)
        bullet = _BULLET.match(passage.text)
        skip = bullet.end() if bullet else 0
        entry = passage.text[skip:].strip()
        if not entry or (not out and not bullet and _INTRODUCTION.fullmatch(entry)):
            continue
        record.add(f"/documents_reviewed/{len(out)}", passage, skip, len(passage.text))
        out.append(entry)
    return tuple(out)


def _new_entry(lines: Lines, line: int, number: int) -> bool:
    if number == 0 or lines.gap[line]:
        return True
    return not (lines.marks_wrapping and lines.wrapped[line - 1])
