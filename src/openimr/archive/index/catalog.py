"""The values that a field of the index takes, with how many entries have each."""

from __future__ import annotations

import threading
from functools import cached_property, lru_cache

import tantivy

from openimr.archive.index.fields import BY_NAME, names

#: More values than any facet of ours has; a field of free text is none.
_MOST = 60_000


class Catalog:
    """Values of the facets of one searcher, counted when they are first asked for."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self._lock = threading.Lock()
        self._values: dict[str, dict[str, int]] = {}
        self._folded: dict[str, dict[str, str]] = {}
        self._others: dict[str, dict[str, str]] = {}

    def values(self, field: str) -> dict[str, int]:
        """Value to count, the most frequent first."""
        with self._lock:
            if field not in self._values:
                found = self._searcher.aggregate(
                    tantivy.Query.all_query(), {"v": {"terms": {"field": field, "size": _MOST}}}
                )
                self._values[field] = {str(one["key"]): one["doc_count"] for one in found["v"]["buckets"]}
            return self._values[field]

    def exact(self, field: str, value: str) -> str | None:
        """The value as it is printed that is the same as ``value`` but for case and accents."""
        if field not in self._folded:
            # The most frequent way to print it is the last to be put down.
            counted = sorted(self.values(field).items(), key=lambda one: (-one[1], one[0]), reverse=True)
            self._folded[field] = {fold(one): one for one, _ in counted}
        return self._folded[field].get(fold(value))

    def others(self, field: str) -> dict[str, str]:
        """Values printed otherwise but for case and accents than most print them, each to what most print.

        A filter finds all of them, so they are counted as one.
        """
        if field not in self._others:
            if BY_NAME[field].kind != "name":
                self._others[field] = {}
            else:
                values = self.values(field)
                self.exact(field, "")
                most = self._folded[field]
                self._others[field] = {one: most[fold(one)] for one in values if most[fold(one)] != one}
        return self._others[field]

    def containing(self, field: str, value: str) -> tuple[str, ...]:
        """Values that have every word of ``value`` as the beginning of one of theirs, the most frequent first."""
        wanted = fold(value).split()
        return tuple(one for one in self.values(field) if all(_begins(fold(one), word) for word in wanted))

    @cached_property
    def total(self) -> int:
        """How many entries there are."""
        return int(self._searcher.num_docs)


@lru_cache(50_000)
def fold(value: str) -> str:
    """``value`` as the index compares names."""
    found = names().analyze(value)
    return found[0] if found else ""


def _begins(text: str, word: str) -> bool:
    at = text.find(word)
    while at >= 0:
        if at == 0 or not text[at - 1].isalnum():
            return True
        at = text.find(word, at + 1)
    return False
