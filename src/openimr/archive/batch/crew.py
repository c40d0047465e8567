"""A few workers on this machine, and who is to blame when one of them dies."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import wait
from types import TracebackType
from typing import Any

from openimr.archive.batch.model import KILLS, Answer, BatchError
from openimr.archive.batch.worker import OUT_OF_MEMORY, Worker

#: Workers that may end one after another before one has started: by themselves, and killed from outside.
_FAILED_STARTS = 3
_KILLED_STARTS = 30


@dataclass(slots=True)
class _Task:
    """A chunk, or one input of it by itself, and the workers that died while it was alone with them."""

    number: int
    positions: list[int]
    inputs: list[Any]
    kills: int = 0


class Crew:
    """Workers for one function. To be used by one thread at a time, and closed."""

    def __init__(self, function: bytes, workers: int) -> None:
        self._function, self._size = function, workers
        self._workers: list[Worker] = []
        self._tasks: dict[Worker, _Task] = {}
        self._again: deque[_Task] = deque()
        self._failed_starts = 0

    def __enter__(self) -> Crew:
        """The crew itself; workers are started when there is work."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the workers."""
        self.close()

    def close(self) -> None:
        """End the workers, busy ones too."""
        self._tasks.clear()
        self._again.clear()
        while self._workers:
            self._workers.pop().end()

    def pids(self) -> list[int]:
        """The process numbers of the workers that run now."""
        return [worker.pid for worker in self._workers]

    def map(self, chunks: Iterable[list[Any]]) -> Iterator[tuple[int, list[Answer]]]:
        """What became of the inputs of each chunk, with the chunk's number from 0, as it comes.

        A chunk whose worker died comes back in parts.

        Raises:
            BatchError: the function cannot be imported, or workers do not start.
        """
        source = enumerate(chunks)
        try:
            while self._feed(source):
                said = self._listen()
                # The workers go on while the caller writes down what came.
                self._feed(source)
                yield from said
        finally:
            if self._tasks or self._again:
                # Left early: what is under way is wanted by nobody.
                self.close()

    def _feed(self, source: Iterator[tuple[int, list[Any]]]) -> bool:
        """Give every waiting worker a task; False when all is done."""
        idle = [worker for worker in self._workers if worker.ready and worker not in self._tasks]
        missing = self._size - len(self._workers)
        starting = sum(not worker.ready for worker in self._workers)
        while idle:
            task = self._next(source)
            if task is None:
                return bool(self._tasks)
            worker = idle.pop()
            if worker.give(task.inputs):
                self._tasks[worker] = task
            else:
                # Killed while it waited: nobody is to blame.
                self._again.appendleft(task)
                self._workers.remove(worker)
                worker.end()
                missing += 1
        if missing or starting:
            task = self._next(source)
            if task is None:
                return bool(self._tasks)
            self._again.appendleft(task)
            self._workers += [Worker(self._function) for _ in range(missing)]
        return True

    def _next(self, source: Iterator[tuple[int, list[Any]]]) -> _Task | None:
        if self._again:
            return self._again.popleft()
        for number, inputs in source:
            if inputs:
                return _Task(number, list(range(len(inputs))), inputs)
        return None

    def _listen(self) -> list[tuple[int, list[Answer]]]:
        """Wait until a worker says something or dies, and take all that was said."""
        by_pipe = {w.pipe: w for w in self._workers if w in self._tasks or not w.ready}
        out: list[tuple[int, list[Answer]]] = []
        for pipe in wait(list(by_pipe)):
            worker = by_pipe[pipe]  # type: ignore[index]
            said = worker.take()
            if said is None:
                out += self._buried(worker)
            elif isinstance(said, str):
                raise BatchError(said)
            elif not worker.ready:
                worker.ready = True
                self._failed_starts = 0
            else:
                task = self._tasks.pop(worker)
                answers = [Answer(task.positions[a.position], a.result, a.refused) for a in said]
                out.append((task.number, answers))
        return out

    def _buried(self, worker: Worker) -> list[tuple[int, list[Answer]]]:
        """Take leave of a dead worker; its task is tried again, each input by itself, or refused."""
        self._workers.remove(worker)
        task = self._tasks.pop(worker, None)
        status = worker.end()
        if task is None:
            self._failed_starts += 1
            # Killed from outside the next one may succeed; ended by itself it will not.
            if self._failed_starts >= (_KILLED_STARTS if status < 0 else _FAILED_STARTS):
                raise BatchError(f"The workers end before they have started (exit status {status}).")
        elif len(task.inputs) > 1:
            self._again += [
                _Task(task.number, [at], [one]) for at, one in zip(task.positions, task.inputs, strict=True)
            ]
        else:
            task.kills += 1
            if task.kills >= KILLS:
                return [(task.number, [Answer(task.positions[0], None, _why(status))])]
            self._again.append(task)
        return []


def _why(status: int) -> str:
    if status == OUT_OF_MEMORY:
        how = "ran out of memory"
    elif status < 0:
        how = f"was ended by signal {-status}"
    else:
        how = f"ended by itself with exit status {status}"
    return (
        f"Work on this input ended {KILLS} worker processes, the last of which {how}; look at it by itself."
    )
