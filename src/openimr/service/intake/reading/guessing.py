"""What a paper may be, and which numbers stand on it. A guess never acts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import yaml

from openimr import pages
from openimr.law import documents
from openimr.pages import UnreadableFile
from openimr.service.intake.mail.paper import Guess
from openimr.service.intake.reading.layout import LIMITS

#: Papers of more pages are not read when they come in.
MOST_PAGES = 300
#: How many lines are the top of a paper, and how many pages are looked at.
_TOP, _FIRST = 8, 3
_NUMBER = re.compile(r"[A-Z0-9](?:[A-Z0-9/_-]{3,30})[A-Z0-9]", re.IGNORECASE)
_DAY_OR_PHONE = re.compile(r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|\d{4}-\d{2}-\d{2}|(?:\d{3}-)?\d{3}-\d{4}")
_MOST_NUMBERS = 60


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry of ``types.yaml``: phrases of the title, and of the text."""

    type: str
    title: tuple[str, ...]
    text: tuple[str, ...]


@cache
def marks() -> tuple[Mark, ...]:
    """All entries, in the order in which they are tried.

    Raises:
        ValueError: an entry names a type that there is not, or no phrase.
    """
    found = []
    for entry in yaml.safe_load((files(__package__) / "types.yaml").read_text(encoding="utf-8")):
        one = Mark(entry["type"], tuple(entry.get("title", ())), tuple(entry.get("text", ())))
        if one.type not in documents.types() or not (one.title or one.text):
            raise ValueError(f"types.yaml: {one.type!r} is no type of document, or has no phrase.")
        found.append(one)
    return tuple(found)


def guess(data: bytes | Path, count: int) -> Guess:
    """What the PDF ``data`` (its bytes, or where it lies) of ``count`` pages may be; why not, where nothing can be said."""
    if count > MOST_PAGES:
        return Guess(
            why=f"The paper has {count} pages; only papers of up to {MOST_PAGES} are read.", readable=False
        )
    try:
        read = pages.read(data, limits=LIMITS)
    except UnreadableFile as problem:
        if problem.code == "no_text":
            return Guess(
                why="The paper is a picture without text; look at it and say what it is.", readable=False
            )
        return Guess(why=f"The text could not be read: {problem.message}", readable=False)
    return of_text([page.text for page in read.pages[:_FIRST]])


def of_text(texts: list[str]) -> Guess:
    """As :func:`guess`, of the text of the first pages."""
    numbers = _numbers("\n".join(texts))
    lines = [line for line in (texts[0] if texts else "").splitlines() if line.strip()][:_TOP]
    top = _plain(" ".join(lines))
    whole = _plain(" ".join(texts))
    for mark in marks():
        title = next((one for one in mark.title if _has(top, one)), None)
        text = next((one for one in mark.text if _has(whole, one)), None)
        if (mark.title and title is None) or (mark.text and text is None):
            continue
        if title is None:
            return Guess(
                type=mark.type, why=f"The text says “{text}”, and no title is known.", numbers=numbers
            )
        why = f"The first lines say “{title}”" + (f", the text “{text}”." if text else ".")
        return Guess(type=mark.type, why=why, numbers=numbers)
    return Guess(why="No title among the first lines is known.", numbers=numbers)


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("’", "'").split())


def _has(text: str, phrase: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(_plain(phrase))}(?!\w)" if len(phrase) < 5 else re.escape(_plain(phrase)), text) is not None  # fmt: skip


def _numbers(text: str) -> tuple[str, ...]:
    """What may be a case or claim number: letters, digits and dashes, with digits among them; no dates."""
    found: dict[str, None] = {}
    for match in _NUMBER.finditer(text):
        one = match[0].upper()
        if sum(char.isdigit() for char in one) >= 4 and not _DAY_OR_PHONE.fullmatch(one):
            found.setdefault(one)
    return tuple(found)[:_MOST_NUMBERS]
