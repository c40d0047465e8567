"""Finding letters: filters, a page of rows, and how many letters each further filter would leave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from openimr.archive.connection import Connection, rows


@dataclass(frozen=True, slots=True)
class Filters:
    """What to look for; ``None`` or "" does not filter.

    Attributes:
        text: words or a part of a case number, searched in headings, summary and rationales.
        outcome: the case's outcome.
        category: the treatment category of at least one item.
        drug: name or ingredient of at least one disputed drug.
        year: of the decision.
        priority: standard or expedited.
        findings: ``errors``, ``warnings`` (and no errors), ``any`` or ``none``.
        origin: ``sample`` or ``published``.
    """

    text: str = ""
    outcome: str | None = None
    category: str | None = None
    drug: str | None = None
    year: int | None = None
    priority: str | None = None
    findings: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A letter in a list."""

    slug: str
    case_number: str | None
    source: str
    origin: str
    priority: str | None
    decided: date | None
    outcome: str
    items: int
    errors: int
    warnings: int
    disputed: tuple[str, ...]
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facet:
    """A value that one could filter by and the number of letters it would leave."""

    value: str
    letters: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the letters found. ``total`` counts all of them, ``held`` the whole archive."""

    rows: tuple[Row, ...]
    total: int
    held: int
    facets: dict[str, tuple[Facet, ...]]


_FINDINGS = {
    "errors": "l.errors > 0",
    "warnings": "l.errors = 0 AND l.warnings > 0",
    "any": "l.errors + l.warnings > 0",
    "none": "l.errors + l.warnings = 0",
}
#: Where the values of a facet come from.
_FACETS = {
    "outcome": ("l.outcome", ""),
    "category": ("i.category", "JOIN archive.item i ON i.letter_id = l.id"),
    "year": ("extract(year FROM l.decided)::integer::text", ""),
    "priority": ("l.priority", ""),
    "drug": (
        "d.drug",
        "JOIN archive.item i ON i.letter_id = l.id CROSS JOIN LATERAL unnest(i.drugs) AS d(drug)",
    ),
    "findings": (
        "CASE WHEN l.errors > 0 THEN 'errors' WHEN l.warnings > 0 THEN 'warnings' ELSE 'none' END",
        "",
    ),
}
_HAS_ITEM = "EXISTS (SELECT 1 FROM archive.item i WHERE i.letter_id = l.id AND {})"
_CONDITIONS: dict[str, Callable[[Any], tuple[str, list[Any]]]] = {
    "outcome": lambda value: ("l.outcome = %s", [value]),
    "category": lambda value: (_HAS_ITEM.format("i.category = %s"), [value]),
    "drug": lambda value: (_HAS_ITEM.format("i.drugs @> ARRAY[%s::text]"), [value.strip().lower()]),
    "year": lambda value: ("extract(year FROM l.decided) = %s", [value]),
    "priority": lambda value: ("l.priority = %s", [value]),
    "findings": lambda value: (_FINDINGS.get(value, "false"), []),
    "origin": lambda value: ("l.origin = %s", [value]),
}


def find(connection: Connection, filters: Filters, *, limit: int = 20, offset: int = 0) -> Listing:
    """The letters that fit ``filters``, newest decision first, best match first where there is a text."""
    where, params = _where(filters)
    order, order_params = "l.decided DESC NULLS LAST, l.id DESC", []
    if text := _text(filters):
        order = "ts_rank(l.words, websearch_to_tsquery('english', %s)) DESC, " + order
        order_params = [text]
    found = rows(
        connection,
        "SELECT l.slug, l.case_number, l.source, l.origin, l.priority, l.decided, l.outcome, l.items,"  # noqa: S608
        " l.errors, l.warnings,"
        " ARRAY(SELECT i.disputed FROM archive.item i WHERE i.letter_id = l.id ORDER BY i.number),"
        " ARRAY(SELECT DISTINCT i.category FROM archive.item i WHERE i.letter_id = l.id ORDER BY 1)"
        f" FROM archive.letter l WHERE {where} ORDER BY {order} LIMIT %s OFFSET %s",
        [*params, *order_params, limit, offset],
    )
    total = rows(connection, f"SELECT count(*) FROM archive.letter l WHERE {where}", params)[0][0]  # noqa: S608
    held = rows(connection, "SELECT count(*) FROM archive.letter")[0][0]
    return Listing(
        tuple(_row(*row) for row in found),
        total,
        held,
        {name: _facet(connection, filters, name) for name in _FACETS},
    )


def _row(*columns: Any) -> Row:
    disputed, categories = columns[-2:]
    values: tuple[Any, ...] = (*columns[:-2], tuple(disputed), tuple(categories))
    return Row(*values)


def _facet(connection: Connection, filters: Filters, name: str) -> tuple[Facet, ...]:
    """Counts under all the other filters, so that one sees what changing this one would give."""
    others: dict[str, Any] = {name: None}
    where, params = _where(replace(filters, **others))
    value, join = _FACETS[name]
    found = rows(
        connection,
        f"SELECT {value} AS value, count(DISTINCT l.id) FROM archive.letter l {join}"  # noqa: S608
        f" WHERE {where} AND {value} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1",
        params,
    )
    return tuple(Facet(*row) for row in found)


def _text(filters: Filters) -> str:
    """What to search for; PostgreSQL's text holds no NUL."""
    return filters.text.replace("\x00", "").strip()


def _where(filters: Filters) -> tuple[str, Sequence[Any]]:
    conditions, params = ["true"], []
    if text := _text(filters):
        like = "%" + text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
        conditions.append(
            "(l.words @@ websearch_to_tsquery('english', %s) OR l.case_number ILIKE %s OR "
            + _HAS_ITEM.format("i.disputed ILIKE %s")
            + ")"
        )
        params += [text, like, like]
    for name, condition in _CONDITIONS.items():
        value = getattr(filters, name)
        if value is not None and value != "":
            sql, values = condition(value)
            conditions.append(sql)
            params += values
    return " AND ".join(conditions), params
