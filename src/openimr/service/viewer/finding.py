"""Finding words in a paper: where they stand, with what around them, and lit on the page."""

from __future__ import annotations

import re
from dataclasses import dataclass

from openimr.pages import Span
from openimr.service.viewer import drawing
from openimr.service.viewer.paper import Paper

#: The most hits that are listed, and the most that are lit on one page.
MOST, LIT = 60, 200
#: The longest query.
LONGEST = 120
_AROUND = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """Words found on a page: the text around the first of them, and how many there are on the page."""

    page: int
    before: str
    words: str
    after: str
    count: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found. ``mute`` is true where the paper holds no text, as scans do."""

    words: str
    hits: tuple[Hit, ...]
    pages: int
    total: int
    mute: bool = False

    @property
    def more(self) -> int:
        """Pages with hits that are not listed."""
        return self.pages - len(self.hits)


def search(paper: Paper, words: str) -> Found:
    """Find ``words``, one after the other with any white space between, without regard to case.

    Raises:
        Unshowable: the paper can't be opened.
    """
    pattern = _pattern(words)
    if pattern is None:
        return Found("", (), 0, 0)
    texts = drawing.texts(paper)
    if texts is None:
        return Found(words, (), 0, 0, mute=True)
    hits: list[Hit] = []
    pages = total = 0
    for number, text in enumerate(texts, start=1):
        found = list(pattern.finditer(text))
        if not found:
            continue
        pages += 1
        total += len(found)
        if len(hits) < MOST:
            first = found[0]
            before = " ".join(text[max(0, first.start() - _AROUND) : first.start()].split())
            after = " ".join(text[first.end() : first.end() + _AROUND].split())
            hits.append(Hit(number, before, " ".join(first[0].split()), after, len(found)))
    return Found(words, tuple(hits), pages, total)


def lit(paper: Paper, page: int, words: str) -> list[tuple[float, float, float, float]]:
    """The rectangles (x, y, width, height in points) of the words found on a page.

    Raises:
        Unshowable: the paper can't be opened.
    """
    pattern = _pattern(words)
    texts = drawing.texts(paper) if pattern else None
    if pattern is None or texts is None or not 1 <= page <= len(texts):
        return []
    spans = [Span(page, m.start(), m.end()) for m in pattern.finditer(texts[page - 1])][:LIT]
    boxes = drawing.places(paper, spans) if spans else []
    return [
        (round(b.x0 - 1.5, 1), round(b.y0 - 1.5, 1), round(b.x1 - b.x0 + 3, 1), round(b.y1 - b.y0 + 3, 1))
        for b in boxes
    ]


def _pattern(words: str) -> re.Pattern[str] | None:
    parts = [re.escape(part) for part in words[:LONGEST].split()]
    return re.compile(r"\s+".join(parts), re.IGNORECASE) if parts else None
