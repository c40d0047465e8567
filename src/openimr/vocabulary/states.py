"""States by name and postal code. Data: ``data/states.csv``."""

from __future__ import annotations

import re
from functools import cache

from openimr.vocabulary.tables import listed, read_csv, require

_SEPARATOR = re.compile(r"\s*[,;/]\s*|\s+(?:and|&)\s+|\n")


@cache
def _table() -> tuple[dict[str, str], dict[str, str]]:
    codes: dict[str, str] = {}
    names: dict[str, str] = {}
    for row in read_csv("states.csv", ("name", "code", "other")):
        require(
            re.fullmatch("[A-Z]{2}", row["code"]), "states.csv", row["name"], "a postal code is two capitals."
        )
        names[row["code"]] = row["name"]
        for spelling in (row["name"], row["code"], *listed(row["other"])):
            code = codes.setdefault(_key(spelling), row["code"])
            require(code == row["code"], "states.csv", spelling, "one spelling, two states.")
    return codes, names


def _key(name: str) -> str:
    return re.sub(r"[\s.'’-]+", "", name).lower()


def code(name: str) -> str | None:
    """The postal code of a state named in full, shortened or by its code ("Calif.", "CA"); None if it is none."""
    key = _key(name)
    if len(key) == 2 and not name.strip().replace(".", "").isupper():
        return None  # "in", "or", "me" are words
    return _table()[0].get(key)


def name(code: str) -> str | None:
    """The full name of the state with this postal code."""
    return _table()[1].get(code.strip().upper())


def split(text: str) -> tuple[str, ...]:
    """The postal codes of a printed list, in its order: "Texas,New York,California" gives TX, NY, CA.

    What is no state is left out; a state printed twice counts once.
    """
    out: dict[str, None] = {}
    for part in _SEPARATOR.split(re.sub(r"\s+", " ", text)):
        part = part.strip(" .:")
        found = code(part)
        if found:
            out.setdefault(found)
        elif part:
            for one in _within(part):
                out.setdefault(one)
    return tuple(out)


def _within(part: str) -> list[str]:
    """The states named, longest first, in words that are no plain list ("Texas New York", "State of Ohio")."""
    words = part.split()
    out: list[str] = []
    index = 0
    while index < len(words):
        for length in (4, 3, 2, 1):
            found = code(" ".join(words[index : index + length])) if index + length <= len(words) else None
            if found:
                out.append(found)
                index += length
                break
        else:
            index += 1
    return out
