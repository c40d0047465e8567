"""The one that writes: collects what was read and commits it in batches, beside the reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Generic, TypeVar

import psycopg

from openimr.archive.loading.dmhc import Case, write_cases
from openimr.archive.loading.model import Loaded, Refusal, Report, Task
from openimr.archive.loading.rows import LetterRows
from openimr.archive.loading.writing import write
from openimr.archive.model import Origin

#: What one transaction holds at most.
_LETTERS = 256
_BYTES = 16 << 20
_CASES = 2_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Waiting(Generic[T]):
    """Something to be written, and its name in a refusal."""

    shown: str
    line: int | None
    what: T
    items: int


class Writer:
    """Writes on ``connection`` in a thread of its own, one batch while the next is collected."""

    def __init__(self, connection: Any, report: Report, origin: Origin, reader: str) -> None:
        self._connection, self._report = connection, report
        self._thread = ThreadPoolExecutor(1)
        self._under_way: Future[Report] | None = None
        self._letters: list[_Waiting[LetterRows]] = []
        self._bytes = 0
        self._cases: list[_Waiting[Case]] = []
        self._write_letters: Callable[[Sequence[LetterRows]], list[Loaded]] = lambda found: write(
            connection, found, origin=origin, reader=reader
        )
        self._write_cases: Callable[[Sequence[Case]], list[Loaded]] = lambda found: write_cases(
            connection, found
        )

    def __enter__(self) -> Writer:
        """The writer itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Write what waits; where something failed, only finish the batch that is under way."""
        try:
            if kind is None:
                self._flush_letters()
                self._flush_cases()
            self._wait()
        except Exception:
            if kind is None:
                raise
        finally:
            self._thread.shutdown()

    def letter(self, task: Task, found: LetterRows) -> None:
        """Take a letter; what stops the writing is raised here, later."""
        self._letters.append(_Waiting(task.shown, task.line, found, len(found.items)))
        self._bytes += len(found.values[9])
        if len(self._letters) >= _LETTERS or self._bytes >= _BYTES:
            self._flush_letters()

    def case(self, shown: str, case: Case) -> bool:
        """Take a row of the DMHC table; whether that made a batch full."""
        self._cases.append(_Waiting(shown, None, case, 1))
        full = len(self._cases) >= _CASES
        if full:
            self._flush_cases()
        return full

    def _flush_letters(self) -> None:
        self._give(self._letters, self._write_letters)
        self._letters, self._bytes = [], 0

    def _flush_cases(self) -> None:
        self._give(self._cases, self._write_cases)
        self._cases = []

    def _give(self, waiting: Sequence[_Waiting[T]], write: Callable[[Sequence[T]], list[Loaded]]) -> None:
        self._wait()
        if waiting:
            self._under_way = self._thread.submit(self._commit, waiting, write)

    def _wait(self) -> None:
        """Until the batch under way is committed, and count it."""
        under_way, self._under_way = self._under_way, None
        if under_way is not None:
            self._report.add(under_way.result())

    def _commit(self, waiting: Sequence[_Waiting[T]], write: Callable[[Sequence[T]], list[Loaded]]) -> Report:
        report = Report()
        try:
            with self._connection.transaction():
                done = write([one.what for one in waiting])
        except (psycopg.DataError, psycopg.IntegrityError, psycopg.ProgrammingError) as problem:
            # Something in it does not fit the tables: the others are not to suffer for it.
            if len(waiting) == 1:
                why = (str(problem).strip().splitlines() or [type(problem).__name__])[0].rstrip(".")
                report.refusals.append(
                    Refusal(
                        waiting[0].shown,
                        waiting[0].line,
                        "not_supported",
                        f"The database does not take it ({why}); look at its values.",
                    )
                )
                return report
            middle = len(waiting) // 2
            report.add(self._commit(waiting[:middle], write))
            report.add(self._commit(waiting[middle:], write))
            return report
        for one, loaded in zip(waiting, done, strict=True):
            report.count(loaded)
            report.items += 0 if loaded == "held" else one.items
        return report
