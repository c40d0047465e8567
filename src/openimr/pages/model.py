"""What a file is once it has been opened: pages of text, places in them, and boxes on the paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Page:
    r"""One page of a document.

    ``text`` has ``\n`` line ends and no carriage returns; positions in it are counted in Python
    characters from 0. ``width`` and ``height`` are in PDF points, 0 for a plain text file.
    """

    number: int
    text: str
    width: float = 0.0
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Document:
    """A file as pages of text. ``sha256`` is the digest of its bytes, in hexadecimal."""

    kind: Literal["pdf", "text"]
    sha256: str
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a document: characters ``start`` to ``end`` (exclusive) of page ``page`` (from 1)."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in PDF points from the page's top left corner."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


class UnreadableFile(Exception):
    """A file that cannot be opened or understood.

    ``code`` is for programs (``empty``, ``truncated``, ``encrypted``, ``no_text``, ``too_many_pages``,
    ``too_large``, ``limits``, ``not_supported``, ``encoding``, ``not_found``, ``not_a_letter``,
    ``section_missing``; ``internal`` where the reader itself failed); ``message`` is one sentence for
    people: what is wrong, where, and what to do.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
