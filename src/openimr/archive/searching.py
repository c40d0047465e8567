"""Searching the archive: disputed items that match a query, the best first, with facets."""

from __future__ import annotations

import re
import threading
from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

import tantivy
from tantivy import Query

from openimr.archive.highlighting import Passage, marks, passage
from openimr.archive.index.catalog import Catalog
from openimr.archive.index.documents import iso
from openimr.archive.index.fields import SEVERAL, of_set, schema
from openimr.archive.index.reader import Reader
from openimr.archive.query.compiling import Compiled, compile_query
from openimr.archive.query.fields import BY_NAME
from openimr.archive.query.parsing import parse
from openimr.archive.query.recognising import Recognized
from openimr.archive.query.suggesting import suggest
from openimr.archive.query.tree import Node, QueryProblem

Sort = Literal["relevance", "date"]

#: The facets of a search page, in their order, by the names that a query uses.
FACETS = (
    "decision", "category", "class", "product", "body", "guideline", "section", "specialty", "license", "year",
    "programme", "condition",
)  # fmt: skip
#: ``product`` is the drug as a whole, so that what a facet counts is what choosing it finds; ``drug:`` also finds
#: combinations that have it.
#: How deep a result list can be paged: further down, a narrower question is the better way.
DEEPEST = 10_000


@dataclass(frozen=True, slots=True)
class Hit:
    """A disputed item that was found.

    ``fields`` are the stored fields of the index (names of the index, see ``index.fields``; lists as tuples, ``day``
    as ISO 8601 under ``decided``). ``title`` is the disputed treatment with its marks, ``passage`` the best of the
    rationale; ``None`` where there is none. ``loose``: not every word of the query stands in it.
    """

    key: str
    score: float | None
    fields: dict[str, Any]
    title: Passage
    passage: Passage | None
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found.

    Attributes:
        total: how many entries match every part of the query.
        hits: this page of them; where all of them are fewer than asked for, those that have most of the words follow,
            marked ``loose`` and not counted in ``total``.
        recognized: a case number or citation that words of the query were taken for; its entries count in ``total``
            where the filters let them through, and come first.
        suggestion: the query with a word spelled otherwise, where the word occurs nowhere.
        corrected: whether the hits are those of ``suggestion``, because the query as typed has none.
        unknown: values of filters that no entry has, with the nearest there are.
        chosen: filters of the query, for changing them.
    """

    query: str
    total: int
    hits: tuple[Hit, ...]
    recognized: Recognized
    suggestion: str | None
    unknown: tuple[tuple[str, str, tuple[str, ...]], ...]
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class FacetCount:
    """A value of a facet and how many entries of the search have it."""

    value: str
    count: int


class Archive:
    """The archive as its readers see it: the index below a folder. Made once a process; safe for many threads."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._lock = threading.Lock()
        self._catalog: tuple[str, Catalog] | None = None
        self._facets: OrderedDict[tuple[Any, ...], Any] = OrderedDict()

    def catalog(self) -> Catalog:
        """The values of the facets, as of now."""
        searcher = self.reader.searcher()
        generation = self.reader.generation
        with self._lock:
            if self._catalog is None or self._catalog[0] != generation:
                self._catalog = (generation, Catalog(searcher))
                self._facets.clear()
            return self._catalog[1]

    def compiled(self, text: str, filters: Sequence[tuple[str, str]] = ()) -> Compiled:
        """The query of the index for what was typed, and'ed with (field, value) pairs.

        Raises:
            QueryProblem: it can't be understood.
            NoIndex: there is no index.
        """
        return compile_query(self.node(text, filters), self.catalog())

    def node(self, text: str, filters: Sequence[tuple[str, str]] = ()) -> Node:
        """The tree of what was typed, and'ed with (field, value) pairs; values of one field are alternatives."""
        return parse(with_filters(text, filters))

    def matching(self, text: str, filters: Sequence[tuple[str, str]] = ()) -> Query:
        """The query of the index whose entries ``search`` counts in its ``total``, spelled as typed.

        Raises:
            QueryProblem: it can't be understood.
            NoIndex: there is no index.
        """
        return self.compiled(text, filters).query

    def search(
        self,
        text: str,
        *,
        filters: Sequence[tuple[str, str]] = (),
        sort: Sort = "relevance",
        limit: int = 10,
        offset: int = 0,
        relax: bool = True,
        correct: bool = True,
    ) -> Found:
        """A page of the disputed items that match.

        Args:
            text: see :mod:`openimr.archive.query.parsing`.
            filters: (field, value) pairs in the names of ``query.fields``.
            sort: ``date`` puts the latest decision first.
            limit: at most 100.
            offset: of the first hit; ``offset + limit`` is at most :data:`DEEPEST`.
            relax: fill the first page with entries that have most of the words.
            correct: where nothing matches because of a word that occurs nowhere, show what its likely spelling finds.

        Raises:
            QueryProblem: the query can't be understood, or the page is too far down.
            NoIndex: there is no index yet.
        """
        if not 0 < limit <= 100:
            raise QueryProblem("A page has 1 to 100 results.")
        if offset < 0 or offset + limit > DEEPEST:
            raise QueryProblem(
                f"Results can be leafed through up to number {DEEPEST:,}: narrow the search, or export it."
            )
        searcher = self.reader.searcher()
        catalog = self.catalog()
        whole = with_filters(text, filters)
        compiled = compile_query(parse(whole), catalog)
        query = compiled.query
        if sort == "date":
            result = searcher.search(query, limit=limit, offset=offset, order_by_field="day")
        else:
            result = searcher.search(query, limit=limit, offset=offset)
        total = int(result.count or 0)  # type: ignore[attr-defined]
        hits = [
            hit_of(searcher, address, score if sort == "relevance" else None, compiled)
            for score, address in result.hits
        ]
        suggestion = suggest(text, searcher) if total == 0 else None
        if suggestion is not None and correct:
            other = self.search(
                suggestion, filters=filters, sort=sort, limit=limit, offset=offset, relax=relax, correct=False
            )
            if other.total:
                return replace(other, suggestion=suggestion, corrected=True, query=whole)
        if relax and not offset and len(hits) < limit and compiled.loose is not None:
            hits += self._loose(searcher, compiled, {hit.key for hit in hits}, limit - len(hits))
        return Found(
            whole,
            total,
            tuple(hits),
            compiled.recognized,
            suggestion,
            tuple(compiled.unknown),
            compiled.chosen,
        )

    def _loose(self, searcher: tantivy.Searcher, compiled: Compiled, shown: set[str], most: int) -> list[Hit]:
        assert compiled.loose is not None
        result = searcher.search(compiled.loose, limit=most + len(shown), count=False)
        hits = [hit_of(searcher, address, score, compiled, loose=True) for score, address in result.hits]
        return [hit for hit in hits if hit.key not in shown][:most]

    def facets(
        self,
        text: str,
        *,
        filters: Sequence[tuple[str, str]] = (),
        names: Iterable[str] = FACETS,
        most: int = 12,
    ) -> dict[str, tuple[FacetCount, ...]]:
        """For each facet the most frequent values among the entries that match, with counts.

        A facet that is filtered by is counted as if it were not, so that another of its values can be chosen.

        Raises:
            QueryProblem: a facet does not exist, or the query can't be understood.
        """
        wanted = tuple(names)
        for name in wanted:
            if name not in BY_NAME:
                raise QueryProblem(f"There is no facet {name[:40]}: the facets are {', '.join(FACETS)}.")
        searcher = self.reader.searcher()
        catalog = self.catalog()
        key = (self.reader.generation, text, tuple(filters), wanted, most)
        with self._lock:
            if key in self._facets:
                self._facets.move_to_end(key)
                return self._facets[key]  # type: ignore[no-any-return]
        out: dict[str, tuple[FacetCount, ...]] = {}
        own = {name for name, _ in filters if name in wanted}
        for group in (
            [name for name in wanted if name not in own],
            *([name] for name in wanted if name in own),
        ):
            if group:
                rest = [
                    pair for pair in filters if len(group) > 1 or pair[0] != group[0] or group[0] not in own
                ]
                compiled = compile_query(parse(with_filters(text, rest)), catalog)
                out.update(_counted(searcher, catalog, compiled.query, group, most))
        ordered = {name: out[name] for name in wanted}
        with self._lock:
            self._facets[key] = ordered
            if len(self._facets) > 500:
                self._facets.popitem(last=False)
        return ordered

    def get(self, keys: Sequence[str]) -> dict[str, Hit]:
        """The entries of these keys that there are."""
        searcher = self.reader.searcher()
        if not keys:
            return {}
        query = Query.term_set_query(schema(), "key", list(keys))
        result = searcher.search(query, limit=len(keys), count=False)
        hits = [hit_of(searcher, address, None, Compiled(query)) for _, address in result.hits]
        return {hit.key: hit for hit in hits}


def with_filters(text: str, filters: Sequence[tuple[str, str]]) -> str:
    """The query that says the same in words: what a permalink and a citation of a search hold.

    Raises:
        QueryProblem: the text can't be understood.
    """
    by_field: dict[str, list[str]] = {}
    for name, value in filters:
        by_field.setdefault(name, []).append(value)
    parts = []
    for name, values in by_field.items():
        quoted = [value if _bare(value) else '"' + value.replace('"', "") + '"' for value in values]
        parts.append(f"{name}:{quoted[0]}" if len(quoted) == 1 else f"{name}:({' OR '.join(quoted)})")
    if parts and text.strip():
        # By itself first: a bracket or an OR left open must not reach for the filters.
        parse(text)
        inner = text.strip()
        return f"({inner}) {' '.join(parts)}" if _EITHER.search(inner) else f"{inner} {' '.join(parts)}"
    return " ".join(parts) or text.strip()


#: OR as the query language cuts it: between blanks, brackets or quotation marks.
_EITHER = re.compile(r'(?<![^\s()"])(?:OR|\|)(?![^\s()"])')


def _bare(value: str) -> bool:
    return (
        bool(value)
        and all(one.isalnum() or one in "-._" for one in value)
        and value not in ("OR", "AND", "NOT")
    )


#: Combinations of values that are fetched to count the values; with more of them the values are counted themselves.
_COMBINATIONS = 20_000


def _counted(
    searcher: tantivy.Searcher, catalog: Catalog, query: Query, names: Sequence[str], most: int
) -> dict[str, tuple[FacetCount, ...]]:
    def asked(name: str) -> dict[str, Any]:
        index = BY_NAME[name].index
        several = index in SEVERAL
        return {
            "terms": {
                "field": f"{index}_set" if several else index,
                "size": _COMBINATIONS if several else most,
            }
        }

    found = searcher.aggregate(query, {name: asked(name) for name in names})
    out = {}
    for name in names:
        counts: Counter[str] = Counter()
        other = catalog.others(BY_NAME[name].index)
        if found[name]["sum_other_doc_count"] and BY_NAME[name].index in SEVERAL:
            found[name] = searcher.aggregate(
                query, {name: {"terms": {"field": BY_NAME[name].index, "size": most}}}
            )[name]
            for one in found[name]["buckets"]:
                counts[other.get(one["key"], str(one["key"]))] += one["doc_count"]
        elif BY_NAME[name].index in SEVERAL:
            for one in found[name]["buckets"]:
                for value in {other.get(value, value) for value in of_set(one["key"])}:
                    counts[value] += one["doc_count"]
        else:
            for one in found[name]["buckets"]:
                counts[other.get(one["key"], _plain(one["key"]))] += one["doc_count"]
        ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:most]
        out[name] = tuple(FacetCount(value, count) for value, count in ordered)
    return out


def _plain(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) else str(value)


def hit_of(
    searcher: tantivy.Searcher,
    address: tantivy.DocAddress,
    score: float | None,
    compiled: Compiled,
    *,
    loose: bool = False,
) -> Hit:
    """The entry at ``address``, with the marks and the passage for what ``compiled`` looked for."""
    return hit_from(fields_of(searcher, address), score, compiled, loose=loose)


def hit_from(fields: dict[str, Any], score: float | None, compiled: Compiled, *, loose: bool = False) -> Hit:
    """The entry with these stored fields, with the marks and the passage for what ``compiled`` looked for."""
    disputed = fields.get("disputed", "")
    rationale = fields.get("rationale")
    return Hit(
        fields["key"],
        score,
        fields,
        Passage(disputed, tuple(marks(disputed, compiled.stems)), before=False, after=False),
        passage(rationale, compiled.stems) if rationale else None,
        loose,
    )


def fields_of(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> dict[str, Any]:
    """The stored fields of the entry at ``address``, see :class:`Hit`."""
    stored: dict[str, list[Any]] = searcher.doc(address).to_dict()
    fields: dict[str, Any] = {
        name: tuple(values) if name in _MANY else values[0] for name, values in stored.items() if values
    }
    if "day" in fields:
        fields["decided"] = iso(fields["day"])
    return fields


_MANY = frozenset({*SEVERAL, "diagnosis"})
