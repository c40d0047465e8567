"""What a disputed treatment is: one of the twelve categories of the state's public decision search.

Terms and their categories: ``data/treatments.yaml``; the search form's own option list, with its duplicates
and misspellings mapped to one term each: ``data/search_terms.csv``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from openimr.vocabulary import drugs
from openimr.vocabulary.phrases import Phrases, Words, with_plurals, words
from openimr.vocabulary.tables import read_csv, read_yaml, require

#: The categories of the search form, and Other.
CATEGORIES = (
    "Diagnostic Testing", "DMEPOS", "Evaluation & Management", "Home Health", "Injection", "Pharmaceuticals",
    "Programs", "Psych Services", "Rehabilitation", "Surgery", "Transportation", "Other",
)  # fmt: skip
_FILE = "treatments.yaml"
_STRONG, _DRUG, _WEAK = 3, 2, 1
_BREAK_SIGNS = re.compile(r"[,;:()\[\]+&\n]|\.\s|\s[-–—]\s|\.$")


@dataclass(frozen=True, slots=True)
class Categorized:
    """The category of a text and the words that decided it (``term`` is empty where none did)."""

    category: str
    subcategory: str | None
    term: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Term:
    """An option of the state's public decision search, in its one right form."""

    category: str
    subcategory: str | None
    drug_class: str | None


class _Rule(NamedTuple):
    category: str
    subcategory: str | None
    rank: int


class _Data(NamedTuple):
    rules: Phrases[_Rule]
    breaks: frozenset[str]
    lead_ins: Phrases[bool]
    dosage: re.Pattern[str]


@cache
def _data() -> _Data:
    raw: dict[str, Any] = read_yaml(_FILE)
    entries: list[tuple[str, _Rule]] = []
    for row in raw["terms"]:
        require(
            row["category"] in CATEGORIES, _FILE, str(row["category"]), "not a category of the search form."
        )
        rank = _WEAK if row.get("weak") else _DRUG if row.get("medium") else _STRONG
        rule = _Rule(row["category"], row["subcategory"], rank)
        for term in row["terms"]:
            entries += [(form, rule) for form in with_plurals(str(term))]
    return _Data(
        Phrases(entries),
        frozenset(raw["breaks"]),
        Phrases((term, True) for term in raw["lead_ins"]),
        re.compile(raw["dosage"], re.IGNORECASE),
    )


class _Found(NamedTuple):
    first: int
    last: int
    rule: _Rule


def categorize(text: str) -> Categorized:
    """The category of what ``text`` asks for.

    The head of the phrase decides. The text is cut at commas, brackets, colons, prepositions and "and";
    the first part that names a treatment decides; within it a procedure goes before a drug ("ketorolac
    injection"), and of two procedures the later word is the head ("pain management consultation").
    Words such as "visit" or "tablets" decide only where nothing else does. Without any term a strength
    or a count of tablets makes it Pharmaceuticals; else it is Other.
    """
    data = _data()
    found = words(text)
    hits = _hits(text, found, data)
    best: _Found | None = None
    weak: _Found | None = None
    part_end = -1
    for hit in hits:
        if best is not None and _broken(found, part_end, hit.first, data):
            break
        if hit.rule.rank == _WEAK:
            weak = weak or hit
            continue
        if best is None or hit.rule.rank >= best.rule.rank:
            best = hit
        part_end = hit.last
    best = best or weak
    if best is not None:
        start, end = found.starts[best.first], found.ends[best.last]
        if best is weak and best.rule.category != "Pharmaceuticals" and data.dosage.search(text):
            best = best._replace(rule=_Rule("Pharmaceuticals", None, _WEAK))
        return Categorized(best.rule.category, best.rule.subcategory, text[start:end], start, end)
    dosage = data.dosage.search(text)
    if dosage:
        return Categorized("Pharmaceuticals", None, dosage[0], dosage.start(), dosage.end())
    return Categorized("Other", None, "", 0, 0)


_PHARMACEUTICAL = _Rule("Pharmaceuticals", None, _DRUG)


def _hits(text: str, found: Words, data: _Data) -> list[_Found]:
    """Terms and drugs in the order of the text; a longer term covers a drug in it."""
    named = {m.start: m for m in drugs.find(text)}
    out: list[_Found] = []
    index, count = 0, len(found.words)
    firsts, leads = data.rules.firsts, data.lead_ins.firsts
    while index < count:
        word = found.words[index]
        hit = data.rules.at(found, index) if word in firsts else None
        drug = named.get(found.starts[index])
        if (
            hit is not None
            and not (drug and drug.end > found.ends[hit.last])
            and not _spurious(found, index, hit.last)
        ):
            out.append(_Found(hit.first, hit.last, hit.value))
            index = hit.last + 1
        elif drug is not None:
            last = index
            while found.ends[last] < drug.end:
                last += 1
            out.append(_Found(index, last, _PHARMACEUTICAL))
            index = last + 1
        else:
            lead = data.lead_ins.at(found, index) if word in leads else None
            index = lead.last + 1 if lead else index + 1
    return out


#: Short abbreviations that are also words or other marks count only in capitals ("PT", "PENS", "SAD", "CT").
_CAPITALS = frozenset({"pt", "ot", "ct", "sad", "pens", "ana", "lint", "echo", "ems", "help", "acu", "esr", "los", "ent",
                       "ime", "ame", "ua", "scs", "thr", "tha", "inj", "ect", "tms", "eng", "asc", "lab"} - {"lab", "echo", "inj"})  # fmt: skip


def _spurious(found: Words, first: int, last: int) -> bool:
    word = found.words[first]
    return (
        first == last
        and word in _CAPITALS
        and not found.text[found.starts[first] : found.ends[first]].isupper()
    )


def _broken(found: Words, last: int, first: int, data: _Data) -> bool:
    """Whether something between two words ends the part of the request that names it."""
    if any(found.words[i] in data.breaks for i in range(last + 1, first)):
        return True
    return _BREAK_SIGNS.search(found.text, found.ends[last], found.starts[first]) is not None


@cache
def _search_terms() -> tuple[dict[str, Term], Phrases[Term]]:
    file = "search_terms.csv"
    rows = read_csv(file, ("printed", "category", "subcategory", "drug_class", "note"))
    printed: dict[str, Term] = {}
    names: list[tuple[str, Term]] = []
    for row in rows:
        require(row["category"] in CATEGORIES, file, row["printed"], "the category is none of the twelve.")
        term = Term(row["category"], row["subcategory"] or None, row["drug_class"] or None)
        printed[_squeezed(row["printed"])] = term
        last = row["printed"].split("*")[-1].strip(" \\'")
        name = last or row["printed"].split("*")[0].strip(" \\'")
        if name:
            names.append((name, term))
        names += [(row[part], term) for part in ("drug_class", "subcategory", "category") if row[part]]
    return printed, Phrases(
        sorted(names, key=lambda n: -sum(bool(x) for x in (n[1].drug_class, n[1].subcategory)))
    )


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\\']+", " ", text).strip().lower()


def term(name: str) -> Term | None:
    """The one right term for an option of the search form ("Pharmaceuticals *  * Opoid Antagonist").

    A bare name of a category, a subcategory or a drug class is known too. None for anything else.
    """
    printed, names = _search_terms()
    found = printed.get(_squeezed(name))
    if found is not None:
        return found
    for category in CATEGORIES:
        if category.lower() == name.strip().lower():
            return Term(category, None, None)
    return names.get(name) if re.search(r"\w", name) else None


@cache
def terms() -> tuple[Term, ...]:
    """Every term of the search form once, in the form's order."""
    return tuple(dict.fromkeys(_search_terms()[0].values()))
