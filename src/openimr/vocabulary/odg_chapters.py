"""Chapters of the Official Disability Guidelines: one name for every way that letters print them."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from openimr.vocabulary.tables import read_yaml, require


class _Data(NamedTuple):
    names: dict[str, str]
    plain: frozenset[str]
    head: re.Pattern[str]


@cache
def _data() -> _Data:
    raw = read_yaml("guidelines.yaml")
    names: dict[str, str] = {}
    plain: set[str] = set()
    for row in raw["odg"]:
        for spelling in (_key(row["name"]), *row["names"], *row.get("plain", ())):
            require(
                names.setdefault(spelling, row["name"]) == row["name"],
                "guidelines.yaml",
                spelling,
                "two chapters.",
            )
        plain |= set(row.get("plain", ())) | ({row["name"].lower()} & set(row.get("plain", ())))
    spelled = sorted(names, key=len, reverse=True)
    alternatives = "|".join(
        # "and" may be printed as &, as a comma or not at all
        r"[\s,/–-]+".join(re.escape(word) if word != "and" else "(?:and|&)" for word in name.split()).replace(
            r"[\s,/–-]+(?:and|&)[\s,/–-]+", r"(?:[\s,/–-]+(?:and\s+|&\s*)?|\s*&\s*)"
        )
        for name in spelled
    )
    tail = "|".join(re.escape(word) for word in sorted(raw["odg_tail"], key=len, reverse=True))
    decorated = (
        rf"(?:\s*[,–-]?\s*\((?:acute|chronic|trauma|updated?|last\s+updated?|type|not\s+including)[^()]*\)"
        rf"|\s*[–-]\s*(?:Lumbar\s*(?:&|and)\s*Thoracic|Acute\s*(?:&|and)\s*Chronic)|\s+(?:{tail})\b(?!\s*[a-z]+ing\b)|\s*/\s*ODG\b)*"
    )
    head = re.compile(rf"(?P<name>{alternatives})(?![\w'’])(?P<tail>{decorated})", re.IGNORECASE)
    return _Data(names, frozenset(plain), head)


def _key(text: str) -> str:
    low = re.sub(r"\([^()]*\)", " ", text.lower()).replace("&", " and ")
    return " ".join(re.findall(r"[a-z0-9]+", low))


_FILLER = re.compile(
    r"^(?:[\s,;:.–-]+|\(?ODG(?:-TWC)?\)?(?![\w])|TWC\b|(?:treatment\s+)?guidelines?\b|the\b|current\b|online\b|on-line\b|version\b|edition\b|"
    r"\(?(?:19|20)\d\d\)?|treatment\s+in\s+workers['’]?\s+comp(?:ensation)?\b|chapter\s*[:–-])+",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)  # letters cite the same few names over and over
def odg_chapter(text: str) -> str | None:
    """The canonical name of the chapter that ``text`` is: "Low back - Lumbar & Thoracic (Acute & Chronic)" is Low Back.

    None where ``text`` is not a chapter's name and nothing more.
    """
    data = _data()
    body = _FILLER.sub("", text.strip()).rstrip(" .,;:")
    match = data.head.match(body)
    if match is None or body[match.end() :].strip(" .,;:)-–"):
        return None
    return _canonical(match["name"])


def _canonical(printed: str) -> str | None:
    data = _data()
    key = _key(printed)
    return (
        data.names.get(key)
        or data.names.get(key.replace(" and ", " "))
        or next(
            (
                name
                for spelling, name in data.names.items()
                if spelling.replace(" and ", " ") == key.replace(" and ", " ")
            ),
            None,
        )
    )
