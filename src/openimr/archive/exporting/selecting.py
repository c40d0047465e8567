"""Which items an export holds: exactly those of a search, or all, in the order of their keys, however many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import tantivy
from tantivy import Occur, Query

from openimr.archive.connection import Connection, rows
from openimr.archive.index.fields import VERSION, schema
from openimr.archive.searching import Archive

#: Up to so many hits their keys are held in memory and sorted; for more of them the keys of the database are gone
#: through in order and the index is asked which of them match.
GATHERED = 100_000
_KEYS = 5_000
_DOCUMENTS = 1_000


def everything(connection: Connection) -> Iterator[list[str]]:
    """The documents of all items, some at a time."""
    last = ""
    while True:
        found = rows(
            connection,
            "SELECT key, document FROM archive.entry WHERE key > %s AND version = %s ORDER BY key LIMIT %s",
            [last, VERSION, _DOCUMENTS],
        )
        if not found:
            return
        last = found[-1][0]
        yield [document for _, document in found]


def matching(
    connection: Connection,
    archive: Archive,
    text: str,
    filters: Sequence[tuple[str, str]],
    *,
    gathered: int = GATHERED,
) -> Iterator[list[str]]:
    """The documents of the items that a search counts in its ``total``, some at a time.

    What the index holds when this begins decides; an item that has left the database since is left out.

    Raises:
        QueryProblem: the query can't be understood.
        NoIndex: there is no index.
    """
    query = archive.matching(text, filters)
    searcher = archive.reader.searcher()
    for keys in _keys(connection, searcher, query, gathered):
        for start in range(0, len(keys), _DOCUMENTS):
            yield documents(connection, keys[start : start + _DOCUMENTS])


def count(archive: Archive, text: str, filters: Sequence[tuple[str, str]]) -> int:
    """How many items a search has.

    Raises:
        QueryProblem, NoIndex: as for :func:`matching`.
    """
    return _count(archive.reader.searcher(), archive.matching(text, filters))


def documents(connection: Connection, keys: Sequence[str]) -> list[str]:
    """The documents of these keys that there are, in their order."""
    found = dict(
        rows(
            connection,
            "SELECT key, document FROM archive.entry WHERE key = ANY(%s) AND version = %s",
            [list(keys), VERSION],
        )
    )
    return [found[key] for key in keys if key in found]


def among(searcher: tantivy.Searcher, query: Query, keys: Sequence[str]) -> set[str]:
    """Those of ``keys`` that match ``query``."""
    if not keys:
        return set()
    both = Query.boolean_query(
        [
            (Occur.Must, Query.const_score_query(Query.term_set_query(schema(), "key", list(keys)), 0.0)),
            (Occur.Must, Query.const_score_query(query, 0.0)),
        ]
    )
    return _found(searcher, both, len(keys))


def _keys(
    connection: Connection, searcher: tantivy.Searcher, query: Query, gathered: int
) -> Iterator[list[str]]:
    total = _count(searcher, query)
    if total == 0:
        return
    if total <= gathered:
        # The order of UTF-8, which is that of the database.
        yield sorted(_found(searcher, Query.const_score_query(query, 0.0), total), key=str.encode)
        return
    last = ""
    while True:
        held = [
            key
            for (key,) in rows(
                connection,
                "SELECT key FROM archive.entry WHERE key > %s ORDER BY key LIMIT %s",
                [last, _KEYS],
            )
        ]
        if not held:
            return
        last = held[-1]
        match = among(searcher, query, held)
        yield [key for key in held if key in match]


def _count(searcher: tantivy.Searcher, query: Query) -> int:
    return int(searcher.search(query, limit=1, count=True).count or 0)  # type: ignore[attr-defined]


def _found(searcher: tantivy.Searcher, query: Query, most: int) -> set[str]:
    result = searcher.search(query, limit=most, count=False)
    return {str(searcher.doc(address).get_first("key")) for _, address in result.hits}
