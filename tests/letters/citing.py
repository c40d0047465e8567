"""What a guideline line cites, as the tables of the tests say it."""

from __future__ import annotations

from openimr.letters.reading.citations import read_citations

#: Source, guideline, year, sections, pages. The lines of the tables are of our own wording.
Citation = tuple[str, str | None, int | None, tuple[str, ...], str | None]


def cited(line: str) -> list[Citation]:
    """The citations that are read from a line, in its order."""
    return [(c.source, c.guideline, c.year, c.sections, c.pages) for c, _, _ in read_citations(line)]
