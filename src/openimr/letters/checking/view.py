"""A letter as the checks look at it: its passages, cut into sentences once and for all checks.

Everything is computed when a check first asks for it, and once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from openimr.letters.model import Determination, Item
from openimr.letters.reading import dates as printed_dates
from openimr.vocabulary import body_parts, drugs

_BREAK = re.compile(r"[.!?]+[\"”’')\]]*(?:[ \u00a0]+(?=[\"“(\[]?[A-Z0-9])|(?=[A-Z][a-z]))|\n+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Dr|Mr|Mrs|Ms|vs|etc|approx|pg|pp|p|ed|no|nos|fig|e\.g|i\.e|cf|st|inc|chap|ch|sec|a\.m|p\.m)"
    r"|\b[A-Z])\.$",
    re.IGNORECASE,
)
#: Where a date may begin; the pattern of all ways to print dates is slow to try at every character.
_DATE_HINT = re.compile(r"\d{1,4}(?=\s?[/-]\s?\d)|[JFMASONDjfmasond][A-Za-z]{2,8}(?=\.?\s\d)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where it stands in its passage."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Day:
    """A date in a passage. ``day`` is ``None`` where no calendar has it."""

    start: int
    end: int
    text: str
    day: date | None


class Passage:
    """A value of the letter: its JSON Pointer, the item it belongs to, its text, and what stands in it."""

    def __init__(self, pointer: str, text: str, item: Item | None = None) -> None:
        self.pointer = pointer
        self.text = text
        self.item = item

    @property
    def number(self) -> int | None:
        """The number of the item that the passage belongs to."""
        return self.item.number if self.item else None

    @cached_property
    def lower(self) -> str:
        """The text in lower case, same positions."""
        lowered = self.text.lower()
        # A few letters change their length in lower case; positions matter more than they do.
        return lowered if len(lowered) == len(self.text) else "".join(c.lower()[:1] or c for c in self.text)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences, also where the blank after a full stop is missing."""
        text, out, at = self.text, [], 0
        for match in _BREAK.finditer(text):
            if match[0][0] != "\n":
                stop = match.start() + 1
                if _ABBREVIATION.search(text, max(at, stop - 8), stop):
                    continue
            end = match.end() if match[0][0] != "\n" else match.start()
            piece = text[at:end].rstrip()
            if piece:
                out.append(Sentence(at, at + len(piece), piece))
            at = match.end()
        piece = text[at:].rstrip()
        if piece:
            out.append(Sentence(at, at + len(piece), piece))
        return tuple(out)

    def sentence_at(self, position: int) -> Sentence:
        """The sentence that the character at ``position`` stands in."""
        for sentence in self.sentences:
            if position < sentence.end:
                return sentence
        return self.sentences[-1] if self.sentences else Sentence(0, len(self.text), self.text)

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """The dates."""
        out = []
        upto = 0
        for hint in _DATE_HINT.finditer(self.text):
            match = printed_dates.DATE.match(self.text, hint.start()) if hint.start() >= upto else None
            if match:
                upto = match.end()
                iso = printed_dates.parse(match[0])
                out.append(Day(match.start(), upto, match[0], date.fromisoformat(iso) if iso else None))
        return tuple(out)

    @cached_property
    def parts(self) -> tuple[body_parts.Mention, ...]:
        """The body parts named, in the order of the text."""
        return tuple(body_parts.find(self.text))

    @cached_property
    def drugs(self) -> tuple[drugs.Mention, ...]:
        """The drugs named, in the order of the text."""
        return tuple(drugs.find(self.text))


class View:
    """A determination as the checks look at it."""

    def __init__(self, determination: Determination) -> None:
        self.letter = determination
        self.items = determination.items
        self.summary = Passage("/summary/text", determination.summary.text)

    @cached_property
    def headings(self) -> tuple[Passage, ...]:
        """The items' headings."""
        return tuple(Passage(f"/items/{i}/heading", item.heading, item) for i, item in enumerate(self.items))

    @cached_property
    def rationales(self) -> tuple[Passage, ...]:
        """The items' rationales, "" where an item has none."""
        return tuple(
            Passage(f"/items/{i}/rationale", item.rationale or "", item) for i, item in enumerate(self.items)
        )

    @cached_property
    def written(self) -> tuple[Passage, ...]:
        """The passages that a reviewer wrote: summary and rationales."""
        return (self.summary, *(passage for passage in self.rationales if passage.text))

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Summary, headings and rationales, in the order of the letter."""
        out = [self.summary]
        for heading, rationale in zip(self.headings, self.rationales, strict=True):
            out += [heading, rationale] if rationale.text else [heading]
        return tuple(out)

    def pairs(self) -> Iterator[tuple[Item, Passage, Passage]]:
        """Every item with its heading and its rationale."""
        return zip(self.items, self.headings, self.rationales, strict=True)


def day(iso: str | None) -> date | None:
    """The date that an ISO string gives; ``None`` for none, or one that no calendar has."""
    try:
        return date.fromisoformat(iso) if iso else None
    except ValueError:
        return None


def spell(value: date | None) -> str:
    """A date for people."""
    return f"{value:%m/%d/%Y}" if value else "?"
