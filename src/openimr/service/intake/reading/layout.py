"""The words of a page as lines of cells: what stands apart on a form is one cell each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from openimr import pages
from openimr.pages import Limits

#: Looking at a paper costs at most this.
LIMITS = Limits(file_bytes=300 << 20, pages=6000, memory=1536 << 20, seconds=20.0)


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its box, in points from the top left corner."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Cell:
    """Words of one line that stand together."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words, one blank between two."""
        return " ".join(one.text for one in self.words)

    @property
    def x0(self) -> float:
        """The left edge."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """The right edge."""
        return self.words[-1].x1


@dataclass(frozen=True, slots=True)
class Line:
    """Words of about the same height on the page."""

    words: tuple[Word, ...]

    @property
    def top(self) -> float:
        """The upper edge."""
        return min(one.y0 for one in self.words)

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return max(one.y1 for one in self.words)

    @property
    def text(self) -> str:
        """The words, one blank between two."""
        return " ".join(one.text for one in self.words)

    def cells(self) -> list[Cell]:
        """Parted where the gap is wider than a blank ever is."""
        out: list[list[Word]] = []
        for word in self.words:
            last = out[-1][-1] if out else None
            if last is None or word.x0 - last.x1 > max(6.0, 0.8 * (last.y1 - last.y0)):
                out.append([])
            out[-1].append(word)
        return [Cell(tuple(one)) for one in out]


def words(data: bytes | Path, text: str, page: int) -> list[Word]:
    """The words of page ``page`` (from 1), whose text is ``text``.

    Raises:
        UnreadableFile: the PDF can't be opened, or costs too much.
    """
    found = pages.words(data, page, limits=LIMITS)
    return [Word(text[span.start : span.end], box.x0, box.y0, box.x1, box.y1) for span, box in found]


def lines(found: Iterable[Word]) -> list[Line]:
    """Words into lines, from top to bottom; words of one line are those whose middles lie within each other."""
    rows: list[list[Word]] = []
    for word in sorted(found, key=lambda one: ((one.y0 + one.y1) / 2, one.x0)):
        middle = (word.y0 + word.y1) / 2
        if rows and _inside(rows[-1], middle):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [Line(tuple(sorted(row, key=lambda one: one.x0))) for row in rows]


def _inside(row: list[Word], middle: float) -> bool:
    first = row[0]
    return first.y0 + 0.15 * (first.y1 - first.y0) <= middle <= first.y1 - 0.1 * (first.y1 - first.y0)
