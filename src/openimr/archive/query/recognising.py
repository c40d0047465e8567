"""What a query is about as a whole: a case number, or a guideline and its sections, typed in as such."""

from __future__ import annotations

import re
from dataclasses import dataclass

from openimr.archive.index.catalog import Catalog, fold
from openimr.letters.reading.citations import read_citations

#: ``CM16-0248698`` in the ways that people type it; the programme's own numbers and those of DMHC (``MN16-22639``).
_CASE = re.compile(r"\b(CM)\s?(\d{2})\s?[-–—]?\s?(\d{7})\b|\b([A-Z]{2})\s?(\d{2})-(\d{2,6})\b", re.IGNORECASE)
_CITES = re.compile(
    r"\b(?:MTUS|ODG|ACOEM|Official Disability Guidelines|Chronic Pain Medical Treatment)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Recognized:
    """Case numbers, and (guideline, section) pairs with the names that the archive has for them; section may be None."""

    cases: tuple[str, ...] = ()
    citations: tuple[tuple[str, str | None], ...] = ()


def recognize(text: str, catalog: Catalog) -> Recognized:
    """What of ``text`` is a case number or a citation of a guideline that the archive holds."""
    cases = []
    for hit in _CASE.finditer(text):
        if hit[1]:
            cases.append(f"{hit[1].upper()}{hit[2]}-{hit[3]}")
        else:
            cases.append(f"{hit[4].upper()}{hit[5]}-{hit[6]}")
    return Recognized(tuple(dict.fromkeys(cases)), _citations(text, catalog) if _CITES.search(text) else ())


def _citations(text: str, catalog: Catalog) -> tuple[tuple[str, str | None], ...]:
    out: dict[tuple[str, str | None], None] = {}
    for citation, _, _ in read_citations(text):
        if citation.guideline is None:
            continue
        name = catalog.exact("guideline", f"{citation.source}: {citation.guideline}")
        if name is None:
            continue
        sections: list[str | None] = [
            found
            for section in citation.sections
            if (found := catalog.exact("section", f"{name} > {section}")) is not None
        ]
        for section in sections or [None]:
            out[name, section] = None
    if not out:
        # A section's name after a guideline's, without the marks that a letter prints between them.
        words = fold(text)
        for value in catalog.values("section"):
            guideline, _, section = value.partition(" > ")
            if len(section) > 3 and fold(section) in words and fold(guideline.partition(": ")[2]) in words:
                out[guideline, value] = None
    return tuple(out)
