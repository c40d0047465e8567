"""Comparable letters of the public archive, for a reviewer who has recorded a preliminary decision.

Those decided either way are given side by side and equally many, without shares: they show how others reasoned, and
propose nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from openimr.archive.index.reader import NoIndex
from openimr.archive.searching import Archive
from openimr.service.cases.domain.parts import Item
from openimr.service.library.asking import Asked
from openimr.service.library.results import Result, result

#: Letters of each decision.
EACH = 4
_WORDS = 12
#: A decision, how many letters' items there are of it, and the first of them.
Side = tuple[str, int, tuple[Result, ...]]


@dataclass(frozen=True, slots=True)
class Way:
    """A search of the archive: ``title`` says what is the same."""

    title: str
    address: str
    sides: tuple[Side, ...] = ()


def ways(archive: Archive, item: Item) -> tuple[Way, ...]:
    """The searches for letters on a treatment, the nearest first, with letters until there are some of either decision.

    A later search brings only the decision that the nearer ones had not. Without an index there are the searches alone.
    """
    out, missing = [], ["overturned", "upheld"]
    for title, asked in _searches(item):
        sides: tuple[Side, ...] = ()
        try:
            sides = tuple(_side(archive, asked, decision) for decision in missing)
        except NoIndex:
            missing = []
        if not any(total for _, total, _ in sides):
            sides = ()
        missing = [one for one in missing if one not in {decision for decision, total, _ in sides if total}]
        out.append(Way(title, f"/archive/{asked.query()}", sides))
    return tuple(out)


def _searches(item: Item) -> Iterator[tuple[str, Asked]]:
    normal = item.normalised
    if normal is None:
        return
    # Only words: what somebody typed into an application is no query.
    words = " ".join(re.findall(r"[^\W_]{1,40}", normal.disputed.lower())[:_WORDS])
    body = tuple(("body", part) for part in normal.body_parts[:1])
    for drug in normal.drugs:
        yield f"Letters on {drug['name']}", Asked("", (("drug", drug["name"].lower()[:100]),))
    if normal.category:
        category = ("category", normal.category)
        if not normal.drugs:
            yield f"Letters on {normal.category} with these words", Asked(words, (category, *body))
        yield f"Letters on {normal.category}", Asked("", (category, *body))
    yield "Letters with these words", Asked(words)


def _side(archive: Archive, asked: Asked, decision: str) -> Side:
    filters = (*asked.filters, ("programme", "imr"), ("decision", decision))
    found = archive.search(asked.text, filters=filters, limit=EACH, relax=False, correct=False)
    return decision, found.total, tuple(map(result, found.hits))
