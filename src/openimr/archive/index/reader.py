"""Reading the index: the current generation, looked at again when it has changed."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import tantivy

from openimr.archive.index.fields import register
from openimr.archive.index.generations import Generations, usable

#: How long an answer may be older than the index, seconds.
_LOOK_AGAIN = 1.0
_DAMAGED = "The search index is damaged: run openimr archive index, which builds it anew; nothing of the archive is lost."


class NoIndex(Exception):
    """There is no index yet, one of another version, or a damaged one; the sentence says what to do."""


def opened(generation: Path) -> tantivy.Index:
    """The index in the folder ``generation``."""
    return register(tantivy.Index.open(str(generation)))


def sound(generation: Path) -> bool:
    """Whether the index in the folder ``generation`` can be opened, with all the files it is made of."""
    try:
        opened(generation).searcher()
    except (OSError, ValueError):
        return False
    return True


class Reader:
    """The index below ``folder``, for many threads of one process.

    ``searcher()`` looks for a new generation and for new commits at most once a second; both cost under a
    millisecond. A searcher goes on seeing what it saw when it was given.
    """

    def __init__(self, folder: Path) -> None:
        self._generations = Generations(folder)
        self._lock = threading.Lock()
        self._index: tantivy.Index | None = None
        self._seen: tuple[str, int] | None = None
        self._searcher: tantivy.Searcher | None = None
        self._looked = 0.0

    def searcher(self) -> tantivy.Searcher:
        """What the index holds now.

        Raises:
            NoIndex: there is none.
        """
        now = time.monotonic()
        with self._lock:
            if self._searcher is None or now - self._looked >= _LOOK_AGAIN:
                self._look()
                self._looked = now
            assert self._searcher is not None
            return self._searcher

    @property
    def generation(self) -> str:
        """Changes whenever what the index holds has changed; for caches."""
        self.searcher()
        return "" if self._seen is None else f"{self._seen[0]}.{self._seen[1]}"

    def revision(self) -> int:
        """The revision of the database up to which the index holds every change, or an older one; 0 without an index.

        Ask before taking a searcher from a reader that has not been asked for a second: it then holds all of it.
        """
        current = self._generations.current()
        state = None if current is None else self._generations.state(current)
        return 0 if state is None else state.revision

    def _look(self) -> None:
        current = self._generations.current()
        if current is None or not usable(self._generations.state(current)):
            self._searcher = None
            raise NoIndex("The archive has no index yet: run openimr archive index, or load a letter.")
        try:
            seen = (current.name, (current / "meta.json").stat().st_mtime_ns)
        except OSError as problem:
            self._searcher = None
            raise NoIndex(_DAMAGED) from problem
        if seen == self._seen and self._searcher is not None:
            return
        try:
            if self._index is None or self._seen is None or self._seen[0] != seen[0]:
                self._index = opened(current)
            else:
                self._index.reload()
            self._searcher = self._index.searcher()
        except (OSError, ValueError) as problem:
            self._index = self._searcher = self._seen = None
            raise NoIndex(_DAMAGED) from problem
        self._seen = seen
