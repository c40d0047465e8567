"""The part of the DB-API (PEP 249) that the archive uses; psycopg's and Django's connections both have it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol


class Cursor(Protocol):
    """A DB-API cursor with ``%s`` parameters."""

    def execute(self, sql: Any, params: Any = None, /) -> Any:
        """Run one statement."""

    def fetchone(self) -> Any:
        """The next row, or ``None``."""

    def fetchall(self) -> Any:
        """All rows."""

    def close(self) -> None:
        """Free the cursor."""


class Connection(Protocol):
    """A DB-API connection to PostgreSQL."""

    def cursor(self) -> Any:
        """A new cursor."""


def rows(connection: Connection, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    cursor: Cursor = connection.cursor()
    try:
        cursor.execute(sql, list(params) or None)
        return [tuple(row) for row in cursor.fetchall()]
    finally:
        cursor.close()


def run(connection: Connection, sql: str, params: Sequence[Any] = ()) -> None:
    """Run a statement that gives no rows."""
    cursor: Cursor = connection.cursor()
    try:
        cursor.execute(sql, list(params) or None)
    finally:
        cursor.close()
