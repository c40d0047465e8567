"""Loading files by the million: found, read in worker processes, written in batches; resumable at any moment."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import psycopg

import openimr
from openimr import pages
from openimr.archive import batch
from openimr.archive.connection import rows
from openimr.archive.loading.committing import Writer
from openimr.archive.loading.dmhc import cases
from openimr.archive.loading.model import LoadProblem, OnProgress, Progress, Refusal, Report, Task
from openimr.archive.loading.rows import LetterRows
from openimr.archive.loading.sources import Source, lines, sources, whole
from openimr.archive.loading.work import Unread, read_all
from openimr.archive.model import Origin
from openimr.archive.storage import Storage
from openimr.pages.model import UnreadableFile

#: Letters that a worker gets at once.
_CHUNK = 32

#: Opens a connection of psycopg to the database, as its owner.
Connect = Callable[[], Any]


def load_paths(
    connect: Connect,
    storage: Storage,
    paths: Sequence[str | Path],
    *,
    origin: Origin,
    reader: str,
    jobs: int | None = None,
    progress: OnProgress | None = None,
) -> Report:
    """Load letters (PDF, text, lines of JSON) and the DMHC table: files, or folders of them.

    Originals are kept first, then rows are written, some hundreds of letters in a transaction. Whatever is killed, what
    was committed stays whole, and the same call goes on with the rest: a file whose SHA-256 is held by this reader
    counts as held and is not read. Memory does not grow with the number of files, but for the refusals.

    Args:
        connect: opens a connection; two are used.
        storage: where originals are kept. Workers get a copy of it (:class:`openimr.archive.Folder` can be).
        paths: see :func:`openimr.archive.loading.sources.sources`.
        origin: of letters that are new; the DMHC table is always ``published``.
        reader: the version of the reader and the checks.
        jobs: worker processes, by default one per processor.
        progress: called now and then.

    Raises:
        LoadProblem: it can't go on (disk full, database gone); it says what was done.
    """
    return _Load(connect, storage, origin, reader, jobs, progress).run(paths)


def reread(
    connect: Connect,
    storage: Storage,
    *,
    reader: str,
    engine: batch.Engine | None = "processes",
    jobs: int | None = None,
    progress: OnProgress | None = None,
) -> Report:
    """Read every letter again that another reader read, from its stored original; addresses and origins stay.

    A letter that the new reader refuses stays as it was and is named in the refusals; it is tried again the next time.
    Resumable as :func:`load_paths` is.

    Args:
        engine: where it is read; ``None`` takes what OPENIMR_BATCH_ENGINE says. With ``ray`` every worker must reach
            ``storage`` and have this version installed.
        progress: called with how many letters were given out, of how many.

    Raises:
        LoadProblem: as for :func:`load_paths`.
    """
    return _Load(connect, storage, "published", reader, jobs, progress).again(engine)


class _Load:
    def __init__(
        self,
        connect: Connect,
        storage: Storage,
        origin: Origin,
        reader: str,
        jobs: int | None,
        progress: OnProgress | None,
    ) -> None:
        self._connect, self._storage, self._origin = connect, storage, origin
        self._reader, self._jobs, self._progress = reader, jobs, progress
        self._report = Report()
        self._read = self._total = 0
        #: Names of further copies, by the name of the one that is read: what becomes of it becomes of them.
        self._copies: dict[tuple[str, int | None], list[Task]] = {}

    def run(self, paths: Sequence[str | Path]) -> Report:
        if self._progress is not None:
            self._total = sum(one.size for one in sources(paths) if isinstance(one, Source))
        return self._through(lambda connection: self._new(connection, paths))

    def again(self, engine: batch.Engine | None) -> Report:
        return self._through(self._old, engine)

    def _through(
        self, chunks: Callable[[Any], Iterator[list[Task]]], engine: batch.Engine | None = "processes"
    ) -> Report:
        work = partial(read_all, storage=self._storage, reader=self._reader, version=openimr.__version__)
        with self._told(), self._in_order(), self._connection() as looking, self._connection() as writing:
            with Writer(writing, self._report, self._origin, self._reader) as self._writer:
                given = ([(task, task) for task in chunk] for chunk in chunks(looking))
                for outcome in batch.over(work, given, engine=engine, workers=self._jobs):
                    self._take(outcome.key, outcome.result, outcome.refused)
                    self._tell()
            self._tell()
        return self._report

    def _take(self, task: Task, result: LetterRows | Unread | None, refused: str | None) -> None:
        copies = self._copies.pop((task.shown, task.line), [])
        if isinstance(result, LetterRows):
            self._writer.letter(task, result)
            self._report.count("held", len(copies))
        elif result is None:
            for one in (task, *copies):
                self._refuse(Refusal(one.shown, one.line, "internal", refused or "It gave no result."))
        elif result.fatal:
            raise LoadProblem(
                f"{result.message}: see that the disk of the storage has room and can be written, then run the same"
                " command again; it goes on where this one stopped."
            )
        else:
            for one in (task, *copies):
                self._refuse(Refusal(one.shown, one.line, result.code, result.message))

    def _refuse(self, refusal: Refusal) -> None:
        self._report.refusals.append(refusal)

    def _tell(self) -> None:
        if self._progress is not None:
            report = self._report
            self._progress(Progress(report.done, len(report.refusals), self._read, self._total))

    def _new(self, connection: Any, paths: Sequence[str | Path]) -> Iterator[list[Task]]:
        """Chunks of what is to be read: tables are written from here, what is held is counted."""
        for chunk in batch.in_chunks(self._found(paths), _CHUNK):
            held = self._held(connection, [sha256 for sha256, _ in chunk])
            left: dict[str, Task] = {}
            for sha256, task in chunk:
                if sha256 in held:
                    self._report.count("held")
                elif sha256 in left:
                    first = left[sha256]
                    self._copies.setdefault((first.shown, first.line), []).append(task)
                else:
                    left[sha256] = task
            if left:
                yield list(left.values())
            else:
                self._tell()

    def _held(self, connection: Any, digests: list[str]) -> set[str]:
        found = rows(
            connection,
            "SELECT sha256 FROM archive.letter WHERE sha256 = ANY(%s) AND reader = %s",
            [digests, self._reader],
        )
        return {sha256 for (sha256,) in found}

    def _found(self, paths: Sequence[str | Path]) -> Iterator[tuple[str, Task]]:
        """Every letter of ``paths`` with the SHA-256 of its original."""
        for source in sources(paths):
            if isinstance(source, Refusal):
                self._refuse(source)
            elif source.kind == "table":
                self._table(source)
            elif source.kind == "letter":
                task = Task("file", Path(source.path).name, source.shown, path=source.path)
                try:
                    yield hashlib.sha256(pages.load(source.path)).hexdigest(), task
                except UnreadableFile as problem:
                    self._refuse(Refusal(source.shown, None, problem.code, problem.message))
                self._read += source.size
            else:
                yield from self._lines(source)

    def _lines(self, source: Source) -> Iterator[tuple[str, Task]]:
        start = self._read
        found: Iterable[tuple[Task | Refusal, int]] = (
            [(whole(source), source.size)] if source.kind == "json" else lines(source)
        )
        for task, at in found:
            self._read = start + at
            if isinstance(task, Refusal):
                self._refuse(task)
            else:
                assert task.data is not None
                yield hashlib.sha256(task.data).hexdigest(), task
        self._read = start + source.size

    def _table(self, source: Source) -> None:
        start = self._read
        for case, at in cases(source):
            self._read = start + at
            if isinstance(case, Refusal):
                self._refuse(case)
            elif self._writer.case(source.shown, case):
                self._tell()
        self._read = start + source.size

    def _old(self, connection: Any) -> Iterator[list[Task]]:
        last = 0
        self._total = rows(
            connection, "SELECT count(*) FROM archive.letter WHERE reader <> %s", [self._reader]
        )[0][0]
        while True:
            found = rows(
                connection,
                "SELECT id, sha256, source, slug FROM archive.letter WHERE reader <> %s AND id > %s"
                " ORDER BY id LIMIT %s",
                [self._reader, last, _CHUNK],
            )
            if not found:
                return
            last = found[-1][0]
            yield [Task("kept", source, slug, sha256=sha256) for _, sha256, source, slug in found]
            self._read += len(found)

    @contextmanager
    def _connection(self) -> Iterator[Any]:
        connection = self._connect()
        try:
            connection.autocommit = True
            yield connection
        finally:
            connection.close()

    @contextmanager
    def _in_order(self) -> Iterator[None]:
        """Name the refusals by file and line in the end: workers give them in any order."""
        try:
            yield
        finally:
            self._report.refusals.sort(key=lambda one: (one.source, one.line or 0))

    @contextmanager
    def _told(self) -> Iterator[None]:
        again = "run the same command again; it goes on where this one stopped."
        try:
            yield
        except LoadProblem as problem:
            problem.report = self._report
            raise
        except batch.BatchError as problem:
            raise LoadProblem(str(problem), self._report) from problem
        except psycopg.errors.DiskFull as problem:
            raise LoadProblem(
                f"The disk of the database is full: make room, then {again}", self._report
            ) from problem
        except (psycopg.OperationalError, psycopg.InterfaceError) as problem:
            why = (str(problem).strip().splitlines() or ["no reason given"])[0].rstrip(".:")
            raise LoadProblem(
                f"The database is gone ({why}): see that it runs, then {again}", self._report
            ) from problem
