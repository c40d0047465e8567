"""What a count adds up: programmes with rules of their own, and published letters with fictional ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from openimr.archive.counting import outcomes
from openimr.archive.searching import Archive
from openimr.service.library import words
from openimr.service.library.asking import Asked

_ORIGINS = {"published": "", "sample": ", fictional samples"}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of what was counted, and the address that counts it alone."""

    words: str
    items: int
    address: str


def parts(archive: Archive, asked: Asked, address: Callable[[Asked], str]) -> tuple[Part, ...]:
    """The parts of what ``asked`` counts by programme and origin, the largest first; none where it is all of a kind."""
    rows = outcomes(archive, ("programme", "origin"), asked.text, filters=asked.filters).rows
    if len(rows) < 2:
        return ()
    out = []
    for row in rows:
        programme, origin = (value or "" for value in row.values)
        alone = tuple(pair for pair in asked.filters if pair[0] not in ("programme", "origin"))
        only = replace(asked, filters=(*alone, ("programme", programme), ("origin", origin)), page=1)
        name = words.shown("programme", programme) + _ORIGINS.get(origin, "")
        out.append(Part(name, row.items, address(only)))
    return tuple(out)
