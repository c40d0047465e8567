"""Results as a page shows them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString

from openimr.archive.searching import Hit
from openimr.service.library import words


@dataclass(frozen=True, slots=True)
class Result:
    """A disputed item in a list."""

    key: str
    item: str
    letter: str | None
    decision: str
    title: SafeString
    passage: SafeString | None
    case: str
    number: int
    programme: str
    decided: str | None
    year: int | None
    sample: bool
    category: str | None
    specialties: tuple[str, ...]
    guidelines: tuple[str, ...]
    diagnosis: tuple[str, ...]
    about: tuple[str, ...]
    loose: bool


#: Guidelines named in a line of results.
_MOST = 3


def result(hit: Hit) -> Result:
    """What a list shows of a hit."""
    found: dict[str, Any] = hit.fields
    dmhc = found.get("programme") == "dmhc"
    return Result(
        hit.key,
        words.item_address(found),
        words.letter_address(found),
        found["decision"],
        words.marked(replace(hit.title, text=words.step(hit.title.text)) if dmhc else hit.title),
        words.marked(hit.passage) if hit.passage else None,
        found.get("case_number") or found["address"],
        found.get("number", 1),
        found["programme"],
        found.get("decided"),
        found.get("year"),
        found.get("origin") == "sample",
        found.get("category"),
        found.get("specialty", ()),
        found.get("guideline", ())[:_MOST],
        tuple(map(words.step, words.finest(found.get("diagnosis_category", ())))) if dmhc else (),
        tuple(part for part in (found.get("kind"), found.get("age_group"), found.get("sex")) if part)
        if dmhc
        else (),
        hit.loose,
    )
