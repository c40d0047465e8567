"""What stands in a letter, in reading order, before any format: blocks under headings.

All formats are rendered from this one :class:`Letter`, so they say the same. A block's text is one
paragraph without line ends; runs of blanks are one blank, since no text layer tells them apart.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Literal

from openimr.letters.model import Decision


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``label`` is its run-in heading with its colon ("Decision rationale:").

    ``law`` is the law that it states, in parentheses, printed after it.
    """

    text: str
    label: str | None = None
    law: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of a label, without colon, and its value."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; each entry is one paragraph."""

    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one header row. ``caption`` names it for those who can't see it."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: Literal["decisions", "recipients"]


@dataclass(frozen=True, slots=True)
class ItemHeading:
    """The heading of one disputed item, printed "<text>: Upheld" or "<text>: Overturned"."""

    text: str
    decision: Decision


Block = Paragraph | Facts | Bullets | Table | ItemHeading


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A whole letter. ``title`` is the document's title, ``dated`` its decision date."""

    title: str
    organization: str | None
    case_number: str | None
    dated: date | None
    facts: tuple[Facts, ...]
    sections: tuple[Section, ...]


class UnwritableText(ValueError):
    """A character that a letter cannot show: a control character, or one that no font here has."""


#: Characters of these kinds have no shape: control, private use, surrogate, unassigned.
_SHAPELESS = {"Cc", "Co", "Cs", "Cn"}


def one_line(text: str) -> str:
    """``text`` with every run of blanks and line ends as one blank.

    Raises:
        UnwritableText: a character that has no shape stands in it.
    """
    line = " ".join(text.split())
    if not line.isascii() or not line.isprintable():
        for character in line:
            if unicodedata.category(character) in _SHAPELESS:
                near = line.index(character)
                raise UnwritableText(
                    f"The character U+{ord(character):04X} cannot be printed; it stands after "
                    f"“{line[max(0, near - 30) : near]}”. Remove it from the determination."
                )
    return line


def paragraphs(text: str | None) -> tuple[str, ...]:
    """The paragraphs of ``text``, one per line that is not blank."""
    lines = (one_line(line) for line in (text or "").split("\n"))
    return tuple(line for line in lines if line)


def printed_date(iso: str) -> str:
    """``2016-12-09`` as a letter prints it, ``12/09/2016``; anything that is no date stays as it is."""
    try:
        return date.fromisoformat(iso).strftime("%m/%d/%Y")
    except ValueError:
        return one_line(iso)
