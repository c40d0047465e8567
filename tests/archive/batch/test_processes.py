"""Work over local processes: every input has exactly one outcome, whatever dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from openimr.archive import batch
from tests.archive.batch import deeds


def chunks(count: int, size: int = 5) -> Iterator[list[tuple[str, int]]]:
    return batch.in_chunks(((f"key {number}", number) for number in range(count)), size)


def done(
    function: Callable[[list[int]], list[Any]], count: int, **options: Any
) -> dict[str, batch.Outcome[str, Any]]:
    outcomes = list(batch.over(function, chunks(count), **{"workers": 2, **options}))
    by_key = {outcome.key: outcome for outcome in outcomes}
    assert len(outcomes) == len(by_key) == count
    return by_key


def test_results_come_back_under_their_keys() -> None:
    seen: list[batch.Progress] = []
    found = done(deeds.squared, 23, on_progress=seen.append)
    assert {key: one.result for key, one in found.items()} == {f"key {n}": n * n for n in range(23)}
    assert all(one.refused is None for one in found.values())
    assert seen[-1] == batch.Progress(23, 0)
    assert [one.done for one in seen] == sorted(one.done for one in seen)


@pytest.mark.parametrize("given", [[], [[]], [[], []]])
def test_nothing_to_do(given: list[list[tuple[str, int]]]) -> None:
    assert list(batch.over(deeds.squared, given, workers=2)) == []


def test_inputs_are_taken_as_they_are_needed_and_results_given_as_they_come() -> None:
    taken = []

    def endless() -> Iterator[list[tuple[int, int]]]:
        for number in range(10**9):
            taken.append(number)
            yield [(number, number)]

    outcomes = batch.over(deeds.squared, endless(), workers=2)
    for _ in range(10):
        next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    assert len(taken) < 30


def test_a_worker_killed_in_mid_run_loses_nothing() -> None:
    killed: set[int] = set()
    found: list[Any] = []
    for outcome in batch.over(deeds.slow, chunks(100), workers=2):
        found.append(outcome)
        _, pid, _ = outcome.result
        if len(killed) < 3 and len(found) % 15 == 0 and pid not in killed:
            killed.add(pid)
            os.kill(pid, signal.SIGKILL)
    assert len(killed) == 3
    assert sorted(one.result[0] for one in found) == list(range(100))
    assert len({one.key for one in found}) == 100


def test_what_kills_two_workers_by_itself_is_refused_and_its_neighbors_are_not(tmp_path: Path) -> None:
    found = done(partial(deeds.poisoned, kills=(7, 19), seen=str(tmp_path)), 30)
    refused = {key: one.refused for key, one in found.items() if one.refused}
    assert set(refused) == {"key 7", "key 19"}
    assert refused["key 7"] == (
        "Work on this input ended 2 worker processes, the last of which was ended by signal 9; look at it by itself."
    )
    # Once in company, then twice alone.
    assert (tmp_path / "7").read_text().split() == ["5", "1", "1"]
    assert found["key 6"].result == 36


def test_one_death_alone_may_be_an_accident(tmp_path: Path) -> None:
    found = done(partial(deeds.killed_once, seen=str(tmp_path)), 20)
    assert found["key 13"] == batch.Outcome("key 13", 169)


@pytest.mark.parametrize(
    ("function", "sentence", "why"),
    [
        (deeds.choosy, "The work on this input failed: ValueError: thirteen is not wanted.", "it raises"),
        (
            deeds.greedy,
            "Work on this input ended 2 worker processes, the last of which ran out of memory; look at it by itself.",
            "a worker may hold 2 GiB",
        ),
        (
            deeds.quits,
            "Work on this input ended 2 worker processes, the last of which ended by itself with exit status 3;"
            " look at it by itself.",
            "it leaves",
        ),
    ],
)
def test_the_one_bad_input_is_refused_with_a_sentence(
    function: Callable[[list[int]], list[int]], sentence: str, why: str
) -> None:
    found = done(function, 15)
    assert {key: one.refused for key, one in found.items() if one.refused} == {"key 13": sentence}, why
    assert found["key 14"].result == 196


def test_results_that_do_not_fit_are_refused() -> None:
    assert done(deeds.short, 3)["key 0"].refused == (
        "The work on this input failed: ValueError: 0 results came back for 1 inputs."
    )
    assert all("failed" in (one.refused or "") for one in done(deeds.unsendable, 3).values())


@pytest.mark.parametrize(
    ("function", "options", "environment", "part"),
    [
        (lambda numbers: numbers, {}, "", "give a function that stands in a module"),
        (deeds.squared, {"workers": 0}, "", "must be at least 1"),
        (deeds.squared, {"engine": "spark"}, "", "There is no engine 'spark'"),
        (deeds.squared, {}, "dask", "OPENIMR_BATCH_ENGINE to processes or ray"),
        (deeds.squared, {"engine": "ray", "workers": 2}, "", "leave the number of workers out"),
    ],
)
def test_what_cannot_be_done_is_said_at_once(
    monkeypatch: pytest.MonkeyPatch,
    function: Callable[[list[int]], list[int]],
    options: dict[str, Any],
    environment: str,
    part: str,
) -> None:
    monkeypatch.setenv("OPENIMR_BATCH_ENGINE", environment)
    with pytest.raises(batch.BatchError, match=part) as problem:
        batch.over(function, chunks(5), **options)
    assert "\n" not in str(problem.value)


def test_without_the_extra_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "daft", None)
    with pytest.raises(batch.BatchError, match=r"openimr\[batch\], and daft is missing"):
        batch.over(deeds.squared, chunks(5), engine="ray")


def test_a_function_that_only_the_parent_knows_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        sys, "path", [place for place in sys.path if not (Path(place or ".") / "tests").is_dir()]
    )
    with pytest.raises(batch.BatchError, match="cannot import the function: ModuleNotFoundError"):
        list(batch.over(deeds.squared, chunks(5), workers=2))


CALLER = """
import sys
from openimr.archive import batch
from tests.archive.batch import deeds
for outcome in batch.over(deeds.slow, [[(n, n)] for n in range(1000)], workers=2):
    print(*outcome.result, flush=True)
"""


def test_the_workers_of_a_killed_caller_end_too() -> None:
    root = Path(__file__).parents[3]
    caller = subprocess.Popen([sys.executable, "-c", CALLER], stdout=subprocess.PIPE, cwd=root, text=True)
    assert caller.stdout is not None
    workers = {int(caller.stdout.readline().split()[1]) for _ in range(8)}
    caller.kill()
    caller.wait()
    caller.stdout.close()
    until = time.monotonic() + 20
    while any(Path(f"/proc/{pid}/exe").exists() for pid in workers):
        assert time.monotonic() < until
        time.sleep(0.05)
