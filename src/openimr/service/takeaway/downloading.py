"""Files of a search: rows from the database as they are asked for, never all of them at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import IO, Any, cast

from django.db import connection, transaction

from openimr.archive.exporting import selecting
from openimr.archive.exporting.formats import Format, encoded, form, header
from openimr.archive.exporting.rows import row
from openimr.archive.searching import Archive
from openimr.service.takeaway.limits import STATEMENT

#: Ending of a file to its form and media type.
FORMS: dict[str, tuple[Format, str]] = {
    "csv": ("csv", "text/csv; charset=utf-8"),
    "jsonl": ("jsonl", "application/x-ndjson; charset=utf-8"),
    "parquet": ("parquet", "application/vnd.apache.parquet"),
}
Filters = Sequence[tuple[str, str]]


def lines(
    archive: Archive,
    name: Format,
    text: str,
    filters: Filters,
    *,
    site: str,
    first: Iterator[list[str]] | None = None,
) -> Iterator[bytes]:
    """A search, or everything, as lines of CSV or JSON, some at a time.

    Raises:
        QueryProblem, NoIndex: before the first bytes.
    """
    yield header(name)
    for documents in first or chosen(archive, text, filters):
        yield encoded(name, [row(document, site=site) for document in documents])


def table(archive: Archive, file: IO[bytes], text: str, filters: Filters, *, site: str) -> None:
    """The same as Parquet, written to ``file``."""
    writer = form("parquet", file)
    for documents in chosen(archive, text, filters):
        writer.write([row(document, site=site) for document in documents])
    writer.close()


def chosen(archive: Archive, text: str, filters: Filters) -> Iterator[list[str]]:
    """The documents of a search, or all; each of its statements has a time limit."""
    pages = (
        selecting.matching(_Limited(), archive, text, filters)
        if text.strip() or filters
        else selecting.everything(_Limited())
    )
    yield from pages


class _Limited:
    """The connection of this request, each statement in a transaction of its own with a limit."""

    def cursor(self) -> _Cursor:
        return _Cursor()


class _Cursor:
    def __init__(self) -> None:
        self._rows: list[tuple[object, ...]] = []

    def execute(self, sql: str, params: object = None, /) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {STATEMENT}")
            cursor.execute(sql, cast("Any", params))
            self._rows = cursor.fetchall()

    def fetchone(self) -> object:
        return self._rows[0] if self._rows else None

    def fetchall(self) -> object:
        return self._rows

    def close(self) -> None:
        self._rows = []


#: For whatever else reads the archive's tables for a page.
limited = _Limited()
