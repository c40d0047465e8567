"""Listing letters by what the checks found in them. Everything else is searched in the index, item by item."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from openimr.archive.connection import Connection, rows


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
    """What the checks found at most, and the number of letters."""

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
_WORST = "CASE WHEN l.errors > 0 THEN 'errors' WHEN l.warnings > 0 THEN 'warnings' ELSE 'none' END"


def find(connection: Connection, findings: str | None = None, *, limit: int = 20, offset: int = 0) -> Listing:
    """Letters, the newest decision first.

    Args:
        findings: ``errors``, ``warnings`` (and no errors), ``any`` or ``none``; ``None`` is every letter.
    """
    where = "true" if findings is None else _FINDINGS.get(findings, "false")
    found = rows(
        connection,
        "SELECT l.slug, l.case_number, l.source, l.origin, l.priority, l.decided, l.outcome, l.items,"  # noqa: S608
        " l.errors, l.warnings,"
        " ARRAY(SELECT i.disputed FROM archive.item i WHERE i.letter_id = l.id ORDER BY i.number),"
        " ARRAY(SELECT DISTINCT i.category FROM archive.item i WHERE i.letter_id = l.id ORDER BY 1)"
        f" FROM archive.letter l WHERE {where} ORDER BY l.decided DESC NULLS LAST, l.id DESC LIMIT %s OFFSET %s",
        [limit, offset],
    )
    total = rows(connection, f"SELECT count(*) FROM archive.letter l WHERE {where}")[0][0]  # noqa: S608
    held = rows(connection, "SELECT count(*) FROM archive.letter")[0][0]
    worst = rows(
        connection,
        f"SELECT {_WORST}, count(*) FROM archive.letter l GROUP BY 1 ORDER BY 2 DESC, 1",  # noqa: S608
    )
    return Listing(
        tuple(_row(*row) for row in found), total, held, {"findings": tuple(Facet(*row) for row in worst)}
    )


def _row(*columns: Any) -> Row:
    disputed, categories = columns[-2:]
    values: tuple[Any, ...] = (*columns[:-2], tuple(disputed), tuple(categories))
    return Row(*values)
