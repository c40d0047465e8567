"""What the worker processes do: read letters, check them, keep their bytes, and make their rows."""

from __future__ import annotations

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import openimr
from openimr import letters, pages
from openimr.archive.loading.model import Kind, Task
from openimr.archive.loading.rows import LetterRows, letter_rows
from openimr.archive.storage import Storage
from openimr.letters.model import Determination
from openimr.pages.kinds import kind_of
from openimr.pages.model import UnreadableFile

#: Files that are synced at once: the disk syncs many nearly as fast as one.
_SYNCS = 8
#: Bytes of originals that wait to be kept.
_WAITING = 16 << 20


@dataclass(frozen=True, slots=True)
class Unread:
    """A task without rows, and why. ``fatal``: not the file's fault, and the next one would fare no better."""

    code: str
    message: str
    fatal: bool = False


def read_all(
    tasks: list[Task], *, storage: Storage, reader: str, version: str | None = None
) -> list[LetterRows | Unread]:
    """The rows of each letter. Its original is kept in ``storage`` when this returns. May run twice on the same.

    Raises:
        ValueError: this worker does not have the ``version`` of the package that is asked for.
    """
    if version not in (None, openimr.__version__):
        raise ValueError(
            f"this worker reads with {openimr.__version__}, and {version} is asked for; install that version on it"
        )
    out: list[LetterRows | Unread] = []
    waiting: list[tuple[int, bytes]] = []
    size = 0
    with ThreadPoolExecutor(_SYNCS) as threads:
        for task in tasks:
            done, data = _read(task, storage, reader)
            out.append(done)
            if data is not None:
                waiting.append((len(out) - 1, data))
                size += len(data)
            if size > _WAITING:
                _keep(threads, storage, waiting, out)
                waiting, size = [], 0
        _keep(threads, storage, waiting, out)
    return out


def _keep(
    threads: ThreadPoolExecutor,
    storage: Storage,
    waiting: list[tuple[int, bytes]],
    out: list[LetterRows | Unread],
) -> None:
    def put(data: bytes) -> OSError | None:
        try:
            storage.put(data)
        except OSError as problem:
            return problem
        return None

    for (at, _), problem in zip(waiting, threads.map(put, [data for _, data in waiting]), strict=True):
        if problem is not None:
            reason = problem.strerror or "it can't be written"
            out[at] = Unread("internal", f"The original can't be kept ({reason})", fatal=True)


def _read(task: Task, storage: Storage, reader: str) -> tuple[LetterRows | Unread, bytes | None]:
    try:
        data = _bytes(task, storage)
        kind, determination = _determination(task, data)
        made = letter_rows(
            determination,
            letters.check(determination),
            sha256=hashlib.sha256(data).hexdigest(),
            kind=kind,
            reader=reader,
        )
    except UnreadableFile as problem:
        return Unread(problem.code, problem.message), None
    except ValueError as problem:
        return Unread("not_a_letter", str(problem)), None
    return made, None if task.kind == "kept" else data


def _bytes(task: Task, storage: Storage) -> bytes:
    if task.data is not None:
        return task.data
    if task.sha256 is not None:
        try:
            return storage.get(task.sha256)
        except FileNotFoundError:
            raise UnreadableFile(
                "not_found", f"Its original {task.sha256} is not in the storage; load the file again."
            ) from None
    assert task.path is not None
    return pages.load(task.path)


def _determination(task: Task, data: bytes) -> tuple[Kind, Determination]:
    if task.kind == "line" or (task.kind == "kept" and data[:1] == b"{"):
        return "json", _from_line(task, data)
    read = letters.read(data, name=task.name, spans=True)
    return kind_of(data), read


def _from_line(task: Task, data: bytes) -> Determination:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise UnreadableFile(
            "not_a_letter", "This is no JSON; give a determination as openimr read prints it."
        ) from None
    if not isinstance(found, dict):
        raise UnreadableFile("not_a_letter", "This is JSON, and no determination (schema determination/1).")
    if "error" in found and "items" not in found:
        raise UnreadableFile("not_a_letter", "This is the line of a letter that could not be read.")
    determination = letters.from_json(found)
    return determination if found.get("source") else replace(determination, source=task.name)
