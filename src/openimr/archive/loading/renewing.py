"""What is held in an old form: letters that another reader read, and entries that have to be made anew."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from openimr.archive.connection import Connection, rows, run
from openimr.archive.getting import parsed
from openimr.archive.index.fields import VERSION
from openimr.archive.loading.dmhc import held_cases, write_entries
from openimr.archive.loading.one import lock
from openimr.archive.loading.rows import addressed, unaddressed
from openimr.archive.loading.writing import copy_entries
from openimr.letters.codec import from_held

#: Letters, and cases of the DMHC table, in one transaction.
_LETTERS, _CASES = 200, 2_000
#: Of ``archive.letter AS l``: it has no entry of the version that is the parameter.
LACKS = "NOT EXISTS (SELECT 1 FROM archive.entry AS e WHERE e.letter_id = l.id AND e.version = %s) AND l.items > 0"
_CASE_LACKS = (
    "NOT EXISTS (SELECT 1 FROM archive.entry AS e"
    " WHERE e.unit = 'dmhc:' || d.reference_id AND e.version = %s)"
)


@dataclass(frozen=True, slots=True)
class Stale:
    """What is out of date.

    Attributes:
        letters: read by another reader; :func:`openimr.archive.loading.reread` reads them again.
        entries: letters and cases without entries in the present form; :func:`backfill` makes them.
    """

    letters: int
    entries: int


def stale(connection: Connection, reader: str) -> Stale:
    """Count what is out of date for ``reader`` and for this version of the code."""
    letters = rows(connection, "SELECT count(*) FROM archive.letter WHERE reader <> %s", [reader])
    return Stale(letters[0][0], lacking(connection))


def lacking(connection: Connection) -> int:
    """How many letters and cases have no entries in the present form."""
    found = rows(
        connection,
        f"SELECT (SELECT count(*) FROM archive.letter AS l WHERE {LACKS})"  # noqa: S608
        f" + (SELECT count(*) FROM archive.dmhc AS d WHERE {_CASE_LACKS})",
        [VERSION, VERSION],
    )
    return int(found[0][0])


def backfill(connect: Callable[[], Any], *, progress: Callable[[int, int], None] | None = None) -> int:
    """Make the entries that are missing or have an old form, from what is held; returns of how many letters and cases.

    Nothing is read from a file. Safe to repeat and to kill, and safe beside loaders.

    Args:
        connect: opens a connection of psycopg, as the owner of the tables.
        progress: called with how many are done, and of how many.
    """
    with closing(connect()) as connection:
        connection.autocommit = True
        total = lacking(connection)
        done = 0
        for step in (_letters, remake_cases):
            while total and (made := step(connection)):
                done += made
                if progress is not None:
                    progress(done, max(done, total))
    return done


def _letters(connection: Any) -> int:
    with connection.transaction():
        lock(connection)
        found = rows(
            connection,
            f"SELECT id, slug, origin, determination FROM archive.letter AS l WHERE {LACKS} LIMIT %s",  # noqa: S608
            [VERSION, _LETTERS],
        )
        held = [row[0] for row in found]
        if not held:
            return 0
        run(connection, "DELETE FROM archive.entry WHERE letter_id = ANY(%s)", [held])
        copy_entries(
            connection,
            (
                (*addressed(number, document, address=slug, letter_id=letter_id, origin=origin), letter_id)
                for letter_id, slug, origin, determination in found
                for number, document in unaddressed(from_held(parsed(determination)))
            ),
        )
    return len(held)


def remake_cases(connection: Any) -> int:
    """Make the entries of some cases of the DMHC table anew, and say of how many."""
    with connection.transaction():
        lock(connection)
        found = held_cases(connection, f"{_CASE_LACKS} LIMIT %s", [VERSION, _CASES])
        if found:
            units = [f"dmhc:{case.reference_id}" for case in found]
            run(connection, "DELETE FROM archive.entry WHERE unit = ANY(%s)", [units])
            write_entries(connection, found)
    return len(found)
