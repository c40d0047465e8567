"""Editing a determination's text so that its data keep saying what the text says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from openimr.letters.model import Decision, Determination, Item, outcome
from openimr.samples.dating import FORMATS, DateFormat, printed

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = re.compile(
    r"(?<![\d/-])(?P<m>\d{1,2})(?P<sep>[/-])(?P<d>\d{1,2})(?P=sep)(?P<y>\d{4}|\d{2})(?![\d/-])"
    rf"|\b(?P<name>{_MONTHS}) (?P<day>\d{{1,2}})(?:st|nd|rd|th)?, (?P<year>\d{{4}})"
)
_SENTENCE_END = re.compile(r'(?<=[a-z0-9)"%/]\.)(?= [A-Z"\d]|[A-Z])|(?<=\.")(?= [A-Z])')


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as it stands in a text."""

    start: int
    end: int
    text: str
    day: date


def dates(text: str) -> list[PrintedDate]:
    """Every date in ``text``, in order."""
    out = []
    for match in _DATE.finditer(text):
        if match["name"]:
            parts = (int(match["year"]), _MONTHS.split("|").index(match["name"]) + 1, int(match["day"]))
        else:
            year = int(match["y"])
            parts = (year if year > 99 else 2000 + year, int(match["m"]), int(match["d"]))
        try:
            out.append(PrintedDate(match.start(), match.end(), match[0], date(*parts)))
        except ValueError:
            continue
    return out


def like(original: PrintedDate, day: date) -> str:
    """``day`` in the format in which ``original`` is printed."""
    for form in FORMATS:
        if printed(original.day, form) == original.text:
            return printed(day, form)
    fallback: DateFormat = "long" if original.text[0].isalpha() else "slashes"
    return printed(day, fallback)


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence of ``text`` begins and ends."""
    out, at = [], 0
    for line in re.finditer(r"[^\n]+", text):
        at = line.start()
        for stop in _SENTENCE_END.finditer(text, line.start(), line.end()):
            out.append((at, stop.start()))
            at = stop.start() + (text[stop.start() : stop.start() + 1] == " ")
        if at < line.end():
            out.append((at, line.end()))
    return out


def with_item(determination: Determination, item: Item, **changes: Any) -> Determination:
    """The determination with one item changed; the case's outcome follows the decisions."""
    items = tuple(replace(i, **changes) if i.number == item.number else i for i in determination.items)
    decisions: list[Decision] = [i.decision for i in items]
    return replace(determination, items=items, case_outcome=outcome(decisions))


def with_summary(determination: Determination, text: str, **changes: Any) -> Determination:
    """The determination with another summary text."""
    return replace(determination, summary=replace(determination.summary, text=text, **changes))


def with_heading(
    determination: Determination, item: Item, old: str, new: str, **changes: Any
) -> Determination:
    """The determination with ``old`` changed to ``new`` in what an item disputes, and so in its heading."""
    at = item.heading.rindex(item.disputed)
    disputed = item.disputed.replace(old, new, 1)
    heading = item.heading[:at] + disputed + item.heading[at + len(item.disputed) :]
    return with_item(determination, item, heading=heading, disputed=disputed, **changes)


def texts(determination: Determination) -> Iterator[tuple[str, Item | None, str]]:
    """Every passage of running text: its pointer, its item, the text."""
    yield "/summary/text", None, determination.summary.text
    for index, item in enumerate(determination.items):
        if item.rationale:
            yield f"/items/{index}/rationale", item, item.rationale


def with_text(determination: Determination, item: Item | None, text: str) -> Determination:
    """The determination with the summary (``item`` is ``None``) or an item's rationale changed."""
    if item is None:
        return with_summary(determination, text)
    return with_item(determination, item, rationale=text)


def pointer(determination: Determination, item: Item, name: str) -> str:
    """The JSON Pointer of a value of ``item``."""
    return f"/items/{determination.items.index(item)}/{name}"


def insert(text: str, position: int, sentence: str) -> str:
    """``text`` with ``sentence`` put before the sentence that begins at ``position``, or at the end."""
    if position >= len(text):
        return f"{text} {sentence}"
    return f"{text[:position]}{sentence} {text[position:]}"
