"""A worker beside the web processes: started with them, started again when it dies, ended with them.

Nothing but the standard library is imported here: between ``openimr serve`` and the worker stands one small process
that waits for the worker's end.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from types import FrameType, TracebackType

#: Seconds before a worker that died is started again: at first, and at most.
_FIRST, _MOST = 0.5, 30.0
#: A worker that lived this long has died of something new.
_LONG = 60.0


class Beside:
    """A worker that lives as long as the block."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._own = 0

    def __enter__(self) -> Beside:
        """Start it; a session of its own keeps Ctrl-C for the one who started it."""
        self._own = os.getpid()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "openimr.service.jobs.beside", str(self._own)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End it: it may finish what it is at, for a while. Web processes that were forked from here leave it alone."""
        if self._process is None or os.getpid() != self._own:
            return
        self._process.terminate()
        try:
            self._process.wait(25)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def supervise(parent: int) -> None:
    """Run a worker and run it again when it dies, until told to stop or until the process ``parent`` ends."""
    command = [sys.executable, "-m", "openimr.service.jobs.starting", str(os.getpid())]
    over = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        over.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    pause = _FIRST
    while not _ended(over, parent):
        began = time.monotonic()
        worker = subprocess.Popen(command)
        while worker.poll() is None and not _ended(over, parent):
            over.wait(0.2)
        if worker.poll() is None:
            worker.terminate()
            worker.wait()
            return
        pause = _FIRST if time.monotonic() - began > _LONG else min(pause * 2, _MOST)
        until = time.monotonic() + pause
        while time.monotonic() < until and not _ended(over, parent):
            over.wait(0.2)


def _ended(over: threading.Event, parent: int) -> bool:
    return over.is_set() or os.getppid() != parent


if __name__ == "__main__":
    supervise(int(sys.argv[1]))
