"""Drugs: names in a text, what is in them, and which strengths are on the market.

The tables are general knowledge and published factors (``verification`` is ``recall``: nothing here may
be shown as verified). Data: ``data/drugs.csv`` (with guideline pages and MME factors in
``drug_guidelines.csv``), ``drugs_added.csv``, ``drug_strengths.csv``, ``drug_words.yaml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from typing import NamedTuple

from rapidfuzz import fuzz, process

from openimr.vocabulary.drug_table import Drug, Strength, all_drugs, drug_words, strengths_of
from openimr.vocabulary.phrases import Phrases, Words, joined, words

__all__ = ["Drug", "Match", "Mention", "Strength", "all_drugs", "find", "lookup", "marketed", "names"]

#: How many words after a name are searched for its dosage form.
_FORM_REACH = 6
_COMBINED = re.compile(
    r"\s*\(?\s*\d+(?:\.\d+)?\s?(?:mg)?\s?[/-]\s?\d{2,3}(?:\.\d+)?(?:\s?mg)?\b", re.IGNORECASE
)
_CLOSE = 84.0


@dataclass(frozen=True, slots=True)
class Mention:
    """A drug named in a text. ``printed`` is its name with salt and release mark, without the dosage form."""

    start: int
    end: int
    printed: str
    drug: Drug


@dataclass(frozen=True, slots=True)
class Match:
    """What `lookup` found: the drug, how close the name is (100 is exact), and the name that it is close to."""

    drug: Drug
    score: float
    printed: str


class _Candidate(NamedTuple):
    drug: Drug
    forms: frozenset[str]
    #: The name is only one ingredient of this combination: it needs a combined strength after it.
    part: bool = False


class _Index(NamedTuple):
    phrases: Phrases[tuple[_Candidate, ...]]
    tails: Phrases[bool]
    combined: dict[frozenset[str], Drug]
    spelled: tuple[str, ...]


@cache
def _index() -> _Index:
    listed: dict[str, list[_Candidate]] = {}
    spelled: dict[str, None] = {}
    table = all_drugs()
    word_list = drug_words()
    combined: dict[frozenset[str], Drug] = {}
    for drug in table:
        candidate = _Candidate(drug, frozenset(form.split()[0] for form in drug.forms))
        if len(drug.ingredients) > 1:
            combined.setdefault(frozenset(drug.ingredients), drug)
        for name in (*drug.names, *drug.brands, *_combinations(drug, word_list.short)):
            listed.setdefault(_key(name), []).append(candidate)
            spelled.setdefault(name)
        if drug.name_is_whole and strengths_of(drug.ingredients).listed:
            listed.setdefault(drug.ingredients[0], []).append(_Candidate(drug, frozenset(), True))
    for right, wrong in word_list.misspelled.items():
        for name in wrong:
            listed.setdefault(_key(name), list(listed[_key(right)]))
    # A line without forms is the usual product; it stands for the name where no form decides.
    entries = [
        (name, tuple(sorted(rows, key=lambda row: (row.part, bool(row.forms)))))
        for name, rows in listed.items()
    ]
    return _Index(
        Phrases(entries),
        Phrases((tail, True) for tail in (*word_list.salts, *word_list.release)),
        combined,
        tuple(spelled),
    )


def _key(name: str) -> str:
    return " ".join(re.findall(r"#?[^\W_]+(?:['’][^\W_]+)?|%", name.lower()))


def _combinations(drug: Drug, short: dict[str, tuple[str, ...]]) -> list[str]:
    """The ways to print a combination of two or three: every order, every short form."""
    if not 1 < len(drug.ingredients) < 4 or not (drug.names and "/" in drug.names[0]):
        return []
    out = []
    for order in permutations(drug.ingredients):
        rows = [""]
        for ingredient in order:
            rows = [
                f"{row}/{form}".strip("/")
                for row in rows
                for form in short.get(ingredient, (ingredient,))[: 9 if len(order) == 2 else 3]
            ]
        out += rows
    return out


def names() -> tuple[str, ...]:
    """Every name that `find` and `lookup` know, as it should be spelled."""
    return _index().spelled


def find(text: str) -> list[Mention]:
    """The drugs named in ``text``, from left to right: brands, generic names, abbreviations, combinations.

    "Hydrocodone-APAP", "hydrocodone/acetaminophen" and "Norco" give the same drug. Where one name has
    several products, a dosage form after it decides ("Voltaren gel"), else the usual one is meant.
    """
    index = _index()
    found = words(text)
    out: list[Mention] = []
    position, count = 0, len(found.words)
    phrases = index.phrases
    while position < count:
        hit = phrases.at(found, position) if found.words[position] in phrases.firsts else None
        if hit is None:
            position += 1
            continue
        last = _tail(found, hit.last, index.tails)
        start, end = found.starts[hit.first], found.ends[last]
        drug = _choose(found, hit.value, hit.last, end)
        if not _plain(found, hit.first, hit.last):
            out.append(Mention(start, end, text[start:end], drug))
        position = last + 1
    return _joined(text, out, index.combined) if len(out) > 1 else out


def lookup(name: str, fuzzy: bool = True) -> Match | None:
    """The drug that ``name`` names, tolerating misspelling ("diazempam") unless ``fuzzy`` is false.

    Returns None where nothing is close enough; a doubtful guess is never returned.
    """
    index = _index()
    mentions = find(name)
    if mentions and mentions[0].start == len(name) - len(name.lstrip()) and len(mentions) == 1:
        return Match(mentions[0].drug, 100.0, mentions[0].printed)
    if not fuzzy:
        return None
    wanted = name.strip().lower()
    if len(wanted) < 5:
        return None
    choices = _lowered()
    best = process.extract(wanted, choices, scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=2)
    if not best:
        first = wanted.split()[0]
        if first == wanted or len(first) < 6:
            return None
        best = process.extract(first, choices, scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=2)
    if not best or (choices[best[0][2]][0] != wanted[0] and best[0][1] < 90):
        return None
    printed = index.spelled[best[0][2]]
    rows = index.phrases.get(printed)
    return Match(rows[0].drug, float(best[0][1]), printed) if rows else None


@cache
def _lowered() -> tuple[str, ...]:
    return tuple(name.lower() for name in _index().spelled)


def marketed(drug: Drug, strength: str) -> bool | None:
    """Whether a product with the drug's ingredients is, or was, sold in this strength; None where unknown.

    ``strength`` as printed: "10/325mg", "0.5 mg", "12 mcg/hr", "5%", "5gm". False is given only where the
    list of strengths in that kind of unit is complete as far as we know.
    """
    return strengths_of(drug.ingredients).answers(strength)


def _tail(found: Words, last: int, tails: Phrases[bool]) -> int:
    """The last word of the name with its salt and release mark: "Venlafaxine HCL ER"."""
    while last + 1 < len(found.words) and joined(found.gap(last)) and "." not in found.gap(last):
        hit = tails.at(found, last + 1)
        if hit is None or found.gap(last).strip() == "/":
            break
        last = hit.last
    return last


def _choose(found: Words, rows: tuple[_Candidate, ...], last: int, end: int) -> Drug:
    """The product that a name with several means: by a combined strength, by a form after it, else the usual."""
    if len(rows) == 1:
        return rows[0].drug
    combined = _COMBINED.match(found.text, end)
    if combined:
        for row in rows:
            if row.part and strengths_of(row.drug.ingredients).answers(combined[0]):
                return row.drug
    reach = found.words[last + 1 : last + 1 + _FORM_REACH]
    for row in rows:
        if row.forms and not row.forms.isdisjoint(reach):
            return row.drug
    return rows[0].drug


_FORM_WORDS = frozenset(
    {"%", "cream", "patch", "patches", "tablets", "tablet", "tabs", "gel", "capsules", "lotion", "ointment"}
)


def _plain(found: Words, first: int, last: int) -> bool:
    """Whether a name that is also a plain word ("versed", "refresh") stands here as that word."""
    if found.words[first] not in drug_words().plain_words or not found.text[found.starts[first]].islower():
        return False
    return not any(
        word[0].isdigit() or word[0] == "#" or word in _FORM_WORDS
        for word in found.words[last + 1 : last + 3]
    )


def _joined(text: str, mentions: list[Mention], combined: dict[frozenset[str], Drug]) -> list[Mention]:
    """Two ingredients of a known combination, joined by "/", "and" or "with", are that one drug."""
    out: list[Mention] = [mentions[0]]
    for mention in mentions[1:]:
        before = out[-1]
        between = text[before.end : mention.start].strip().lower()
        if between in ("/", "-", "+", "&", "and", "with", "w/"):
            both = combined.get(frozenset((*before.drug.ingredients, *mention.drug.ingredients)))
            simple = len(before.drug.ingredients) + len(mention.drug.ingredients)
            strength = between in ("/", "-") or _COMBINED.match(text, mention.end)
            if both is not None and both.name_is_whole and len(both.ingredients) == simple and strength:
                out[-1] = Mention(before.start, mention.end, text[before.start : mention.end], both)
                continue
        out.append(mention)
    return out
