"""Many files through a few limited children, in order, with little memory."""

from __future__ import annotations

import json
import os
import select
import time
from collections import deque
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import Any, Literal, TypeVar, overload

from openimr.pages.frames import nonsense
from openimr.pages.limits import DEFAULT, MIB, Limits, too_large
from openimr.pages.model import UnreadableFile
from openimr.pages.worker import CannotStart, Task, Worker, too_slow, why

K = TypeVar("K")

#: Tasks that a child holds: the one it works on, and the next, so that it never waits for the parent.
_DEPTH = 2
#: Tasks per child between the oldest one not yet given out and the newest begun.
_AHEAD = 64
#: Bytes of answers that wait for an older, slower file.
_WAITING = 32 * MIB
#: Children that may end one after another before one has started.
_FAILED_STARTS = 3
_KILLED_STARTS = 30


class Pool:
    """Limited children that do one job on many files.

    ``job`` names an importable function, "package.module:function", that takes a file's bytes and a
    dictionary of options and returns what JSON can say (or JSON on one line, as bytes). It runs in a child
    process with hard limits on memory, time and rights. A file that makes a child crash, hang or swell is
    refused alone; a new child takes the others over. A child is replaced after some thousand files, or
    when it grows.

        with Pool("openimr.letters.reading:read_bytes", jobs=2) as pool:
            for name, result in pool.map((path.name, path.read_bytes(), {}) for path in paths):
                ...

    A pool is not to be used by two threads at once.
    """

    def __init__(self, job: str, jobs: int = 1, limits: Limits = DEFAULT) -> None:
        if jobs < 1:
            raise ValueError(f"jobs is {jobs}, and must be at least 1")
        self._job, self._jobs, self._limits = job, jobs, limits
        self._workers: list[Worker] = []
        self._failed_starts = 0

    def __enter__(self) -> Pool:
        """The pool itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the children."""
        self.close()

    def close(self) -> None:
        """End the children. The pool may be used again; it starts new ones."""
        while self._workers:
            self._workers.pop().end()

    def forget(self) -> None:
        """Leave the children to the process that this one was forked from."""
        while self._workers:
            self._workers.pop().forget()

    def pids(self) -> list[int]:
        """The process numbers of the children that run now."""
        return [worker.pid for worker in self._workers]

    @overload
    def map(
        self, tasks: Iterable[tuple[K, bytes | int, dict[str, Any]]], *, raw: Literal[True]
    ) -> Iterator[tuple[K, bytes | UnreadableFile]]: ...

    @overload
    def map(
        self, tasks: Iterable[tuple[K, bytes | int, dict[str, Any]]], *, raw: Literal[False] = False
    ) -> Iterator[tuple[K, Any]]: ...

    def map(
        self, tasks: Iterable[tuple[K, bytes | int, dict[str, Any]]], *, raw: bool = False
    ) -> Iterator[tuple[K, Any]]:
        """Do the job on every file of ``tasks``: (key, the file's bytes, options).

        Instead of the bytes of a large file there may be the number of a descriptor open for reading, which the
        caller keeps open until it has the result; the job is then given a private map of the file (``mmap``).

        Yields:
            (key, result) in the order given. A result is the job's value (with ``raw`` its JSON, one line in
            UTF-8, as the child wrote it) or the ``UnreadableFile`` that says why there is none. Few tasks are
            taken ahead of what is given out, so ``tasks`` may be endless.

        Raises:
            CannotStart: the job cannot be imported in the child.
        """
        source = iter(tasks)
        window: deque[Task] = deque()
        exhausted = False
        try:
            while True:
                while not exhausted and self._may_begin(window):
                    worker = self._least_busy()
                    if worker is None:
                        break
                    try:
                        start = time.monotonic()
                        key, data, options = next(source)
                        self._looked_away(start)
                    except StopIteration:
                        exhausted = True
                        break
                    task = Task(key, data, json.dumps(options).encode())
                    window.append(task)
                    if _size(data) > self._limits.file_bytes:
                        task.answer, task.done, task.data = too_large(self._limits), True, b""
                    else:
                        worker.give(task)
                if not window:
                    return
                if window[0].done:
                    task = window.popleft()
                    start = time.monotonic()
                    yield task.key, _result(task, raw)
                    self._looked_away(start)
                    continue
                self._turn()
        finally:
            # Left early: what is under way is wanted by nobody, and its answers must not meet another's.
            for worker in [worker for worker in self._workers if worker.tasks]:
                self._workers.remove(worker)
                worker.end()

    def _looked_away(self, start: float) -> None:
        """Since ``start`` the caller's code ran and answers lay in the pipes unread: not the children's fault."""
        away = time.monotonic() - start
        for worker in self._workers:
            worker.grant(away)

    def _may_begin(self, window: deque[Task]) -> bool:
        """Whether one more task may be taken from the source."""
        if len(window) <= self._jobs * _DEPTH:
            return True
        return len(window) < self._jobs * _AHEAD and (
            sum(len(task.answer) for task in window if isinstance(task.answer, bytes)) < _WAITING
        )

    def _least_busy(self) -> Worker | None:
        """The child to give the next task to; None where all have enough."""
        best = min(self._workers, key=lambda worker: len(worker.tasks), default=None)
        if best is not None and not best.tasks:
            if best.answered or best.lives():
                return best
            self._replace(best, None)  # killed from outside before its first file, which is not to blame
        if len(self._workers) < self._jobs:
            best = Worker(self._job, self._limits)
            self._workers.append(best)
            return best
        return best if best is not None and len(best.tasks) < _DEPTH else None

    def _turn(self) -> None:
        """Wait until a child can be read from or written to, or has run out of time."""
        poll = select.poll()
        at: dict[int, Worker] = {}
        due: float | None = None
        for worker in self._workers:
            poll.register(worker.answers, select.POLLIN)
            at[worker.answers] = worker
            if worker.wants_to_write:
                poll.register(worker.requests, select.POLLOUT)
                at[worker.requests] = worker
            if worker.deadline is not None and (due is None or worker.deadline < due):
                due = worker.deadline
        wait = None if due is None else max(0.0, due - time.monotonic()) * 1000 + 1
        gone: list[Worker] = []
        for pipe, _ in poll.poll(wait):
            worker = at[pipe]
            if pipe == worker.requests:
                worker.write()
            elif not worker.read():
                gone.append(worker)
        now = time.monotonic()
        for worker in gone:
            self._replace(worker, None)
        for worker in [w for w in self._workers if w.deadline is not None and w.deadline < now]:
            self._replace(worker, too_slow(self._limits))

    def _replace(self, worker: Worker, reason: UnreadableFile | None) -> None:
        """Bury a child and hand its tasks to a new one."""
        self._workers.remove(worker)
        begun = worker.started()
        retired = worker.retired
        code = worker.end()
        left = worker.tasks
        if not begun:
            self._failed_starts += 1
            # Killed from outside it may succeed yet; ended by itself it will not.
            if self._failed_starts >= (_KILLED_STARTS if code < 0 else _FAILED_STARTS):
                raise CannotStart(
                    f"the process that reads files ends before it has started (exit status {code})"
                )
        else:
            self._failed_starts = 0
            first = left[0] if left and not retired else None
            if first is not None:
                if reason is None and worker.answered and not first.tried:
                    # An earlier file may have left the child in a bad state: this one gets a fresh child, once.
                    first.tried = True
                else:
                    left.popleft()
                    first.answer = reason or why(code, self._limits)
                    first.done, first.data = True, b""
        if left:
            fresh = Worker(self._job, self._limits)
            self._workers.append(fresh)
            for task in left:
                fresh.give(task)


def _size(data: bytes | int) -> int:
    return os.fstat(data).st_size if isinstance(data, int) else len(data)


def _result(task: Task, raw: bool) -> Any:
    answer = task.answer
    if raw or not isinstance(answer, bytes):
        return answer
    try:
        return json.loads(answer)
    except (ValueError, RecursionError):
        return nonsense()
