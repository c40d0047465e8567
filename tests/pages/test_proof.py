"""The longer proofs: OPENIMR_PROOF=1 (`make proof`)."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import psutil
import pytest

from openimr.pages import DEFAULT, Pool, UnreadableFile, read
from tests.pages import made

pytestmark = pytest.mark.skipif(
    os.environ.get("OPENIMR_PROOF") != "1", reason="a longer proof: OPENIMR_PROOF=1"
)

JOB = "tests.pages.jobs:text"
KILLS = 1000
LETTERS = 10_000


def letters(count: int, bombs: frozenset[int] = frozenset()) -> Iterator[tuple[int, bytes, dict[str, Any]]]:
    for number in range(count):
        if number in bombs:
            yield number, made.flate_bomb(), {}
        else:
            lines = [f"Letter {number}, line {line}, is made for the tests." for line in range(45)]
            yield number, made.document([made.show(lines)] * 3), {}


def test_a_thousand_kills_at_random_moments() -> None:
    """Every file ends in its own text or in a refusal, in order; most killed files are saved by a second try."""
    chance = random.Random(1)
    stop = threading.Event()
    killed = 0

    with Pool(JOB, jobs=2) as pool:

        def kill() -> None:
            nonlocal killed
            while not stop.wait(chance.uniform(0.0, 0.15)):
                pids = pool.pids()
                if pids:
                    try:
                        os.kill(chance.choice(pids), signal.SIGKILL)
                        killed += 1
                    except ProcessLookupError:
                        continue

        killer = threading.Thread(target=kill)
        killer.start()
        done = refused = 0
        try:
            for number, result in pool.map(letters(1_000_000)):
                assert number == done
                done += 1
                if isinstance(result, UnreadableFile):
                    assert result.code == "limits"
                    refused += 1
                else:
                    assert result[2].startswith(f"Letter {number}, line 0,")
                if killed >= KILLS:
                    break
        finally:
            stop.set()
            killer.join()
    assert done > KILLS
    assert refused <= KILLS
    print(f"{killed} kills over {done} files: {refused} refused")


def test_memory_is_flat_over_ten_thousand_letters() -> None:
    bombs = frozenset(range(500, LETTERS, 1000))
    parent = psutil.Process()
    before = parent.memory_info().rss
    held: list[float] = []
    refused = 0
    with Pool(JOB, jobs=2) as pool:
        for number, result in pool.map(letters(LETTERS, bombs), raw=True):
            refused += isinstance(result, UnreadableFile)
            assert isinstance(result, UnreadableFile) == (number in bombs)
            if number % 250 == 249:
                total = parent.memory_info().rss - before
                for pid in pool.pids():
                    total += psutil.Process(pid).memory_info().rss
                held.append(total / 1e6)
    assert refused == len(bombs)
    assert max(held) < 200
    assert max(held[len(held) // 2 :]) < 1.5 * max(held[: len(held) // 4]) + 10
    print(f"at most {max(held):.0f} MB for two children and what the parent grew by")


def test_a_thousand_damaged_files() -> None:
    """Blocks of a good PDF exchanged, doubled, dropped and overwritten."""
    chance = random.Random(2)
    limits = replace(DEFAULT, seconds=10)
    codes: dict[str, int] = {}
    for _ in range(1000):
        data = bytearray(made.letter_like())
        for _ in range(chance.randint(1, 6)):
            at, size = chance.randrange(len(data)), chance.randint(1, 400)
            match chance.randrange(4):
                case 0:
                    data[at : at + size] = chance.randbytes(size)
                case 1:
                    del data[at : at + size]
                case 2:
                    data[at:at] = data[at : at + size]
                case 3:
                    other = chance.randrange(len(data))
                    data[at : at + size] = data[other : other + size]
            if not data:
                data += b"x"
        try:
            code = read(bytes(data), limits=limits).kind
        except UnreadableFile as problem:
            code = problem.code
        codes[code] = codes.get(code, 0) + 1
    assert "internal" not in codes
    print(codes)
