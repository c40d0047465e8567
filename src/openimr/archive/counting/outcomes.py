"""Upheld and overturned, by up to three facets or times, for any query."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import tantivy
from tantivy import Occur, Query

from openimr.archive.counting.intervals import wilson
from openimr.archive.index.catalog import Catalog
from openimr.archive.index.documents import iso
from openimr.archive.index.fields import SEVERAL, of_set
from openimr.archive.query.compiling import compile_query
from openimr.archive.query.fields import BY_NAME
from openimr.archive.query.parsing import parse
from openimr.archive.query.tree import QueryProblem
from openimr.archive.searching import Archive, with_filters

#: What can be counted by, in the names that a query uses; month and quarter are those of the decision.
BY = (
    "year", "quarter", "month", "category", "subcategory", "class", "drug", "body", "side", "guideline", "section",
    "specialty", "license", "priority", "sex", "ages", "programme", "origin", "condition", "type",
)  # fmt: skip
#: Facets of which an item can have several values, so that the rows add up to more than all items.
MANY = frozenset({"class", "drug", "body", "guideline", "section", "specialty", "license", "condition"})
_TIMES = frozenset({"quarter", "month"})
_MOST = 3
_ROWS = 20_000
_TOO_MANY = "The table would have too many cells: count by fewer things, or narrow the search."
_UNSTATED = "\u0000"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row: the values it is for (``None``: not stated), the items decided each way, the share overturned.

    ``share`` and ``interval`` (95 %, Wilson) are ``None`` for no items.
    """

    values: tuple[str | None, ...]
    upheld: int
    overturned: int

    @property
    def items(self) -> int:
        """The denominator."""
        return self.upheld + self.overturned

    @property
    def share(self) -> float | None:
        """Share overturned."""
        return self.overturned / self.items if self.items else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 % interval of the share."""
        return wilson(self.overturned, self.items)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """A table of outcomes.

    Attributes:
        query: what was counted, in words.
        by: what it is counted by.
        rows: times ascending, everything else by the number of items.
        total: all items of the query, each once.
        overlapping: facets of ``by`` of which an item can have several values: their rows add up to more than ``total``.
        cut: whether there are more rows than are given.
    """

    query: str
    by: tuple[str, ...]
    rows: tuple[Outcome, ...]
    total: Outcome
    overlapping: tuple[str, ...]
    cut: bool


def outcomes(
    archive: Archive,
    by: Sequence[str],
    text: str = "",
    *,
    filters: Sequence[tuple[str, str]] = (),
    most: int = _ROWS,
) -> Outcomes:
    """Count the items that match, by each combination of values of ``by`` (none: the total alone).

    Raises:
        QueryProblem: something can't be counted by, or the query can't be understood.
        NoIndex: there is no index yet.
    """
    wanted = tuple(by)
    for name in wanted:
        if name not in BY:
            raise QueryProblem(f"Nothing can be counted by {name[:40]}: choose from {', '.join(BY)}.")
    if len(set(wanted)) != len(wanted) or len(wanted) > _MOST:
        raise QueryProblem(f"Count by at most {_MOST} different things at once.")
    if sum(name in _TIMES or name == "year" for name in wanted) > 1:
        raise QueryProblem("Count by one of year, quarter and month at once.")
    searcher = archive.reader.searcher()
    whole = with_filters(text, filters)
    catalog = archive.catalog()
    query = compile_query(parse(whole), catalog).query
    try:
        total, found = _counted(searcher, catalog, query, wanted)
    except ValueError as problem:
        raise QueryProblem(_TOO_MANY) from problem
    cells: dict[tuple[str | None, ...], list[int]] = {}
    for values, upheld, overturned in (*found, *_undated(searcher, catalog, query, wanted)):
        cell = cells.setdefault(values, [0, 0])
        cell[0] += upheld
        cell[1] += overturned
    rows = sorted(
        (Outcome(values, *cell) for values, cell in cells.items()), key=lambda row: _order(row, wanted)
    )
    return Outcomes(
        whole,
        wanted,
        tuple(rows[:most]) if wanted else (),
        total,
        tuple(name for name in wanted if name in MANY),
        len(rows) > most,
    )


def _asked(by: tuple[str, ...], sets: bool) -> dict[str, Any]:
    out: dict[str, Any] = {"decision": {"terms": {"field": "decision", "size": 2}}}
    if by:
        name = by[0]
        index = "day" if name in _TIMES else BY_NAME[name].index
        terms: dict[str, Any] = {
            "field": f"{index}_set" if sets and index in SEVERAL else index,
            "size": _ROWS,
        }
        if index not in ("day", "year"):
            terms["missing"] = _UNSTATED
        out["by"] = {"terms": terms, "aggs": _asked(by[1:], sets)}
    return out


def _counted(
    searcher: tantivy.Searcher, catalog: Catalog, query: Query, by: tuple[str, ...]
) -> tuple[Outcome, list[tuple[tuple[str | None, ...], int, int]]]:
    """The total, and every cell. Several values are counted by their combinations, unless these are too many."""
    others = [{} if name in _TIMES else catalog.others(BY_NAME[name].index) for name in by]
    found = searcher.aggregate(query, _asked(by, sets=True))
    if _whole(found):
        return _decided(found), list(_cells(found, by, others))
    found = searcher.aggregate(query, _asked(by, sets=False))
    if not _whole(found):
        raise QueryProblem(_TOO_MANY)
    return _decided(found), list(_cells(found, by, others))


def _whole(found: dict[str, Any]) -> bool:
    """Whether no bucket was left out on any level."""
    if "by" not in found:
        return True
    return not found["by"]["sum_other_doc_count"] and all(_whole(bucket) for bucket in found["by"]["buckets"])


def _cells(
    found: dict[str, Any], by: tuple[str, ...], others: Sequence[dict[str, str]]
) -> Iterator[tuple[tuple[str | None, ...], int, int]]:
    if not by:
        total = _decided(found)
        yield (), total.upheld, total.overturned
        return
    for bucket in found["by"]["buckets"]:
        deeper = list(_cells(bucket, by[1:], others[1:]))
        values_here = _values(bucket["key"], by[0])
        for value in dict.fromkeys(
            value if value is None else others[0].get(value, value) for value in values_here
        ):
            for values, upheld, overturned in deeper:
                yield (value, *values), upheld, overturned


def _undated(
    searcher: tantivy.Searcher, catalog: Catalog, query: Query, by: tuple[str, ...]
) -> Iterator[tuple[tuple[str | None, ...], int, int]]:
    """The rows of what has no date: a number, unlike a name, has no bucket for what is not stated."""
    for position, name in enumerate(by):
        if name == "year" or name in _TIMES:
            index = "day" if name in _TIMES else "year"
            undated = Query.boolean_query([(Occur.Must, query), (Occur.MustNot, Query.exists_query(index))])
            rest = by[:position] + by[position + 1 :]
            for values, upheld, overturned in _counted(searcher, catalog, undated, rest)[1]:
                if upheld or overturned:
                    yield (*values[:position], None, *values[position:]), upheld, overturned


def _values(key: Any, name: str) -> tuple[str | None, ...]:
    if key == _UNSTATED:
        return (None,)
    if name in _TIMES:
        day = iso(int(key))
        return (day[:7] if name == "month" else f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}",)
    if isinstance(key, float):
        return (str(int(key)),)
    return of_set(str(key))


def _decided(found: dict[str, Any]) -> Outcome:
    counts = {one["key"]: int(one["doc_count"]) for one in found["decision"]["buckets"]}
    return Outcome((), counts.get("upheld", 0), counts.get("overturned", 0))


def _order(row: Outcome, by: tuple[str, ...]) -> tuple[Any, ...]:
    times = tuple(
        (value is None, value or "")
        for value, name in zip(row.values, by, strict=True)
        if name == "year" or name in _TIMES
    )
    rest = tuple((value is None, value or "") for value in row.values)
    return (*times, -row.items, *rest)
