"""Loading one letter that was read already: each file once, read again only when the reader has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from openimr.archive.connection import Connection, rows, run
from openimr.archive.index.fields import VERSION
from openimr.archive.loading.model import Kind, Loaded
from openimr.archive.loading.rows import (
    COLUMNS,
    ITEM_COLUMNS,
    LetterRows,
    address,
    addressed,
    letter_rows,
)
from openimr.archive.model import Origin
from openimr.archive.storage import Storage
from openimr.letters.model import Determination, Finding


def load(
    connection: Connection,
    storage: Storage,
    data: bytes,
    determination: Determination,
    findings: Sequence[Finding],
    *,
    origin: Origin,
    reader: str,
) -> Loaded:
    """Put a letter into the archive: its bytes into ``storage``, then its rows and its entries.

    A file that is held by the same ``reader`` is left as it is, one held by another reader gets the new
    reading; its address stays. Safe to repeat and safe beside other loaders.

    Args:
        data: the file's bytes; their SHA-256 tells letters apart.
        determination: what was read from it, with spans.
        findings: what the checks found in it.
        origin: ``sample`` for a fictional letter, ``published`` for one of the public record.
        reader: the version of the reader and the checks, see :func:`openimr.archive.held`.

    Raises:
        ValueError: the determination can't be held (two items with one number).
    """
    sha256 = hashlib.sha256(data).hexdigest()
    lock(connection)
    known = rows(
        connection,
        "SELECT id, reader, slug, origin, sha256 FROM archive.letter WHERE sha256 = %s OR of_sha256 = %s"
        " ORDER BY sha256 = %s DESC LIMIT 1",
        [sha256, sha256, sha256],
    )
    if known and known[0][1] == reader and known[0][4] == sha256:
        return "held"
    kind: Kind = "pdf" if data[:1024].lstrip().startswith(b"%PDF-") else "text"
    if known:
        origin = known[0][3]
    made = letter_rows(determination, findings, sha256=sha256, kind=kind, reader=reader)
    storage.put(data)
    if known:
        letter_id, _, slug, _, _ = known[0]
        sets = ", ".join(f"{column} = %s" for column in ("sha256", "of_sha256", "kind", *COLUMNS))
        run(
            connection,
            f"UPDATE archive.letter SET {sets}, read_at = now() WHERE id = %s",  # noqa: S608
            [sha256, made.of_sha256, kind, *made.values, letter_id],
        )
        run(connection, "DELETE FROM archive.item WHERE letter_id = %s", [letter_id])
        run(connection, "DELETE FROM archive.entry WHERE letter_id = %s", [letter_id])
    else:
        slug = _free(connection, made)
        names = ", ".join(("sha256", "slug", "origin", "kind", *COLUMNS))
        marks = ", ".join(["%s"] * (4 + len(COLUMNS)))
        letter_id = rows(
            connection,
            f"INSERT INTO archive.letter ({names}) VALUES ({marks}) RETURNING id",  # noqa: S608
            [sha256, slug, origin, kind, *made.values],
        )[0][0]
    _insert_items(connection, letter_id, made)
    _insert_entries(connection, letter_id, slug, origin, made)
    return "updated" if known else "added"


def lock(connection: Connection) -> None:
    """Make loaders wait for one another until this transaction is over.

    Two loaders of the same file, or of two files of one case, need that; and the index relies on it that no revision
    becomes visible after a higher one.
    """
    run(connection, "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", ["archive.letter"])


def _insert_items(connection: Connection, letter_id: int, made: LetterRows) -> None:
    names = ", ".join(("letter_id", *ITEM_COLUMNS))
    marks = ", ".join(["%s"] * (1 + len(ITEM_COLUMNS)))
    for item in made.items:
        run(
            connection,
            f"INSERT INTO archive.item ({names}) VALUES ({marks})",  # noqa: S608
            [letter_id, *item],
        )


def _insert_entries(
    connection: Connection, letter_id: int, slug: str, origin: Origin, made: LetterRows
) -> None:
    for number, unfinished in made.documents:
        key, unit, document = addressed(number, unfinished, address=slug, letter_id=letter_id, origin=origin)
        run(
            connection,
            "INSERT INTO archive.entry (key, unit, letter_id, programme, version, document)"
            " VALUES (%s, %s, %s, 'imr', %s, %s)",
            [key, unit, letter_id, VERSION, document],
        )


def _free(connection: Connection, made: LetterRows) -> str:
    taken = made.wanted is not None and bool(
        rows(connection, "SELECT 1 FROM archive.letter WHERE slug = %s", [made.wanted])
    )
    return address(made.wanted, made.sha256, taken)
