"""Facts in a letter's prose, found by patterns and said again in other words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from openimr.letters.model import Determination
from openimr.samples.casefile.cast import stock
from openimr.vocabulary import drugs

_SENTENCE = re.compile(r"(?<=[.;!?])\s+(?=[A-Z(])|\n")
_SCORE = re.compile(r"\b(\d{1,2})(?:\s?-\s?(\d{1,2}))?\s?(?:/|out of )\s?10\b(?!/)")
#: Sentences about what is not there, what a guideline wants or what a request is for tell no fact of the patient.
_NO_FACT = re.compile(
    r"\b(?:guidelines?|recommend\w*|criteria|should|would|no evidence|no documentation|not documented|lack(?:s|ing)?|"
    r"request(?:s|ed)?|medically necessary|approved (?:a|an|the|for|by)|certified|additional|there (?:is|was) no|does not (?:say|show|describe|mention)|not (?:stated|described|recorded|provided))\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Sign:
    """One fact: the part of the report it belongs to, its label (examination only), and its wording."""

    where: str
    label: str
    say: str


@cache
def _table() -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None, str, str, str], ...]:
    return tuple(
        (
            re.compile(row["seek"], re.I),
            re.compile(row["unless"], re.I) if row.get("unless") else None,
            row["where"],
            row.get("label", ""),
            row["say"],
        )
        for row in stock("signs")
    )


def signs(text: str) -> list[Sign]:
    """The facts that ``text`` tells, each once, in the order of the table; one value per label."""
    sentences = [one for one in _SENTENCE.split(text) if one and not _NO_FACT.search(one)]
    out: dict[tuple[str, str], Sign] = {}
    for seek, unless, where, label, say in _table():
        for sentence in sentences:
            found = seek.search(sentence)
            if not found or (unless and unless.search(sentence)):
                continue
            words = say
            for number, group in enumerate(found.groups(), start=1):
                told = group or ""
                words = words.replace(f"{{{number}}}", told if label or where == "imaging" else told.lower())
            key = (where, label or words)
            if where == "work":
                key = (where, "")
            out.setdefault(key, Sign(where, label, words))
            break
    return list(out.values())


def scores(text: str) -> list[str]:
    """Pain scores in the order in which they are told: "7/10"."""
    found = []
    for match in _SCORE.finditer(text):
        low, high = int(match[1]), int(match[2] or match[1])
        if low <= high <= 10:
            found.append(f"{low}/10" if low == high else f"{low}/10 to {high}/10")
    return list(dict.fromkeys(found))


def taken(determination: Determination) -> list[str]:
    """Names of drugs that the summary speaks of, other than those in dispute."""
    disputed = {i for item in determination.items for drug in item.drugs for i in drug.ingredients}
    out: dict[str, None] = {}
    for sentence in _SENTENCE.split(determination.summary.text):
        if re.search(
            r"\b(?:denied|denial|utilization review|request\w*|allerg\w*|discontinu\w*)\b", sentence, re.I
        ):
            continue
        for mention in drugs.find(sentence):
            if not disputed & set(mention.drug.ingredients):
                out.setdefault(mention.drug.name)
    return list(out)[:6]
