"""A worker: a process of its own that calls the function on one chunk after the other."""

from __future__ import annotations

import os
import pickle
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from typing import Any

from openimr.archive.batch.model import Answer

#: Memory for a worker's own data. Beyond it the function gets MemoryError, and the worker ends.
MEMORY = 2 << 30
#: Exit status of a worker that ran out of memory.
OUT_OF_MEMORY = 86

_START = "import sys; sys.path[:] = {path!r}; from openimr.archive.batch.worker import serve; serve({end})"


class Worker:
    """The parent's side. Started at once; it says "ready" when it has imported the function.

    Not ``multiprocessing``: that would run the caller's main program again in each child, and a worker
    forked from a server would share its database connections.
    """

    def __init__(self, function: bytes) -> None:
        self.pipe, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _START.format(path=sys.path, end=theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )
        self.pid = self._process.pid
        self.ready = False
        # The pipe holds this little even before the child has started.
        with suppress(BrokenPipeError):
            self.pipe.send_bytes(function)

    def give(self, inputs: list[Any]) -> bool:
        """Hand it a chunk; False when it has died meanwhile. Only for a worker that waits."""
        try:
            self.pipe.send_bytes(pickle.dumps(inputs))
        except (BrokenPipeError, ConnectionResetError):
            return False
        return True

    def take(self) -> Any:
        """What it says next; None when it has died."""
        try:
            return pickle.loads(self.pipe.recv_bytes())  # noqa: S301 - from our own process
        except (EOFError, OSError):
            return None

    def end(self) -> int:
        """Kill it if it still lives; returns its exit status, negative for a signal."""
        self.pipe.close()
        # Dead already, or about to be: its end of the pipe is closed.
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(0.2)
        self._process.kill()
        return self._process.wait()


def serve(end: int) -> None:
    """The child's side, until the parent hangs up or dies."""
    os.set_inheritable(end, False)
    # Ctrl-C is meant for the parent, which ends its workers in order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(
        resource.RLIMIT_DATA, (MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard), hard)
    )
    with Connection(end) as pipe, suppress(EOFError, BrokenPipeError, ConnectionResetError):
        packed = pipe.recv_bytes()
        try:
            function = pickle.loads(packed)  # noqa: S301 - from our own parent
        except Exception as problem:
            pipe.send_bytes(pickle.dumps(f"A worker cannot import the function: {_short(problem)}."))
            return
        pipe.send_bytes(pickle.dumps(True))
        while True:
            inputs = pickle.loads(pipe.recv_bytes())  # noqa: S301
            try:
                said = _worked(function, inputs)
            except MemoryError:
                os._exit(OUT_OF_MEMORY)
            pipe.send_bytes(said)


def _worked(function: Callable[[list[Any]], list[Any]], inputs: list[Any]) -> bytes:
    """The answers, packed. Where the chunk as a whole fails, each input is tried by itself."""
    try:
        return pickle.dumps([Answer(at, result) for at, result in enumerate(_called(function, inputs))])
    except MemoryError:
        raise
    except Exception as problem:
        if len(inputs) != 1:
            alone = [pickle.loads(_worked(function, [one]))[0] for one in inputs]  # noqa: S301
            return pickle.dumps([Answer(at, one.result, one.refused) for at, one in enumerate(alone)])
        return pickle.dumps([Answer(0, None, f"The work on this input failed: {_short(problem)}.")])


def _called(function: Callable[[list[Any]], list[Any]], inputs: list[Any]) -> list[Any]:
    results = list(function(inputs))
    if len(results) != len(inputs):
        raise ValueError(f"{len(results)} results came back for {len(inputs)} inputs")
    return results


def _short(problem: Exception) -> str:
    first = str(problem).strip().partition("\n")[0][:200].rstrip(".")
    return f"{type(problem).__name__}: {first}" if first else type(problem).__name__
