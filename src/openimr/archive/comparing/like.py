"""Items like an item, decided either way: the same treatment first, then body part, sections, rationale and facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from typing import Any, Literal, get_args

import tantivy
from tantivy import Occur, Query

from openimr.archive.comparing.facts import Difference, agreement, differences, stated
from openimr.archive.comparing.fingerprints import WORD
from openimr.archive.comparing.item import item
from openimr.archive.index.catalog import fold
from openimr.archive.index.fields import schema
from openimr.archive.model import Programme
from openimr.archive.query.compiling import Compiled
from openimr.archive.query.terms import silent, stems
from openimr.archive.searching import Archive, Hit, fields_of, hit_from

ReasonKind = Literal[
    "drug", "ingredient", "class", "subcategory", "category", "treatment", "body", "condition", "section", "guideline",
    "rationale",
]  # fmt: skip

#: What each kind of likeness weighs. The treatment weighs one, all the rest together one; the score is half of both.
_BODY, _SECTION, _RATIONALE, _FACTS = 0.3, 0.15, 0.4, 0.15
#: Weight of the treatment, by how near it is.
_NEAR = {"drug": 1.0, "ingredient": 0.8, "class": 0.5}
#: Words of the rationale that are looked for: the rarest that stand elsewhere; and those of the treatment.
_WORDS, _TREATMENT_WORDS = 8, 6
#: Different words of a rationale that are looked at, and the share of the archive above which a word says nothing.
_LOOKED_AT, _COMMON = 250, 0.02
#: A word must stand in one item of so many; what is rarer is a slip of the pen.
_SELDOM = 50_000
#: Candidates of each decision whose facts are compared, for each that is given.
_CANDIDATES = 2
#: Words of a disputed treatment that are none of it.
_AMOUNTS = (
    "additional count day days dates dispense dos each every followup further hour hours initial month monthly number of"
    " one once prospective qty quantity quantities refill refills request requested retrospective service session"
    " sessions six tablet tablets time times total twice two three units unknown visit visits week weekly weeks"
)
#: The most of each decision that can be asked for.
MOST = 50


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an item is like another: what kind of thing both have, and what it is.

    ``drug``, ``ingredient``, ``class``, ``subcategory``, ``category``: of the treatment; ``treatment``: words of it.
    ``body`` part, ``condition`` (DMHC's diagnosis category), ``section`` and ``guideline`` cited; ``rationale``: rare
    words of it.
    """

    kind: ReasonKind
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LikeItem:
    """A like item: its ``score`` from 0 to 1, the reasons, and the facts that both state and that differ.

    The passage of ``hit`` is the part of its rationale with the most words of the other's, marked.
    """

    hit: Hit
    score: float
    because: tuple[Reason, ...]
    differs: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Like:
    """The items most like ``item``, of each decision, the most alike first; none of its own letter or case."""

    item: Hit
    upheld: tuple[LikeItem, ...]
    overturned: tuple[LikeItem, ...]


def like(archive: Archive, key: str, *, limit: int = 20) -> Like:
    """The items most like the item ``key``, up to ``limit`` upheld and as many overturned.

    An item is like another where the treatment is the same: a drug of it, else an ingredient, else the class; without
    drugs the subcategory and the treatment's words, else the category and the words. The nearer treatment comes first;
    then weigh body part, sections cited, words of the rationale, and facts. The work does not grow with what the
    rationale holds: only its rarest words are looked for.

    Raises:
        NoItem: there is no such item.
        ValueError: ``limit`` is not from 1 to :data:`MOST`.
        NoIndex: there is no index.
    """
    if not 0 < limit <= MOST:
        raise ValueError(f"limit is {limit}, and must be from 1 to {MOST}")
    searcher = archive.reader.searcher()
    here = item(searcher, key)
    work = _Work(searcher, here, limit)
    return Like(here, work.decided("upheld"), work.decided("overturned"))


@dataclass(frozen=True, slots=True)
class _Level:
    """A way in which a treatment is the same, and the weight of it: nearer ones are asked first."""

    query: Query
    weight: float


class _Work:
    def __init__(self, searcher: tantivy.Searcher, here: Hit, limit: int) -> None:
        self._searcher, self._here, self._limit = searcher, here, limit
        self._held = here.fields
        self._total = max(1, int(searcher.num_docs))
        self._treatment = self._rarest("title", self._treatment_stems(), _TREATMENT_WORDS)
        self._words = self._rationale_words()
        self._named_treatment = _printed(self._held.get("disputed", ""), self._treatment)
        self._named_words = _printed(self._held.get("rationale", ""), self._words)
        self._levels = list(self._ways())
        self._more = self._weighing()

    def decided(self, decision: str) -> tuple[LikeItem, ...]:
        """The most alike of those that were decided so."""
        found: dict[str, tuple[float, dict[str, Any]]] = {}
        for level in self._levels:
            if len(found) >= self._limit:
                break
            query = Query.boolean_query(
                [
                    (Occur.Must, level.query),
                    (Occur.Must, _const("decision", decision, 1e-6)),
                    *self._more,
                    *((Occur.MustNot, _term(field, value)) for field, value in self._others_are_not()),
                ]
            )
            result = self._searcher.search(query, limit=self._limit * _CANDIDATES, count=False)
            nearest = []
            for score, address in result.hits:
                there = fields_of(self._searcher, address)
                if there["key"] not in found:
                    facts = _FACTS * agreement(self._held, there)
                    nearest.append((-min(1.0, (float(score) + facts) / 2), there["key"], there))
            nearest.sort(key=lambda one: one[:2])
            found |= {key: (-score, there) for score, key, there in nearest[: self._limit - len(found)]}
        marks = Compiled(Query.all_query(), stems=[(stem,) for stem, _ in (*self._words, *self._treatment)])
        out = []
        for score, there in found.values():
            hit = hit_from(there, score, marks)
            out.append(
                LikeItem(hit, round(score, 4), tuple(self._because(hit)), differences(self._held, hit.fields))
            )
        return tuple(out)

    # What is asked

    def _others_are_not(self) -> Iterator[tuple[str, str]]:
        # A corrected letter of the same case is no other letter.
        yield "address", self._held["address"]
        if "case_number" in self._held:
            yield "case_number", self._held["case_number"]
        # Cheaper than to demand the programme that nearly all items have.
        for programme in get_args(Programme):
            if programme != self._held["programme"]:
                yield "programme", programme

    def _ways(self) -> Iterator[_Level]:
        drugs = _values(self._held, "drug")
        if drugs:
            yield _Level(_any_of("drug", drugs, 1.0), 1.0)
            yield _Level(_any_of("ingredient", _ingredients(drugs), _NEAR["ingredient"]), _NEAR["ingredient"])
            if classes := _values(self._held, "drug_class"):
                yield _Level(_any_of("drug_class", classes, _NEAR["class"]), _NEAR["class"])
            return
        words = self._treatment
        some = _words("title", words, 0.5, at_least=(len(words) + 1) // 2) if words else None
        for field, weight in (("subcategory", 0.5), ("category", 0.3)):
            if value := self._held.get(field):
                same = _const(field, value, weight)
                if some is not None:
                    yield _Level(Query.boolean_query([(Occur.Must, same), (Occur.Must, some)]), 0.5 + weight)
                # A category without a subcategory is too wide to be a treatment, unless there are no words for it.
                if field == "subcategory" or some is None:
                    yield _Level(same, weight)
        if some is not None and "category" not in self._held:
            yield _Level(some, 0.5)

    def _weighing(self) -> list[tuple[Occur, Query]]:
        out: list[tuple[Occur, Query]] = []
        for field, weight in (
            ("body_part", _BODY),
            ("diagnosis_category", _BODY),
            ("section", _SECTION),
        ):
            values = _values(self._held, field)
            out += [(Occur.Should, _const(field, value, weight / len(values))) for value in values]
        if self._words:
            out.append((Occur.Should, _words("text", self._words, _RATIONALE)))
        return out

    def _treatment_stems(self) -> list[str]:
        where = {
            stem
            for name in ("body_part", "side")
            for value in _values(self._held, name)
            for stem in stems(value)
        }
        found = dict.fromkeys(stems(self._held.get("disputed", "")))
        return [stem for stem in found if stem not in where and stem not in _amounts()]

    def _rationale_words(self) -> list[tuple[str, float]]:
        # The names of the treatment stand in every like item: they tell nothing.
        named = set(stems(self._held.get("disputed", "")))
        found = dict.fromkeys(stems(self._held.get("rationale", "")))
        return self._rarest("text", [stem for stem in found if stem not in named][:_LOOKED_AT], _WORDS)

    def _rarest(self, field: str, words: Sequence[str], most: int) -> list[tuple[str, float]]:
        """The rarest of ``words`` that are no slips of the pen, each with how much it tells; together that is one."""
        often = self._total if field == "title" else max(self._total * _COMMON, 50)
        seldom = max(2, self._total // _SELDOM)
        found = []
        for stem in words:
            if len(stem) < 3 or stem.isdigit() or stem in silent():
                continue
            count = self._searcher.doc_freq(field, stem)
            if seldom <= count <= often:
                found.append((count, stem))
        found = sorted(found)[:most]
        told = [(stem, log(1 + self._total / count)) for count, stem in found]
        whole = sum(weight for _, weight in told)
        return [(stem, weight / whole) for stem, weight in told]

    # What is said of a like item

    def _because(self, hit: Hit) -> Iterator[Reason]:
        yield from self._treatment_reasons(hit)
        for kind, field in _SHARED:
            if both := _both(_values(self._held, field), _values(hit.fields, field)):
                yield Reason(kind, both)
        if self._words:
            there = set(stems(hit.fields.get("rationale", "")))
            if words := tuple(word for stem, word in self._named_words.items() if stem in there):
                yield Reason("rationale", words)

    def _treatment_reasons(self, hit: Hit) -> Iterator[Reason]:
        here, there = self._held, hit.fields
        drugs, others = _values(here, "drug"), _values(there, "drug")
        if drugs:
            if both := _both(drugs, others):
                yield Reason("drug", both)
            elif both := _both(_ingredients(drugs), _ingredients(others)):
                yield Reason("ingredient", both)
            elif both := _both(_values(here, "drug_class"), _values(there, "drug_class")):
                yield Reason("class", both)
            return
        kinds: tuple[ReasonKind, ReasonKind] = ("subcategory", "category")
        for kind in kinds:
            if both := _both(_values(here, kind), _values(there, kind)):
                yield Reason(kind, both)
                break
        said = set(stems(there.get("disputed", "")))
        if words := tuple(word for stem, word in self._named_treatment.items() if stem in said):
            yield Reason("treatment", words)


_SHARED: tuple[tuple[ReasonKind, str], ...] = (
    ("body", "body_part"),
    ("condition", "diagnosis_category"),
    ("section", "section"),
    ("guideline", "guideline"),
)


@cache
def _amounts() -> frozenset[str]:
    """Stems of words that say how much of a treatment is asked for and how, not what it is."""
    return frozenset(stems(_AMOUNTS))


def _printed(text: str, found: Sequence[tuple[str, float]]) -> dict[str, str]:
    """Each of these stems with the word of ``text`` that has it, in lower case, as it first stands there."""
    out = dict.fromkeys((stem for stem, _ in found), "")
    for match in WORD.finditer(text):
        word = match[0].lower()
        cut = stems(word)
        if len(cut) == 1 and out.get(cut[0]) == "":
            out[cut[0]] = word
    return {stem: word for stem, word in out.items() if word}


def _values(held: dict[str, Any], field: str) -> tuple[str, ...]:
    return tuple(str(value) for value in stated(held, field))


def _ingredients(drugs: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for drug in drugs for part in drug.split("/")))


def _both(here: Sequence[str], there: Sequence[str]) -> tuple[str, ...]:
    folded = {fold(value) for value in there}
    return tuple(value for value in here if fold(value) in folded)


def _term(field: str, value: str) -> Query:
    return Query.term_query(schema(), field, fold(value), "basic")


def _const(field: str, value: str, weight: float) -> Query:
    return Query.const_score_query(_term(field, value), weight)


def _any_of(field: str, values: Sequence[str], weight: float) -> Query:
    """At least one of ``values``; all of them together weigh ``weight``."""
    return Query.boolean_query(
        [(Occur.Should, _const(field, value, weight / len(values))) for value in values]
    )


def _words(field: str, words: Sequence[tuple[str, float]], weight: float, *, at_least: int = 1) -> Query:
    return Query.boolean_query(
        [
            (
                Occur.Should,
                Query.const_score_query(Query.term_query(schema(), field, stem, "basic"), weight * share),
            )
            for stem, share in words
        ],
        minimum_number_should_match=at_least,
    )
