"""Misspelled medical words, with the right word: few false alarms, at the price of misses.

A word is flagged if it stands in the hand-made list (``data/misspellings.csv``, and the drug names of
``drug_words.yaml``), or if it is one letter away from a medical word of at least seven letters
(two from one of at least eleven) and is itself no right word (``data/medical_words.txt``,
``data/known_words.txt``). Ordinary English words are never near enough to a medical word, or stand in the
second list.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from rapidfuzz.distance import OSA

from openimr.vocabulary.drug_table import drug_words
from openimr.vocabulary.tables import read_csv, require

_WORD = re.compile(r"(?<![\w@.'’/-])[A-Za-z]{5,}(?![\w@/-]|['’][A-Za-z])")
_ONE, _TWO = 7, 11
_ENDINGS = (
    ("s", ""), ("es", ""), ("es", "is"), ("ed", ""), ("d", ""), ("ing", ""), ("ing", "e"), ("ly", ""), ("al", ""),
    ("ally", ""), ("ies", "y"), ("ied", "y"), ("i", "us"), ("ae", "a"), ("a", "um"), ("ic", "y"), ("ical", "y"),
    ("ist", "y"), ("ists", "y"), ("er", ""), ("ion", "e"), ("ive", "ion"), ("itic", "itis"), ("ity", ""),
)  # fmt: skip
_PREFIXES = ("non", "pre", "post", "anti", "multi", "intra", "inter", "sub", "supra", "infra", "hyper", "hypo", "neuro",
             "poly", "peri", "para", "micro", "electro", "re", "un", "in", "dis", "over", "osteo", "costo", "cranio",
             "thoraco", "lumbo", "cervico", "musculo", "arthro", "acro", "radio", "psycho", "fibro", "myo")  # fmt: skip


class Misspelling(NamedTuple):
    """A misspelled word: characters ``start`` to ``end``, as printed, and the right word."""

    start: int
    end: int
    printed: str
    right: str


class _Data(NamedTuple):
    terms: frozenset[str]
    known: frozenset[str]
    wrong: dict[str, str]
    heads: dict[str, list[str]]
    tails: dict[str, list[str]]


def _read(name: str) -> list[str]:
    text = (files("openimr.vocabulary") / "data" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _data() -> _Data:
    lines = _read("medical_words.txt")
    require("~" in lines, "medical_words.txt", "~", "the mark between measured and known words is missing.")
    measured = " ".join(lines[: lines.index("~")]).split()
    known = frozenset(" ".join(_read("known_words.txt")).split())
    wrong = {}
    for row in read_csv("misspellings.csv", ("wrong", "right")):
        require(row["wrong"] not in known, "misspellings.csv", row["wrong"], "it is a right word too.")
        if " " not in row["wrong"] and "-" not in row["wrong"]:
            wrong[row["wrong"]] = row["right"]
    for right, spellings in drug_words().misspelled.items():
        wrong |= {spelling: right for spelling in spellings if " " not in spelling}
    heads: dict[str, list[str]] = {}
    tails: dict[str, list[str]] = {}
    for word in measured:
        heads.setdefault(word[:3], []).append(word)
        tails.setdefault(word[-4:], []).append(word)
    return _Data(frozenset(" ".join(lines).split()), known, wrong, heads, tails)


def is_term(word: str) -> bool:
    """Whether ``word`` is a medical word or a name of the field, or a regular form of one (any case)."""
    return _is_form(word.lower(), _data().terms)


def _is_form(word: str, terms: frozenset[str]) -> bool:
    return word in terms or any(
        word.endswith(ending) and word[: -len(ending)] + stem in terms for ending, stem in _ENDINGS
    )


def correct(word: str) -> str | None:
    """The right word for a misspelled medical word, in the printed word's case; None if it is right or unknown."""
    right = _correct(word.lower()) if word.isalpha() else None
    if right is None:
        return None
    if word.isupper():
        return right.upper()
    return right[0].upper() + right[1:] if word[0].isupper() else right


def misspellings(text: str) -> list[Misspelling]:
    """The misspelled medical words in ``text``, from left to right.

    Words with a digit, an apostrophe or a hyphen beside them are passed over, and so is a capitalized word
    within a sentence that is not in the hand-made list (it may be a name).
    """
    out: list[Misspelling] = []
    listed = _data().wrong
    for match in _WORD.finditer(text):
        word = match[0]
        low = word.lower()
        right = _correct(low)
        if right is None:
            continue
        if low not in listed and word[0].isupper() and not _begins(text, match.start()):
            continue
        if any(c.isupper() for c in word[1:]) and not word.isupper():
            continue
        out.append(Misspelling(match.start(), match.end(), word, correct(word) or right))
    return out


def _begins(text: str, start: int) -> bool:
    """Whether a sentence, a heading or a list entry begins at ``start``."""
    before = text[:start].rstrip(' "“(')
    if before.endswith(("Dr.", "Mr.", "Ms.", "Mrs.", "Prof.")):
        return False
    return not before or before[-1] in ".:;!?\n-–" or text[start : start + 40].istitle()


@lru_cache(maxsize=50_000)
def _correct(word: str) -> str | None:
    data = _data()
    if word in data.known or word in data.terms:
        return None
    listed = data.wrong.get(word)
    if listed is not None:
        return listed
    if (
        len(word) < _ONE - 1
        or _is_form(word, data.terms)
        or _is_form(word, data.known)
        or _compound(word, data)
    ):
        return None
    best: tuple[int, int, str] | None = None
    for candidate in {*data.heads.get(word[:3], ()), *data.tails.get(word[-4:], ())}:
        length = min(len(word), len(candidate))
        allowed = 2 if length >= _TWO else 1
        if abs(len(candidate) - len(word)) > allowed:
            continue
        distance = OSA.distance(word, candidate, score_cutoff=allowed)
        if distance <= allowed and (best is None or (distance, -length, candidate) < best):
            best = (distance, -length, candidate)
    return best[2] if best else None


def _compound(word: str, data: _Data) -> bool:
    """Whether a prefix before a right word makes it up ("multilevel", "parascapular")."""
    return any(word.startswith(prefix) and word[len(prefix) :] in data.terms for prefix in _PREFIXES)
