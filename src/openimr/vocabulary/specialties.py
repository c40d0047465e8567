"""Medical specialties and boards, and the professions of reviewers. Data: ``data/specialties.csv``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from openimr.vocabulary.tables import listed, read_csv, require

_FILE = "specialties.csv"
_CLOSE = 88.0
_SEPARATOR = re.compile(r"\s*[,;]\s*|\s*\n\s*")
_NOT_A_NAME = re.compile(
    r"^(?:and|&|or|in|board[\s-]certified(?:\s+in)?|certification|specialty|none)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Specialty:
    """A specialty: its name, whose certificate it is (ABMS, AOA, profession, state form), its broad field."""

    name: str
    board: str
    group: str
    others: tuple[str, ...]


@cache
def _table() -> tuple[dict[str, Specialty], tuple[tuple[str, ...], ...]]:
    found: dict[str, Specialty] = {}
    with_comma: list[tuple[str, ...]] = []
    rows = read_csv(_FILE, ("name", "board", "group", "other"))
    for row in rows:
        require(
            row["board"] in ("ABMS", "AOA", "profession", "state form"), _FILE, row["name"], "unknown board."
        )
        specialty = Specialty(row["name"], row["board"], row["group"], listed(row["other"]))
        require(_key(specialty.name) not in found, _FILE, specialty.name, "a specialty stands twice.")
        found[_key(specialty.name)] = specialty
    for specialty in list(found.values()):
        for name in (specialty.name, *specialty.others):
            found.setdefault(_key(name), specialty)
            if "," in name:
                with_comma.append(tuple(_key(part) for part in name.split(",")))
    return found, tuple(sorted(with_comma, key=len, reverse=True))


def _key(name: str) -> str:
    low = re.sub(r"\s*(?:&|\band\b)\s*", " and ", name.lower())
    return re.sub(r"[^a-z0-9]+", " ", low.replace("paed", "ped")).strip()


def all_specialties() -> tuple[Specialty, ...]:
    """Every specialty once, in file order."""
    return tuple(dict.fromkeys(_table()[0].values()))


def lookup(name: str, fuzzy: bool = True) -> Specialty | None:
    """The specialty that ``name`` names ("PM&R", "Orthopaedic Surgery"), tolerating misspelling if ``fuzzy``."""
    found = _table()[0]
    key = _key(name)
    exact = found.get(key)
    if exact is not None or not fuzzy or len(key) < 6:
        return exact
    best = process.extractOne(key, found.keys(), scorer=fuzz.ratio, score_cutoff=_CLOSE)
    return found[best[0]] if best else None


def split(text: str) -> tuple[str, ...]:
    """The specialties of a printed credentials line, cut at the commas between them, as printed.

    A name may hold a comma itself ("Endocrinology, Diabetes and Metabolism"); "&" and "and" are kept, unless they
    join two specialties at the end of the list ("Neurology, and Pain Medicine").
    """
    found, with_comma = _table()
    parts = [p.strip(" .:") for p in _SEPARATOR.split(re.sub(r"[ \t]+", " ", text.strip()))]
    out: list[str] = []
    index = 0
    while index < len(parts):
        part = parts[index]
        for keys in with_comma:
            piece = parts[index : index + len(keys)]
            if len(piece) == len(keys) and all(_key(a) == b for a, b in zip(piece, keys, strict=True)):
                part = ", ".join(piece)
                index += len(keys) - 1
                break
        index += 1
        part = re.sub(r"^(?:and|&)\s+", "", part, flags=re.IGNORECASE)
        if not part or _NOT_A_NAME.match(part):
            continue
        out += _two(part, found)
    return tuple(dict.fromkeys(re.sub(r"\s+", " ", name) for name in out))


def _two(part: str, found: dict[str, Specialty]) -> list[str]:
    """Two specialties joined by "and" or a slash, where together they are none; else ``part`` itself."""
    if _key(part) in found:
        return [part]
    for match in re.finditer(r"\s+(?:and|with|&)\s+|\s*/\s*|\s+-\s+", part, re.IGNORECASE):
        left, right = part[: match.start()], part[match.end() :]
        if _key(left) in found and (_key(right) in found or len(_two(right, found)) > 1):
            return [left, *_two(right, found)]
    return [part]
