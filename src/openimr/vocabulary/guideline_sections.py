"""Section names of guideline chapters, and cutting a printed list of them at the right commas."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from openimr.vocabulary.tables import read_csv, read_yaml, require

_FILE = "guideline_sections.csv"
_COLUMNS = ("chapter", "year", "section", "pages", "page_verification", "note")
_NUMBERED = re.compile(r"(?:^|(?<=[,;]\s)|(?<=\band\s))(?=\d+(?:\.\d+)*\.?\s+[A-Z])")
_LEAD = re.compile(r"^(?:and\s+|sections?\(?s?\)?\s*:?\s*|&\s+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SectionName:
    """A section of a chapter's edition; pages as printed, with how far they are checked (see the file)."""

    chapter: str
    year: int
    name: str
    pages: str | None
    page_verification: str | None


class _Data(NamedTuple):
    sections: tuple[SectionName, ...]
    keys: frozenset[str]
    longest: int
    qualified: frozenset[str]


@cache
def _data() -> _Data:
    rows = []
    keys: set[str] = set()
    for row in read_csv(_FILE, _COLUMNS):
        require(
            row["section"] and row["year"].isdigit(),
            _FILE,
            row["section"],
            "a section needs a name and a year.",
        )
        mark = row["page_verification"] or None
        require(not row["pages"] or mark, _FILE, row["section"], "a page needs its verification.")
        rows.append(SectionName(row["chapter"], int(row["year"]), row["section"], row["pages"] or None, mark))
        keys.add(_key(row["section"]))
    longest = max(name.name.count(",") for name in rows) + 1
    return _Data(tuple(rows), frozenset(keys), longest, frozenset(read_yaml("guidelines.yaml")["qualified"]))


def _key(name: str) -> str:
    low = re.sub(r"\([^()]*\)|[®™*]", " ", name.lower()).replace("&", " and ")
    return " ".join(word for word in re.findall(r"[a-z0-9]+", low) if word != "and")


@cache
def sections_of(chapter: str, year: int | None = None) -> tuple[SectionName, ...]:
    """The known section names of a chapter (of one edition, or of all). The list is not complete."""
    shared = "2004 chapters" if chapter.endswith(("Complaints", "Conditions")) else chapter
    return tuple(
        s
        for s in _data().sections
        if s.chapter in (chapter, shared) and (year is None or s.year in (year, 2004))
    )


@lru_cache(maxsize=4096)  # letters cite the same few names over and over
def split_sections(text: str, chapter: str | None = None) -> tuple[str, ...]:
    """Cut a printed list of sections at the commas and semicolons between them, each section as printed.

    Names that hold a comma stay whole: those we know, those whose first word takes a qualifier ("CRPS,
    diagnostic tests"), and where what follows the comma goes on in lower case. Nothing is cut within brackets.
    Numbered sections ("3.3.6 Opioids for ...") are cut only before a number.
    """
    body = re.sub(r"\s+", " ", text).strip(" .;,")
    if not body:
        return ()
    if re.match(r"\d+(?:\.\d+)*\.?\s+[A-Z]", body):
        cuts = [m.start() for m in _NUMBERED.finditer(body)]
        pieces = [body[a:b] for a, b in zip(cuts, [*cuts[1:], len(body)], strict=True)]
        return tuple(p for p in (_tidy(re.sub(r"[\s,;]+(?:and)?[\s]*$", "", piece)) for piece in pieces) if p)
    out: list[str] = []
    for group in _cut(body, ";"):
        out += _group([part.strip(" .") for part in _cut(group, ",")])
    return tuple(name for name in out if name)


def _group(parts: list[str]) -> list[str]:
    data = _data()
    parts = [part for part in parts if part]
    out: list[str] = []
    index = 0
    while index < len(parts):
        taken = 1
        for length in range(min(data.longest, len(parts) - index), 1, -1):
            whole = _key(", ".join(parts[index : index + length]))
            if whole in data.keys:
                taken = length
                break
        else:
            while index + taken < len(parts) and _goes_on(parts[index], parts[index + taken], taken, data):
                taken += 1
        out.append(_tidy(", ".join(parts[index : index + taken])))
        index += taken
    return out


def _goes_on(first: str, following: str, taken: int, data: _Data) -> bool:
    """Whether ``following``, after a comma, still belongs to the section that begins with ``first``."""
    if _key(following) in data.keys and _key(first) in data.keys and not following[:1].islower():
        return False
    if following[:1].islower() and not first[:1].islower():
        return _key(following) not in data.keys or _key(first) in data.qualified
    return taken == 1 and _key(first) in data.qualified and following[:1].islower()


def _tidy(part: str) -> str:
    return _LEAD.sub("", part.strip(" .")).strip()


def _cut(text: str, sign: str) -> list[str]:
    """Cut at ``sign`` outside brackets."""
    out: list[str] = []
    depth = 0
    start = 0
    for position, character in enumerate(text):
        if character in "([":
            depth += 1
        elif character in ")]":
            depth = max(0, depth - 1)
        elif character == sign and depth == 0:
            out.append(text[start:position])
            start = position + 1
    out.append(text[start:])
    return out
