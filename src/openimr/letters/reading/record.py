"""Where values were read from, kept only when somebody asks for it."""

from __future__ import annotations

from collections.abc import Sequence

from openimr.letters.model import Citation
from openimr.letters.reading.lines import Passage
from openimr.pages.model import Span


class Record:
    """Collects the spans of values by JSON Pointer; costs nothing when ``wanted`` is false."""

    __slots__ = ("spans", "wanted")

    def __init__(self, wanted: bool) -> None:
        self.wanted = wanted
        self.spans: dict[str, tuple[Span, ...]] = {}

    def add(self, pointer: str, passage: Passage, start: int, end: int) -> None:
        """Say that the value at ``pointer`` was read from ``passage.text[start:end]``."""
        if self.wanted:
            self.spans[pointer] = passage.spans(start, end)

    def add_words(
        self, pointer: str, passage: Passage, value: str | int | None, start: int, end: int
    ) -> None:
        """Say that ``value`` was read from its own words within ``passage.text[start:end]``.

        Where the words differ from the value (a canonical name, a state's code), the whole stretch counts.
        """
        if not self.wanted or value is None:
            return
        at = passage.text.lower().find(str(value).lower(), start, end)
        place = (at, at + len(str(value))) if at >= 0 else (start, end)
        self.spans[pointer] = passage.spans(*place)

    def add_citations(
        self, pointer: str, passage: Passage, found: Sequence[tuple[Citation, int, int]]
    ) -> None:
        """Say where each citation of one guideline line stands, and its parts within it."""
        if not self.wanted:
            return
        for index, (citation, start, end) in enumerate(found):
            place = f"{pointer}/{index}"
            self.add(place, passage, start, end)
            for name in ("guideline", "year", "pages"):
                self.add_words(f"{place}/{name}", passage, getattr(citation, name), start, end)
            for number, section in enumerate(citation.sections):
                self.add_words(f"{place}/sections/{number}", passage, section, start, end)
