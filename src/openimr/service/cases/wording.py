"""Texts of an application that nobody could print, keep or send to: refused by name, however the form came in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

#: Characters of a text, of one about a person or a company, and of fields that have a limit of their own.
_LONGEST, _OF_A_PERSON = 20_000, 200
_LIMITS = {"claim_number": 80, "eams_number": 80}
#: The last character that the fonts of notices and letters have a shape for.
_FONTS_END = 0xFFFF
#: Emoji and other signs beyond it; characters that turn the direction of a text around unseen, so that a name reads
#: as another one (writing from right to left needs none); piles of combining marks.
_UNPRINTABLE = re.compile(
    "[\U00010000-\U0010ffff]|[\u202a-\u202e\u2066-\u2069]|[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff\ufe20-\ufe2f]{5}"
)


@dataclass(frozen=True, slots=True)
class Unsound:
    """What is wrong, as a sentence, and the field, named as the form names it (``employee_email``)."""

    field: str
    message: str


def unsound(form: Mapping[str, Any]) -> Unsound | None:
    """The first text that can't be taken; ``form`` is an application as JSON."""
    return next(_unsound(form), None)


def _unsound(form: Mapping[str, Any]) -> Iterator[Unsound]:
    for name, value in form.items():
        if isinstance(value, Mapping):
            for part, inner in value.items():
                field = f"{name}_{part}"
                for text in _texts(inner):
                    yield from _text(field, text, _OF_A_PERSON, lines=False)
                    if part == "email":
                        yield from _email(field, text)
        else:
            for text in _texts(value):
                yield from _text(name, text, _LIMITS.get(name, _LONGEST), lines=True)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def _text(field: str, text: str, longest: int, *, lines: bool) -> Iterator[Unsound]:
    if len(text) > longest:
        yield Unsound(field, f"{_said(field)} has {len(text):,} characters; at most {longest:,} can be kept.")
    allowed = "\t\n\r" if lines else ""
    if any(unicodedata.category(char) in ("Cc", "Cs") and char not in allowed for char in text):
        yield Unsound(field, f"{_said(field)} holds a character that can't be printed; type it anew.")
    elif found := _UNPRINTABLE.search(text):
        shown = found[0][:1] if ord(found[0][0]) > _FONTS_END else "marks or signs that are not seen"
        yield Unsound(
            field,
            f"{_said(field)} holds {shown}, which the letters of the case can't print; leave it out and write in letters.",
        )


def _email(field: str, text: str) -> Iterator[Unsound]:
    try:
        validate_email(text)
    except ValidationError:
        yield Unsound(
            field,
            f"{_said(field)} is no e-mail address; notices would go nowhere. Give one address, or none.",
        )


def _said(field: str) -> str:
    words = field.replace("_", " ").replace("email", "e-mail")
    return words[:1].upper() + words[1:]
