"""Writing the index: one writer at a time, either all anew or what changed since."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from openimr.archive.connection import Connection, rows, run
from openimr.archive.index.fields import VERSION
from openimr.archive.index.generations import Generations, State, create, usable
from openimr.archive.index.reader import opened, sound

#: Memory of the writer before it writes a segment, bytes. Larger segments mean less merging.
_HEAP = 400_000_000
_THREADS = 2
#: Entries fetched from the database at once.
_CHUNK = 2_000
#: Changed units taken in one commit.
_UNITS = 5_000

Progress = Callable[[int, int], None]


class IndexBusy(Exception):
    """Another process is writing the index."""


class IndexProblem(Exception):
    """The index can't be written; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Written:
    """What writing did: ``entries`` added, ``units`` replaced or removed, and whether all was made anew."""

    entries: int
    units: int
    rebuilt: bool


def update(connection: Connection, folder: Path, *, progress: Progress | None = None) -> Written:
    """Bring the index below ``folder`` to the state of the database.

    Where there is none, a damaged one, one whose documents have another form, or one of another database (it holds
    changes that this one never had), it is built anew.

    Raises:
        IndexBusy: another process writes it (it will hold what is here now, or the next update will).
        IndexProblem: the disk is full or the folder can't be written.
    """
    with _alone(connection):
        generations = Generations(folder)
        current = generations.current()
        state = None if current is None else generations.state(current)
        if (
            current is None
            or state is None
            or not usable(state)
            or state.revision > _revision(connection)
            or not sound(current)
        ):
            return _rebuild(connection, generations, progress)
        with _told():
            return _catch_up(connection, generations, current, state, progress)


def rebuild(connection: Connection, folder: Path, *, progress: Progress | None = None) -> Written:
    """Build the index anew from the database while the old one serves; then the new one does.

    Raises:
        IndexBusy, IndexProblem: as for :func:`update`.
    """
    with _alone(connection):
        return _rebuild(connection, Generations(folder), progress)


def copy(connection: Connection, folder: Path, target: Path) -> Path:
    """Bring the index below ``target``, a further web node's, to the state of the one below ``folder``.

    What a copy before has already is not copied again: tantivy never changes a file of a segment. Readers of ``target``
    go on with what they have until the new generation is whole.

    Returns:
        The new generation.

    Raises:
        IndexBusy, IndexProblem: as for :func:`update`; also where there is no index to copy.
    """
    with _alone(connection), _told():
        current = Generations(folder).current()
        if current is None:
            raise IndexProblem("There is no index to copy: run openimr archive index first.")
        theirs = Generations(target)
        before, new = theirs.current(), theirs.new()
        for path in sorted(current.iterdir()):
            if not path.is_file() or path.name.startswith("."):
                continue
            held = None if before is None else before / path.name
            if held is not None and path.suffix != ".json" and _same_size(held, path):
                (new / path.name).hardlink_to(held)
            else:
                shutil.copy2(path, new / path.name)
        theirs.use(new)
        return new


def _same_size(one: Path, other: Path) -> bool:
    return one.is_file() and one.stat().st_size == other.stat().st_size


def _rebuild(connection: Connection, generations: Generations, progress: Progress | None) -> Written:
    with _told():
        revision = _revision(connection)
        total = int(rows(connection, "SELECT count(*) FROM archive.entry", [])[0][0])
        path = generations.new()
        writer = create(path).writer(heap_size=_HEAP, num_threads=_THREADS)
        done = 0
        for documents in _all(connection):
            for document in documents:
                writer.add_json(document)
            done += len(documents)
            if progress:
                progress(done, total)
        writer.commit()
        writer.wait_merging_threads()
        generations.note(path, State(revision, VERSION))
        # What arrived while it was built.
        caught_up = _catch_up(connection, generations, path, State(revision, VERSION), None)
        generations.use(path)
        return Written(done + caught_up.entries, caught_up.units, rebuilt=True)


def _catch_up(
    connection: Connection, generations: Generations, path: Path, state: State, progress: Progress | None
) -> Written:
    changed = rows(
        connection,
        "SELECT unit, max(revision) FROM (SELECT unit, revision FROM archive.entry WHERE revision > %s"
        " UNION ALL SELECT unit, revision FROM archive.gone WHERE revision > %s) AS changes"
        " GROUP BY unit ORDER BY max(revision)",
        [state.revision, state.revision],
    )
    if not changed:
        return Written(0, 0, rebuilt=False)
    writer = opened(path).writer(heap_size=_HEAP, num_threads=1)
    added = 0
    for start in range(0, len(changed), _UNITS):
        part = changed[start : start + _UNITS]
        units = [unit for unit, _ in part]
        for unit in units:
            writer.delete_documents_by_term("unit", unit)
        for (document,) in rows(
            connection,
            "SELECT document FROM archive.entry WHERE unit = ANY(%s) AND version = %s",
            [units, VERSION],
        ):
            writer.add_json(document)
            added += 1
        writer.commit()
        # A revision below that of an uncommitted loader can't be passed: loaders hold a lock until they commit.
        generations.note(path, State(part[-1][1], VERSION))
        if progress:
            progress(min(start + _UNITS, len(changed)), len(changed))
    writer.wait_merging_threads()
    return Written(added, len(changed), rebuilt=False)


def _all(connection: Connection) -> Iterator[list[str]]:
    last = ""
    while True:
        found = rows(
            connection,
            "SELECT key, document FROM archive.entry WHERE key > %s AND version = %s ORDER BY key LIMIT %s",
            [last, VERSION, _CHUNK],
        )
        if not found:
            return
        last = found[-1][0]
        yield [document for _, document in found]


def _revision(connection: Connection) -> int:
    """The highest revision that can be seen; every lower one can be seen too."""
    found = rows(
        connection,
        "SELECT greatest((SELECT max(revision) FROM archive.entry), (SELECT max(revision) FROM archive.gone), 0)",
        [],
    )
    return int(found[0][0])


@contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    """Hold the writer's lock of this database; it is let go when the connection ends, also by a kill."""
    name = "hashtextextended('archive.index', 0)"
    if not rows(connection, f"SELECT pg_try_advisory_lock({name})", [])[0][0]:
        raise IndexBusy("Another process is writing the index; its changes will be seen when it is done.")
    try:
        yield
    finally:
        run(connection, f"SELECT pg_advisory_unlock({name})", [])


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as problem:
        raise IndexProblem(
            f"The index can't be written ({_reason(problem)}): see that its disk has room and the folder can be"
            " written, then run openimr archive index again; nothing of the archive is lost."
        ) from problem


def _reason(problem: BaseException) -> str:
    return str(problem).strip().splitlines()[0][:200] if str(problem).strip() else type(problem).__name__
