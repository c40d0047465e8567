"""A rationale that denies what the summary states.

This is the error that brings appeals (Labor Code 4610.6(h)(5), a plainly erroneous finding of fact), and it is hard
to find rightly: "no documentation of failed physical therapy" denies the failure, not the therapy. So a denial counts
only where the words denied follow it directly and the clause ends with them, and the summary says the thing took place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from openimr.letters.checking.denials import denied, denying
from openimr.letters.checking.model import Hit
from openimr.letters.checking.registry import check
from openimr.letters.checking.view import Passage, Sentence, View

_DONE = re.compile(
    r"\b(?:treat(?:ed|ment|ments)|underwent|undergoing|undergone|received|receiving|attended|completed|has\s+had|had|given|"
    r"administered|prescribed|refilled|renewed|using|used|taking|takes|took|tried|medications?|medicines?|performed|"
    r"revealed|showed|demonstrated|read\s+as|continu\w+|helped|reliev\w+)\b",
    re.IGNORECASE,
)
_ONLY_ASKED = re.compile(
    r"\b(?:request(?:ed|s|ing)?|recommend\w*|order(?:ed|s)?|plan(?:ned|s)?|sought|propos\w+|pending|awaiting|schedul\w+|denied|"
    r"non-?\s?certif\w*|modified|authoriz\w+|certified|approve\w*|utilization\s+review|\bUR\b|to\s+start|consider\w*|advised|"
    r"eligible|appeal\w*|dispute\w*)\b",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(r"\b(?:no|not|denie[sd]|without|never|none|lack)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Fact:
    name: str
    words: re.Pattern[str]
    also: re.Pattern[str]
    done: bool
    part: bool


@cache
def _facts() -> tuple[_Fact, ...]:
    text = resources.files(__package__).joinpath("facts.yaml").read_text(encoding="utf-8")
    rows: dict[str, Any] = yaml.safe_load(text)
    return tuple(
        _Fact(
            name,
            _whole(row["words"]),
            _whole(row.get("also", row["words"])),
            bool(row["done"]),
            bool(row.get("part")),
        )
        for name, row in rows.items()
    )


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{words})(?!\w)", re.IGNORECASE)


def _stated(view: View, fact: _Fact, parts: set[str], *, mention: bool) -> Sentence | None:
    """The sentence of the summary which states that the fact was so."""
    summary = view.summary
    for match in fact.also.finditer(summary.text):
        sentence = summary.sentence_at(match.start())
        at = match.start() - sentence.start
        if _NEGATIVE.search(sentence.text[max(0, at - 45) : at]):
            continue
        if re.match(
            r"[^.;,]{0,25}\b(?:was|were|is|are)\s+not\b|\s+(?:unknown|unclear)",
            sentence.text[at + len(match[0]) :],
        ):
            continue
        if fact.part and parts:
            here = {m.part for m in summary.parts if sentence.start <= m.start < sentence.end}
            if here and not here & parts:
                continue
        if not fact.done or mention or _took_place(summary, sentence):
            return sentence
    return None


def _took_place(summary: Passage, sentence: Sentence) -> bool:
    if _ONLY_ASKED.search(sentence.text):
        return False
    if _DONE.search(sentence.text):
        return True
    return any(sentence.start <= found.start < sentence.end for found in summary.days)


@check(
    "FACT-01",
    "Rationale denies what the summary states",
    looks_for="A rationale that says a treatment, a study or a request is not on record, while the summary says it took place.",
    example='Summary: "She completed six visits of physical therapy." Rationale: "There is no documentation of physical therapy."',
    source="Labor Code 4610.6(h)(5): a plainly erroneous finding of fact is a ground of appeal",
)
def _fact_denied(view: View) -> Iterator[Hit]:
    for rationale in view.rationales:
        for sentence in denying(rationale):
            for fact in _facts():
                hit = _fact_hit(view, rationale, sentence, fact)
                if hit:
                    yield hit
                    break


def _fact_hit(view: View, rationale: Passage, sentence: Sentence, fact: _Fact) -> Hit | None:
    for match in fact.words.finditer(rationale.text, sentence.start, sentence.end):
        denial = denied(rationale, *match.span(), part=fact.part)
        if denial is None:
            continue
        parts: set[str] = set()
        if fact.part:
            parts = {m.part for m in rationale.parts if sentence.start <= m.start < sentence.end}
        stated = _stated(view, fact, parts, mention=denial.mention)
        if stated:
            return _hit(rationale, sentence, fact.name, stated.text)
    return None


@check(
    "FACT-02",
    "Rationale denies a drug that the summary states",
    looks_for="A rationale that says no report mentions a drug, or that it was not tried, where the summary says it was taken.",
    example='Summary: "She has taken diazepam since 2-25-15." Rationale: "No report mentions diazepam."',
    source="Labor Code 4610.6(h)(5): a plainly erroneous finding of fact is a ground of appeal",
)
def _drug_denied(view: View) -> Iterator[Hit]:
    for rationale in view.rationales:
        sentences = list(denying(rationale))
        if not sentences:
            continue
        for mention in rationale.drugs:
            if not any(sentence.start <= mention.start < sentence.end for sentence in sentences):
                continue
            denial = denied(rationale, mention.start, mention.end)
            stated = _taken(view, set(mention.drug.ingredients)) if denial else None
            if denial and stated:
                yield _hit(
                    rationale, denial.sentence, rationale.text[mention.start : mention.end], stated.text
                )


def _taken(view: View, ingredients: set[str]) -> Sentence | None:
    for mention in view.summary.drugs:
        if not ingredients & set(mention.drug.ingredients):
            continue
        sentence = view.summary.sentence_at(mention.start)
        at = mention.start - sentence.start
        if not _NEGATIVE.search(sentence.text[max(0, at - 45) : at]) and _took_place(view.summary, sentence):
            return sentence
    return None


def _hit(passage: Passage, sentence: Sentence, what: str, stated: str) -> Hit:
    return Hit(
        passage.number,
        f"The rationale denies {what}, which the summary states.",
        sentence.text,
        stated,
        "Read the record again; correct the rationale or the summary.",
        passage.pointer,
    )
