"""The words that de-identification knows: ordinary English, the field's, and names.

A word that begins with a capital and is none of the ordinary and clinical words is taken for a name; so a name needs to
stand in no list. The lists of names are for the others: names that are ordinary words too (Rose, Park).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files

import yaml

_LETTERS = re.compile(r"[^\W\d_]+")
#: Files of the vocabulary whose words are clinical.
_CLINICAL = (
    "body_parts.yaml", "drug_classes.csv", "drug_words.yaml", "drugs.csv", "drugs_added.csv", "guideline_sections.csv",
    "guidelines.yaml", "known_words.txt", "medical_words.txt", "misspellings.csv", "search_terms.csv", "specialties.csv",
    "states.csv", "treatments.yaml",
)  # fmt: skip
_ENDINGS = (
    ("s", ""), ("es", ""), ("ed", ""), ("d", ""), ("ing", ""), ("ing", "e"), ("ly", ""), ("ies", "y"), ("ied", "y"),
    ("er", ""), ("r", ""), ("ers", ""), ("rs", ""), ("ness", ""),
)  # fmt: skip
_PREFIXES = ("non", "pre", "post", "anti", "multi", "intra", "inter", "sub", "hyper", "hypo", "neuro", "poly", "peri", "para",
             "micro", "electro", "re", "un", "over", "under", "osteo", "bi", "co", "dis", "self", "out", "trans")  # fmt: skip


def fold(word: str) -> str:
    """The word in small letters without accents."""
    plain = unicodedata.normalize("NFKD", word.replace("’", "'"))
    return "".join(char for char in plain if not unicodedata.combining(char)).lower()


@cache
def _words(name: str) -> frozenset[str]:
    text = (files(__package__) / "data" / name).read_text(encoding="utf-8")
    return frozenset(" ".join(line for line in text.splitlines() if not line.startswith("#")).split())


@cache
def kept(name: str) -> frozenset[str]:
    """A list of words of ``data/kept.yaml``."""
    return frozenset(str(_kept()[name]).split())


@cache
def authorities() -> re.Pattern[str]:
    """The organizations and works that guidelines come from."""
    return re.compile(
        r"(?<!\w)(?:"
        + "|".join(f"(?:{one})" for one in str(_kept()["authorities"]).splitlines())
        + r")(?!\w)"
    )


@cache
def _kept() -> dict[str, object]:
    data: dict[str, object] = yaml.safe_load(
        (files(__package__) / "data" / "kept.yaml").read_text(encoding="utf-8")
    )
    return data


@cache
def _clinical() -> frozenset[str]:
    found: set[str] = set()
    for name in _CLINICAL:
        text = (files("openimr.vocabulary") / "data" / name).read_text(encoding="utf-8")
        lines = (line for line in text.splitlines() if not line.lstrip().startswith("#"))
        found.update(word.lower() for word in _LETTERS.findall("\n".join(lines)) if len(word) > 2)
    return frozenset(found)


def given(word: str) -> bool:
    """Whether ``word`` (folded) is a given name."""
    return word in _words("given_names.txt")


def surname(word: str) -> bool:
    """Whether ``word`` (folded) is a frequent surname."""
    return word in _words("surnames.txt")


def named(word: str) -> bool:
    """Whether ``word`` (folded) stands in a list of names."""
    return given(word) or surname(word)


def clinical(word: str) -> bool:
    """Whether ``word`` (folded) is one of the vocabulary's, an eponym or a product."""
    return word in _clinical() or word in kept("eponyms") or word in kept("products")


@lru_cache(maxsize=50_000)
def known(word: str) -> bool:
    """Whether ``word`` (folded) is a word of English or of the field, as it is or inflected."""
    if len(word) < 3 or clinical(word) or word in kept("general") or word in _words("ordinary_words.txt"):
        return True
    if named(word):
        return False
    return _inflected(word) or any(
        word.startswith(one)
        and len(word) - len(one) >= 4
        and (_plain(word[len(one) :]) or _inflected(word[len(one) :]))
        for one in _PREFIXES
    )


def _plain(word: str) -> bool:
    return word in _words("ordinary_words.txt") or word in _clinical()


def _inflected(word: str) -> bool:
    for ending, instead in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= 3 and _plain(stem + instead):
            return True
    return False
