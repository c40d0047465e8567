"""Writing letters that were read: a batch in one transaction, by COPY."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openimr.archive.connection import Connection, rows, run
from openimr.archive.index.fields import VERSION
from openimr.archive.loading.model import Loaded
from openimr.archive.loading.one import lock
from openimr.archive.loading.rows import COLUMNS, ITEM_COLUMNS, LetterRows, address, addressed
from openimr.archive.model import Origin

_KEPT = ("sha256", "of_sha256", "kind", *COLUMNS)
_ARRIVING = ("id", "slug", "origin", "fresh", *_KEPT)
_TYPES = {
    "id": "bigint",
    "fresh": "boolean",
    "decided": "date",
    "items": "integer",
    "errors": "integer",
    "warnings": "integer",
    "determination": "jsonb",
    "findings": "jsonb",
}
_MAKE = (
    "CREATE TEMP TABLE IF NOT EXISTS arriving ("
    + ", ".join(f"{name} {_TYPES.get(name, 'text')}" for name in _ARRIVING)
    + ") ON COMMIT DELETE ROWS"
)
_INSERT = (
    f"INSERT INTO archive.letter (id, slug, origin, {', '.join(_KEPT)}) OVERRIDING SYSTEM VALUE"  # noqa: S608
    f" SELECT id, slug, origin, {', '.join(_KEPT)} FROM arriving WHERE fresh ON CONFLICT DO NOTHING"
)
_UPDATE = (
    f"UPDATE archive.letter AS l SET {', '.join(f'{name} = n.{name}' for name in _KEPT)}, read_at = now()"  # noqa: S608
    f" FROM arriving AS n WHERE l.id = n.id AND NOT n.fresh"
)


def write(connection: Any, batch: Sequence[LetterRows], *, origin: Origin, reader: str) -> list[Loaded]:
    """Put ``batch`` into the archive and say what became of each letter. To be called within a transaction.

    Args:
        connection: psycopg's. Its role must be allowed to make temporary tables.
        batch: letters whose originals are in the storage already.
    """
    run(connection, _MAKE)
    lock(connection)
    known = _Known(connection, batch)
    out: list[Loaded] = []
    # By row number, so that two forms of one letter in one batch leave the later.
    letters: dict[int, _Arrival] = {}
    fresh = _Fresh(connection, batch)
    for one in batch:
        row = known.of(one)
        if row is None:
            letter_id, slug = fresh.place(one)
            letters[letter_id] = _Arrival(letter_id, slug, origin, True, one)
            known.add(letters[letter_id], reader)
            out.append("added")
        elif row.same(one, reader):
            out.append("held")
        else:
            fresh_here = row.id in letters and letters[row.id].fresh
            letters[row.id] = _Arrival(row.id, row.slug, row.origin, fresh_here, one)
            known.add(letters[row.id], reader)
            out.append("updated")
    if letters:
        _copy_all(connection, list(letters.values()))
    return out


@dataclass(frozen=True, slots=True)
class _Arrival:
    """A letter to be written: where, and whether its row is new."""

    id: int
    slug: str
    origin: Origin
    fresh: bool
    rows: LetterRows


@dataclass(frozen=True, slots=True)
class _Row:
    """A letter that is held."""

    id: int
    slug: str
    origin: Origin
    reader: str
    sha256: str
    of_sha256: str | None

    def same(self, one: LetterRows, reader: str) -> bool:
        """Whether there is nothing to do: these very bytes were read by this reader, or the file's own are held."""
        if self.sha256 == one.sha256:
            return self.reader == reader
        # A determination as JSON adds nothing to its file, or to another line that was read from the same file.
        return one.kind == "json"


class _Known:
    """The letters of a batch that are held, by their own bytes or by the file that their JSON was read from."""

    def __init__(self, connection: Connection, batch: Sequence[LetterRows]) -> None:
        wanted = list({one.sha256 for one in batch} | {one.of_sha256 for one in batch if one.of_sha256})
        self._rows: dict[str, _Row] = {}
        self._files: dict[str, _Row] = {}
        for row in rows(
            connection,
            "SELECT id, slug, origin, reader, sha256, of_sha256 FROM archive.letter"
            " WHERE sha256 = ANY(%s) OR of_sha256 = ANY(%s)",
            [wanted, wanted],
        ):
            self._note(_Row(*row))

    def of(self, one: LetterRows) -> _Row | None:
        """The row that is the same letter."""
        found = self._rows.get(one.sha256) or self._files.get(one.sha256)
        if found is None and one.of_sha256 is not None:
            found = self._rows.get(one.of_sha256) or self._files.get(one.of_sha256)
        return found

    def add(self, one: _Arrival, reader: str) -> None:
        """It is held from now on, so that the same bytes later in the batch are not written twice."""
        self._note(_Row(one.id, one.slug, one.origin, reader, one.rows.sha256, one.rows.of_sha256))

    def _note(self, row: _Row) -> None:
        self._rows[row.sha256] = row
        if row.of_sha256 is not None:
            self._files[row.of_sha256] = row


class _Fresh:
    """Row numbers and addresses for letters that are new."""

    def __init__(self, connection: Connection, batch: Sequence[LetterRows]) -> None:
        wanted = [one.wanted for one in batch if one.wanted is not None]
        found = rows(connection, "SELECT slug FROM archive.letter WHERE slug = ANY(%s)", [wanted])
        self._taken = {slug for (slug,) in found}
        self._ids = iter(
            rows(
                connection,
                "SELECT nextval(pg_get_serial_sequence('archive.letter', 'id')) FROM generate_series(1, %s)",
                [len(batch)],
            )
        )

    def place(self, one: LetterRows) -> tuple[int, str]:
        slug = address(one.wanted, one.sha256, one.wanted in self._taken)
        self._taken.add(slug)
        return next(self._ids)[0], slug


def _copy_all(connection: Any, letters: Sequence[_Arrival]) -> None:
    copy(
        connection,
        f"COPY arriving ({', '.join(_ARRIVING)}) FROM STDIN",
        (
            (
                one.id,
                one.slug,
                one.origin,
                one.fresh,
                one.rows.sha256,
                one.rows.of_sha256,
                one.rows.kind,
                *one.rows.values,
            )
            for one in letters
        ),
    )
    held = [one.id for one in letters if not one.fresh]
    if held:
        run(connection, _UPDATE)
        run(connection, "DELETE FROM archive.item WHERE letter_id = ANY(%s)", [held])
        run(connection, "DELETE FROM archive.entry WHERE letter_id = ANY(%s)", [held])
    run(connection, _INSERT)
    copy(
        connection,
        f"COPY archive.item (letter_id, {', '.join(ITEM_COLUMNS)}) FROM STDIN",
        ((one.id, *item) for one in letters for item in one.rows.items),
    )
    copy_entries(
        connection,
        (
            (
                *addressed(number, unfinished, address=one.slug, letter_id=one.id, origin=one.origin),
                one.id,
            )
            for one in letters
            for number, unfinished in one.rows.documents
        ),
    )


def copy_entries(connection: Any, entries: Any, *, programme: str = "imr") -> None:
    """Write entries: key, unit, document, and the letter's row (``None`` for a programme without letters)."""
    copy(
        connection,
        "COPY archive.entry (key, unit, document, letter_id, programme, version) FROM STDIN",
        ((*entry, programme, VERSION) for entry in entries),
    )


def copy(connection: Any, sql: str, values: Any) -> None:
    """Write ``values``, rows of columns, through COPY."""
    with connection.cursor() as cursor, cursor.copy(sql) as lines:
        for row in values:
            lines.write_row(row)
