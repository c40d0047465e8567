"""What came into the archive since: the items of letters that were not there before, the newest first."""

from __future__ import annotations

from collections.abc import Iterator

from openimr.archive.connection import Connection, rows

_CHUNK = 2_000


def newest(connection: Connection, revision: int) -> int:
    """The newest letter (``archive.letter.id``) up to which an index of this ``revision`` holds every letter.

    Loaders hold a lock until they commit, so no letter with a lower id appears later. A letter that is read again keeps
    its id: it is not new.
    """
    held = rows(
        connection,
        "SELECT coalesce((SELECT min(letter_id) - 1 FROM archive.entry WHERE revision > %s AND letter_id IS NOT NULL),"
        " (SELECT max(id) FROM archive.letter), 0)",
        [revision],
    )
    return int(held[0][0])


def arrived(connection: Connection, after: int, until: int) -> Iterator[list[str]]:
    """Keys of the items of the letters with ``after`` < id <= ``until``, the newest letter first, some at a time."""
    last = (until + 1, "")
    while True:
        found = rows(
            connection,
            "SELECT letter_id, key FROM archive.entry WHERE letter_id > %s AND letter_id <= %s"
            " AND (letter_id < %s OR key > %s) ORDER BY letter_id DESC, key LIMIT %s",
            [after, last[0], *last, _CHUNK],
        )
        if not found:
            return
        last = (found[-1][0], found[-1][1])
        yield [key for _, key in found]


def loaded(connection: Connection, keys: list[str]) -> dict[str, str]:
    """When the letter of each of these items was loaded, as RFC 3339 in UTC; for DMHC when the table was."""
    return dict(
        rows(
            connection,
            "SELECT e.key, to_char(coalesce(l.loaded_at, d.loaded_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
            " FROM archive.entry AS e LEFT JOIN archive.letter AS l ON l.id = e.letter_id"
            " LEFT JOIN archive.dmhc AS d ON e.programme = 'dmhc' AND d.reference_id = e.key"
            " WHERE e.key = ANY(%s) AND coalesce(l.loaded_at, d.loaded_at) IS NOT NULL",
            [keys],
        )
    )
