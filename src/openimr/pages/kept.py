"""The children kept for single calls: a process start is paid once, not at every file."""

from __future__ import annotations

import atexit
import os
import threading
from typing import Any

from openimr.pages.limits import Limits
from openimr.pages.model import UnreadableFile
from openimr.pages.pool import Pool

_JOB = "openimr.pages.jobs:do"
#: As many files are read at once in this process; further threads wait.
_AT_ONCE = 4
#: Idle children that are kept.
_IDLE = 2


class _Kept:
    """Idle children with their limits. A thread takes one or starts one, and puts it back."""

    def __init__(self) -> None:
        self.idle: list[tuple[Limits, Pool]] = []
        self.out: set[Pool] = set()
        self.lock = threading.Lock()
        self.slots = threading.Semaphore(_AT_ONCE)

    def take(self, limits: Limits) -> Pool:
        with self.lock:
            for number in range(len(self.idle) - 1, -1, -1):
                if self.idle[number][0] == limits:
                    pool = self.idle.pop(number)[1]
                    break
            else:
                pool = Pool(_JOB, limits=limits)
            self.out.add(pool)
        return pool

    def put_back(self, limits: Limits, pool: Pool) -> None:
        with self.lock:
            self.out.discard(pool)
            self.idle.append((limits, pool))
            surplus = self.idle.pop(0)[1] if len(self.idle) > _IDLE else None
        if surplus is not None:
            surplus.close()

    def drop(self, pool: Pool) -> None:
        with self.lock:
            self.out.discard(pool)
        pool.close()


_kept = _Kept()


def ask(verb: str, data: bytes | int, limits: Limits, **options: Any) -> Any:
    """Let a limited child do ``verb`` on ``data``, and give what it answers (not yet validated).

    ``data`` is the file's bytes, or a descriptor of it that is open for reading.

    Safe to call from several threads, and in a process that was forked from one that has called it.

    Raises:
        UnreadableFile: whatever the child says of the file, or ``limits`` where it died over it.
    """
    kept = _kept
    with kept.slots:
        pool = kept.take(limits)
        try:
            _, answer = next(pool.map([(None, data, {"verb": verb, **options})]))
        except BaseException:
            kept.drop(pool)
            raise
        kept.put_back(limits, pool)
    if isinstance(answer, UnreadableFile):
        raise answer
    return answer


def pids() -> list[int]:
    """The process numbers of the idle children: for tests and for monitors."""
    with _kept.lock:
        return [pid for _, pool in _kept.idle for pid in pool.pids()]


def close() -> None:
    """End the idle children; the next call starts one anew. Called by itself when Python ends."""
    with _kept.lock:
        pools, _kept.idle = [pool for _, pool in _kept.idle], []
    for pool in pools:
        pool.close()


def _after_fork() -> None:
    # The children are the parent's, and its locks may be held by threads that do not exist here.
    global _kept
    for pool in [*(pool for _, pool in _kept.idle), *_kept.out]:
        pool.forget()
    _kept = _Kept()


atexit.register(close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
