"""Cursors of the archive's lists: opaque, signed, and good for the list that gave them only."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.core import signing

from openimr.archive.searching import DEEPEST, Archive, Sort
from openimr.service.api.problems import Problem

_SALT = "openimr.api.archive"
#: How far the last item of a page is looked for when the index has changed since, before and after its place.
_BEFORE, _AFTER = 100, 400


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: how many items came before, the last one's key, and the state of the index."""

    offset: int = 0
    last: str = ""
    generation: str = ""


def write(question: Any, place: Place) -> str:
    """The cursor of the page after ``place`` of the list that ``question`` names (JSON)."""
    return signing.dumps([_digest(question), place.offset, place.last, place.generation], salt=_SALT)


def read(question: Any, cursor: str | None) -> Place:
    """Where the page begins.

    Raises:
        Problem: the cursor is not ours, or of another list.
    """
    if not cursor:
        return Place()
    try:
        asked, offset, last, generation = signing.loads(cursor, salt=_SALT)
    except (signing.BadSignature, ValueError) as problem:
        raise Problem(
            400, "cursor", "The cursor is not one that this list gave; begin without it.", field="cursor"
        ) from problem
    if asked != _digest(question):
        raise Problem(
            400,
            "cursor",
            "The cursor belongs to another question: send the one that it came with, or begin without it.",
            field="cursor",
        )
    return Place(offset, last, generation)


def resumed(
    archive: Archive,
    place: Place,
    text: str,
    filters: tuple[tuple[str, str], ...],
    sort: Sort,
    *,
    exact: bool,
) -> int:
    """The offset behind the last item that was given, wherever it stands by now.

    While the index is the same it is where it was. After a change the item is looked for around that place; where it
    is not found, it left or moved far, and its old place must do.
    """
    if not place.offset or place.generation == archive.reader.generation:
        return place.offset
    at = max(0, place.offset - _BEFORE)
    while at < min(place.offset + _AFTER, DEEPEST):
        limit = min(100, DEEPEST - at)
        found = archive.search(
            text, filters=filters, sort=sort, limit=limit, offset=at, relax=False, correct=not exact
        )
        for number, hit in enumerate(found.hits):
            if hit.key == place.last:
                return at + number + 1
        if len(found.hits) < limit:
            break
        at += limit
    return place.offset


def _digest(question: Any) -> str:
    return hashlib.sha256(json.dumps(question, ensure_ascii=True).encode()).hexdigest()[:20]
