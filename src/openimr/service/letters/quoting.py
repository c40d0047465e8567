"""Finding the words that a finding quotes in the letter as printed, across line ends and hyphens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from openimr.pages.model import Page, Span

_DROPPED = frozenset("-\u00ad\u2010\u2011 \t\n\r\f\v\u00a0")
#: Shorter words stand in a letter too often to say which are meant.
_TELLING = 10


class Printed:
    """A part of a document, squeezed: without blanks and hyphens, each character with its place."""

    def __init__(self, pages: Sequence[Page], spans: Iterable[Span]) -> None:
        self._places: list[tuple[int, int]] = []
        letters: list[str] = []
        for span in spans:
            text = pages[span.page - 1].text if 0 < span.page <= len(pages) else ""
            for place in range(span.start, min(span.end, len(text))):
                if text[place] not in _DROPPED:
                    letters.append(text[place])
                    self._places.append((span.page, place))
        self._text = "".join(letters)

    def find(self, quote: str) -> tuple[Span, ...]:
        """Where ``quote`` stands, one span per unbroken run; empty if it does not stand here."""
        wanted = "".join(c for c in quote if c not in _DROPPED)
        at = self._text.find(wanted) if wanted else -1
        if at < 0:
            return ()
        places = self._places[at : at + len(wanted)]
        runs: list[Span] = []
        # A run may go over dropped characters, but not over to another page.
        for page, run in groupby(places, key=lambda place: place[0]):
            positions = [position for _, position in run]
            start = previous = positions[0]
            for position in positions[1:]:
                if position - previous > 4:
                    runs.append(Span(page, start, previous + 1))
                    start = position
                previous = position
            runs.append(Span(page, start, previous + 1))
        return tuple(runs)


def locate(
    quote: str, pointer: str | None, spans: Mapping[str, tuple[Span, ...]], pages: Sequence[Page]
) -> tuple[Span, ...]:
    """The spans of ``quote`` in the value at ``pointer``; of a telling quote, anywhere in the letter.

    Where the value has no span of its own, the one that holds it is searched, then what it holds.
    """
    if quote and pointer is not None:
        for area in _areas(pointer, spans):
            found = Printed(pages, area).find(quote)
            if found:
                return found
    # What a finding holds against the letter may end in where it stands: "Date of Injury: 10/08/2009 (header)".
    for words in (quote, re.sub(r"\s*\([^()]*\)$", "", quote)):
        if len(words) >= _TELLING:
            found = Printed(pages, [Span(page.number, 0, len(page.text)) for page in pages]).find(words)
            if found:
                return found
    return ()


def _areas(pointer: str, spans: Mapping[str, tuple[Span, ...]]) -> Iterable[tuple[Span, ...]]:
    above = pointer
    while above:
        if above in spans:
            yield spans[above]
        inside = [s for name, found in spans.items() if name.startswith(above + "/") for s in found]
        if inside:
            yield tuple(dict.fromkeys(inside))
        above = above.rpartition("/")[0]
