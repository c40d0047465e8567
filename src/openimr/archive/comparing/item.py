"""The item that others are compared with."""

from __future__ import annotations

import tantivy
from tantivy import Query

from openimr.archive.index.fields import schema
from openimr.archive.query.compiling import Compiled
from openimr.archive.searching import Hit, hit_of


class NoItem(LookupError):
    """The archive has no item of that key; the sentence says so."""

    def __init__(self, key: str) -> None:
        self.sentence = (
            f"The archive has no item {key[:60]}: an item is named by its letter's address and its number,"
            " such as CM16-0248698#1."
        )
        super().__init__(self.sentence)


def item(searcher: tantivy.Searcher, key: str) -> Hit:
    """The item ``key``.

    Raises:
        NoItem: there is none.
    """
    if not key.isprintable():
        # A byte of the command line that is no UTF-8, or a control sign: no key has one.
        raise NoItem(key.encode("ascii", "replace").decode("ascii"))
    query = Query.term_query(schema(), "key", key, "basic")
    result = searcher.search(query, limit=1, count=False)
    if not result.hits:
        raise NoItem(key)
    return hit_of(searcher, result.hits[0][1], None, Compiled(query))
