"""What a sample is: a fictional letter with the truth beside it, and a planted error with its truth."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from openimr.letters.model import Determination, Layout

#: The orders in which tools take the cells out of the two-column header table.
HeaderOrder = Literal["rows", "cells", "columns", "wrapped"]


@dataclass(frozen=True, slots=True)
class Style:
    """How a determination is put on paper; nothing here changes what the letter says.

    Attributes:
        header: whether the header table is there (text copies of 2015 lack it).
        header_order: in which order the text of its cells comes out.
        columns: the longest line of the text form, in characters.
        page_lines: lines on a page of the text form; a page ends wherever that falls.
        double_spaced: a blank line after every line, as text copies of 2014 have it.
        hyphenate: whether long words are broken at line ends (only words that can be joined again).
        heading_gap: the blanks between a heading's colon and its decision.
        tight: no blank lines between paragraphs, as PDF extraction gives them.
        page_feeds: whether pages are set apart by a form feed.
    """

    header: bool = True
    header_order: HeaderOrder = "rows"
    columns: int = 96
    page_lines: int = 46
    double_spaced: bool = False
    hyphenate: bool = False
    heading_gap: str = " "
    tight: bool = False
    page_feeds: bool = False


@dataclass(frozen=True)
class SampleLetter:
    """A fictional letter.

    ``determination`` is the truth: what reading ``text`` or ``pdf()`` has to give (save ``source``
    and ``sha256``, which belong to the file). ``notes`` names the difficulties that it contains.
    ``planted`` declares the errors put into it on purpose; a clean letter has none.
    """

    name: str
    determination: Determination
    style: Style
    notes: tuple[str, ...] = ()
    planted: tuple[Planted, ...] = ()

    @property
    def layout(self) -> Layout:
        """The published layout that the letter follows."""
        return self.determination.layout

    @cached_property
    def text(self) -> str:
        """The letter as text taken out of a published letter: wrapped lines, pages, quirks."""
        from openimr.samples.typesetting import plain

        return plain.text(self.determination, self.style)

    def pdf(self, *, encrypted: bool = False) -> bytes:
        """The letter as a PDF that looks like the published ones: black on white, a header table.

        Args:
            encrypted: with an empty user password and an owner password, as published letters are.
                Needs the package ``pypdf``.

        Raises:
            ModuleNotFoundError: ``encrypted`` is wanted and ``pypdf`` is not installed.
        """
        from openimr.samples.typesetting import paper

        return paper.pdf(self.determination, self.style, encrypted=encrypted)


@dataclass(frozen=True, slots=True)
class Planted:
    """An error put into a letter on purpose.

    Attributes:
        kind: the kind of error, one of ``openimr.samples.KINDS``.
        determination: the letter with the error in it.
        item: the number of the item that a finding has to name, or ``None`` for the whole letter.
        quote: the words that are wrong, as they stand in the letter ("" where something is missing).
        against: the words or the fact that they conflict with.
        pointer: the JSON Pointer of the value that holds ``quote``.
        description: one sentence for people.
    """

    kind: str
    determination: Determination
    item: int | None
    quote: str
    against: str
    pointer: str
    description: str
