"""Guideline chapters, their editions and dates, and the names that citations print.

Data: ``data/guidelines.yaml`` (chapters, editions with effective dates and how far each is verified) and
``data/guideline_sections.csv`` (section names). Nothing of a licensed guideline's text is here: names only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple

from rapidfuzz import fuzz, process

from openimr.vocabulary.guideline_sections import SectionName, sections_of, split_sections
from openimr.vocabulary.odg_chapters import odg_chapter
from openimr.vocabulary.tables import VERIFIED, read_yaml, require

__all__ = [
    "Chapter", "Edition", "InForce", "Mention", "SectionName", "acoem_chapter_by_number", "chapter", "chapters",
    "editions", "find_chapters", "in_force", "odg_chapter", "sections_of", "split_sections",
]  # fmt: skip
_FILE = "guidelines.yaml"
_CLOSE = 91.0


@dataclass(frozen=True, slots=True)
class Edition:
    """A body of rules in force from ``start`` to ``end`` (inclusive; None: no end known)."""

    id: str
    start: date
    end: date | None
    content: str
    source: str
    verification: str

    @property
    def verified(self) -> bool:
        """Whether the dates were read on an official page; else they must not be shown as verified."""
        return self.verification in VERIFIED


@dataclass(frozen=True, slots=True)
class ChapterYear:
    """One printing of a chapter: its year, edition and dates (None where not known)."""

    year: int
    edition: str
    start: date | None
    end: date | None
    verification: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of the MTUS under the name that letters print; ``acoem`` is its number in the book of 2004."""

    name: str
    names: tuple[str, ...]
    years: tuple[ChapterYear, ...]
    acoem: int | None
    bare: bool

    def known_years(self) -> tuple[int, ...]:
        """The years that the chapter was printed with."""
        return tuple(entry.year for entry in self.years)


@dataclass(frozen=True, slots=True)
class InForce:
    """Whether an edition was in force on a date: yes, no or unknown, with the reason in words."""

    state: Literal["yes", "no", "unknown"]
    edition: str | None
    because: str
    verified: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """A chapter named in a text, characters ``start`` to ``end`` (with its year); ``acoem``: cited as ACOEM's."""

    start: int
    end: int
    chapter: Chapter
    year: int | None
    acoem: bool


class _Data(NamedTuple):
    editions: dict[str, Edition]
    chapters: tuple[Chapter, ...]
    by_key: dict[str, Chapter]
    pattern: re.Pattern[str]
    acoem: dict[int, str]


@cache
def _data() -> _Data:
    raw: dict[str, Any] = read_yaml(_FILE)
    found: dict[str, Edition] = {}
    for row in raw["editions"]:
        edition = Edition(
            row["id"],
            date.fromisoformat(row["from"]),
            date.fromisoformat(row["to"]) if row["to"] else None,
            row["content"],
            row["source"],
            row["verification"],
        )
        require(
            edition.end is None or edition.end >= edition.start,
            _FILE,
            edition.id,
            "it ends before it starts.",
        )
        found[edition.id] = edition
    listed = tuple(_chapter(row, found) for row in raw["chapters"])
    by_key: dict[str, Chapter] = {}
    for one in listed:
        require(_key(one.name) not in by_key, _FILE, one.name, "a chapter's name stands twice.")
        by_key[_key(one.name)] = one
    for one in listed:
        for name in one.names:
            by_key.setdefault(_key(name), one)
    acoem = {one.acoem: one.name for one in listed if one.acoem} | {
        int(k): v for k, v in raw["acoem_only"].items()
    }
    return _Data(found, listed, by_key, _pattern(listed), acoem)


def _chapter(row: dict[str, Any], known: dict[str, Edition]) -> Chapter:
    years = []
    for year, entry in row["years"].items():
        require(
            entry["edition"] in known, _FILE, row["name"], f"the edition {entry['edition']} is not listed."
        )
        edition = known[entry["edition"]]
        many = entry["edition"] == "mtus-2017-acoem"  # the day of each single order is not known
        end = date.fromisoformat(entry["to"]) if "to" in entry else edition.end
        years.append(
            ChapterYear(
                int(year),
                edition.id,
                None if many else edition.start,
                None if many else end,
                entry.get("verification", "recall"),
            )
        )
    return Chapter(row["name"], tuple(row["names"]), tuple(years), row.get("acoem"), bool(row.get("bare")))


def _key(name: str) -> str:
    low = name.lower().replace("&", " and ")
    low = re.sub(
        r"\b(?:19|20)\d{2}\b|\bguidelines?\b|\bchapter\b(?:\s+\d+)?|\bmtus\b|\bca\b|\bthe\b|\bcalifornia\b",
        " ",
        low,
    )
    return " ".join(word for word in re.findall(r"[a-z0-9]+", low) if word != "and")


def _pattern(listed: tuple[Chapter, ...]) -> re.Pattern[str]:
    names = sorted({name for one in listed for name in (one.name, *one.names)}, key=len, reverse=True)
    spelled = "|".join(
        re.sub(r"(?:\\ |,)+", r"[\\s,/-]+", re.escape(name)).replace(
            r"[\s,/-]+and[\s,/-]+", r"[\s,/-]+(?:(?:and|&)[\s,/-]+)?"
        )
        for name in names
    )
    return re.compile(
        rf"(?:(?P<acoem>(?:MTUS\s+)?ACOEM\b[^;]{{0,60}}?)[\s,:]*)?(?:Chapter\s+(?P<number>\d+)[\s:,()-]+)?"
        rf"(?P<name>{spelled})(?:\s+(?:Medical\s+Treatment\s+)?Guidelines?)?"
        rf"(?:,?\s+\(?(?P<year>(?:19|20)\d{{2}})\)?(?:\s+Guidelines?)?)?(?=[\s,.;:)(]|$)",
        re.IGNORECASE,
    )


_STARTS = re.compile(r"(?:^|[,;.]\s+(?:and\s+)?|\band\s+|&\s+)(?=[A-Z(\"'])")
_AFTER_BARE = re.compile(r"\s*(?:$|[,;.]|\(|Section|Page|pages?\b|pp?\.|and\b|Complaints)", re.IGNORECASE)


def chapters() -> tuple[Chapter, ...]:
    """Every chapter, the generations before 2017 first."""
    return _data().chapters


def editions() -> tuple[Edition, ...]:
    """The editions of the MTUS with their dates."""
    return tuple(_data().editions.values())


@lru_cache(maxsize=4096)  # letters cite the same few names over and over
def chapter(name: str) -> Chapter | None:
    """The chapter that ``name`` names, tolerant of "Guidelines", "&", a year, a number and misspelling.

    "Chronic Pain Treatment Guidelines" is Chronic Pain Medical Treatment. None where nothing is close.
    """
    data = _data()
    key = _key(name)
    found = data.by_key.get(key) or data.by_key.get(re.sub(r" (?:complaints|disorders|conditions)$", "", key))
    if found is not None or len(key) < 8:
        return found
    best = process.extractOne(key, data.by_key.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return data.by_key[best[0]] if best else None


def acoem_chapter_by_number(number: int) -> str | None:
    """The title of a chapter of the ACOEM guidelines of 2004 by its number ("Chapter 12": Low Back Complaints)."""
    return _data().acoem.get(number)


def find_chapters(text: str) -> list[Mention]:
    """The MTUS chapters cited in ``text``, in its order, each with its year (None where none is printed).

    A name counts at the beginning and after a comma, a semicolon or "and". Names that are sections of another
    chapter too ("Initial Approaches to Treatment") count only with a year.
    """
    data = _data()
    out: list[Mention] = []
    after = 0
    for start in _STARTS.finditer(text):
        position = start.end()
        if position < after:
            continue
        match = data.pattern.match(text, position)
        if match is None:
            continue
        found = data.by_key.get(_key(match["name"]))
        if found is None:
            continue
        year = int(match["year"]) if match["year"] else None
        if year is None and not (match["number"] or (found.bare and _stands_alone(text, match))):
            continue
        if year is not None:
            found = _generation(data, match["name"], found, year)
        out.append(Mention(position, match.end(), found, year, bool(match["acoem"])))
        after = match.end()
    return out


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether a chapter without a year begins a citation and is not part of a longer name."""
    named = match[0].lower()
    if "guideline" in named or "complaint" in named:
        return True
    return match.start() == 0 and _AFTER_BARE.match(text, match.end()) is not None


def _generation(data: _Data, name: str, found: Chapter, year: int) -> Chapter:
    """The chapter of that year where two generations share a name ("Shoulder Complaints" 2004, "Shoulder" 2016)."""
    if year in found.known_years():
        return found
    key = _key(name)
    for one in data.chapters:
        if year in one.known_years() and key in {_key(n) for n in (one.name, *one.names)}:
            return one
    return found


def in_force(chapter: Chapter | str, year: int | None, on_date: date) -> InForce:
    """Whether the chapter's edition of ``year`` was in force on ``on_date``.

    ``unknown`` where the year is not printed, the edition is not one we list, or its dates are not known.
    The reason says how far the dates are verified.
    """
    one = chapter if isinstance(chapter, Chapter) else globals()["chapter"](chapter)
    if one is None:
        return InForce("unknown", None, f"The vocabulary has no MTUS chapter {chapter!r}.")
    if year is None:
        return InForce("unknown", None, f"No year is printed with {one.name}.")
    label = f"{one.name} {year}"
    if year > on_date.year:
        return InForce("no", None, f"{label} is later than {on_date.isoformat()}.")
    entry = next((e for e in one.years if e.year == year), None)
    if entry is None:
        known = ", ".join(str(y) for y in one.known_years())
        return InForce("unknown", None, f"No edition of {year} is known for {one.name} (known: {known}).")
    edition = _data().editions[entry.edition]
    verified = entry.verification in VERIFIED and edition.verified
    mark = "official" if verified else f"dates {entry.verification}, not verified"
    if entry.start is None:
        if on_date < edition.start:
            because = f"{label} came with {edition.id}, in force from {edition.start.isoformat()} ({mark})."
            return InForce("no", edition.id, because, verified)
        return InForce("unknown", edition.id, f"The dates of the order that adopted {label} are not known.")
    until = f"to {entry.end.isoformat()}" if entry.end else "with no end known"
    because = f"{label} was in force from {entry.start.isoformat()} {until} ({mark})."
    inside = entry.start <= on_date and (entry.end is None or on_date <= entry.end)
    return InForce("yes" if inside else "no", edition.id, because, verified)
