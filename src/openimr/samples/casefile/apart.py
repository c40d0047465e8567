"""Keeping a case file's wording apart from the letter's: no eight words in a row of its prose."""

from __future__ import annotations

import re

from openimr.letters.model import Determination

#: How many words in a row count as copied.
RUN = 8
_ENCOUNTER = re.compile(r",?\s+((?:initial|subsequent)\s+encounter|sequela)\.?$", re.I)
_WORD = re.compile(r"[a-z0-9]+")


def words(text: str) -> list[str]:
    """The words and numbers of a text, in lower case."""
    return _WORD.findall(text.lower())


def runs(text: str) -> set[tuple[str, ...]]:
    """Every run of eight words in ``text``."""
    found = words(text)
    return {tuple(found[place : place + RUN]) for place in range(len(found) - RUN + 1)}


def prose(determination: Determination) -> set[tuple[str, ...]]:
    """Every run of eight words of the summary and the rationales."""
    out = runs(determination.summary.text)
    for item in determination.items:
        out |= runs(item.rationale or "")
    return out


def broken(diagnosis: str) -> str:
    """A long diagnosis in another order or in pieces, so that it is no run of the letter's words."""
    found = _ENCOUNTER.search(diagnosis)
    head = f"{found[1].capitalize()}: " if found else ""
    rest = diagnosis[: found.start()] if found else diagnosis
    if len(words(rest)) < RUN:
        return f"{head}{rest}"
    parts = rest.split()
    pieces = [" ".join(parts[place : place + 5]) for place in range(0, len(parts), 5)]
    return head + " (further) ".join(pieces)
