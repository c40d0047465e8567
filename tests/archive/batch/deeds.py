"""Functions for the workers of the tests: some end their process."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path


def squared(numbers: list[int]) -> list[int]:
    return [number * number for number in numbers]


def slow(numbers: list[int], *, seconds: float = 0.02) -> list[tuple[int, int, int]]:
    """Each number with the process that had it and that process's parent."""
    time.sleep(seconds * len(numbers))
    return [(number, os.getpid(), os.getppid()) for number in numbers]


def poisoned(numbers: list[int], *, kills: tuple[int, ...], seen: str) -> list[int]:
    """Ends its process, as the kernel does when memory is short, at the numbers in ``kills``; notes each."""
    for number in numbers:
        if number in kills:
            with (Path(seen) / str(number)).open("a") as notes:
                notes.write(f"{len(numbers)}\n")
            os.kill(os.getpid(), signal.SIGKILL)
    return squared(numbers)


def killed_once(numbers: list[int], *, seen: str) -> list[int]:
    """Ends its process when it meets a number alone for the first time, and when it meets 13 in company."""
    for number in numbers:
        mark = Path(seen) / str(number)
        if number == 13 and (len(numbers) > 1 or not mark.exists()):
            if len(numbers) == 1:
                mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return squared(numbers)


def choosy(numbers: list[int]) -> list[int]:
    if 13 in numbers:
        raise ValueError("thirteen is not wanted\nhere")
    return squared(numbers)


def greedy(numbers: list[int]) -> list[int]:
    if 13 in numbers:
        return [len(bytearray(64 << 30))]
    return squared(numbers)


def quits(numbers: list[int]) -> list[int]:
    if 13 in numbers:
        os._exit(3)
    return squared(numbers)


def short(numbers: list[int]) -> list[int]:
    return numbers[1:]


def unsendable(numbers: list[int]) -> list[object]:
    """What no pipe takes."""
    return [open(os.devnull) for _ in numbers]  # noqa: PTH123
