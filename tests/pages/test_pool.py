"""The pool of limited children: order, answers, crashes, limits, forged answers."""

from __future__ import annotations

import itertools
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from openimr.pages import DEFAULT, Limits, Pool, UnreadableFile
from openimr.pages.limits import MIB
from openimr.pages.worker import CannotStart

JOB = "tests.pages.jobs:do"
QUICK = replace(DEFAULT, seconds=1.5, memory=256 * MIB, answer_bytes=2 * MIB)


def ask(
    *requests: bytes, jobs: int = 1, limits: Limits = QUICK, raw: bool = False, **options: Any
) -> list[Any]:
    with Pool(JOB, jobs=jobs, limits=limits) as pool:
        done = list(pool.map([(number, data, options) for number, data in enumerate(requests)], raw=raw))  # type: ignore[call-overload]
    assert [key for key, _ in done] == list(range(len(requests)))
    return [result for _, result in done]


def short(result: object) -> object:
    return result.code if isinstance(result, UnreadableFile) else result


@pytest.mark.parametrize(
    ("request_", "expected", "why"),
    [
        (b"abort", "limits", "SIGABRT, as PDFium does where memory ends"),
        (b"segfault", "limits", "a crash"),
        (b"kill", "limits", "as the kernel does where memory ends"),
        (b"leave", "limits", "the child ends as if all were well"),
        (b"spin", "limits", "an endless loop"),
        (b"stop", "limits", "a sleep without end costs no processor time"),
        (b"swell 3000000000", "limits", "memory beyond the limit, refused by Python"),
        (b"huge 4000000", "limits", "an answer beyond the limit"),
        (b"refuse", "not_a_letter", "the job's own refusal"),
        (b"fail", "internal", "any other exception"),
        (b"sys_exit", "internal", "SystemExit is an exception too"),
        (b"deep", "internal", "RecursionError"),
        (b"no_json", "internal", "a value that JSON cannot say"),
        (b"not_a_number", "internal", "NaN is no JSON"),
        (b"lines", "limits", "a second line would be forged into the output"),
        (b"print", "", "what a library prints goes nowhere, and there is nothing on standard input"),
        (b"forge 00", "limits", "an incomplete frame"),
        (b"forge 5affffffff", "limits", "an unknown status"),
        (b"forge 56ffffffff", "limits", "a frame larger than any answer may be"),
        (b"forge 520000000130", "limits", "ready, once more"),
        (b"forge 45000000027b7d", "limits", "a refusal without code and message"),
        (b"forge 45000000025b5d", "limits", "a refusal of another shape"),
    ],
)
def test_what_hits_one_file_hits_only_that(request_: bytes, expected: object, why: str) -> None:
    before, result, after, last = ask(b"echo a", request_, b"echo b", b"echo c")
    assert short(result) == expected, why
    assert (before["head"], after["head"], last["head"]) == ("a", "b", "c"), why


def test_messages_are_one_clean_sentence_and_quote_nothing() -> None:
    refused, failed, crashed, slow = ask(b"refuse", b"fail", b"abort", b"spin")
    assert refused.message == "This is \u201cno\u201d letter; [31mgive one."
    assert "KeyError" in failed.message
    assert "a word of the file" not in failed.message
    assert "256 MiB" in crashed.message
    assert "1.5 seconds" in slow.message


def test_order_is_kept_whatever_takes_long() -> None:
    wanted = [0.3, 0.0, 0.1, 0.0, 0.2, 0.0, 0.0, 0.3, 0.0, 0.0]
    assert ask(*[b"slow %f" % seconds for seconds in wanted], jobs=3) == wanted


def test_values_come_as_the_child_wrote_them() -> None:
    options = {"name": "L\u00e9tter \u2028.pdf", "deep": [1, None, True]}
    (line,) = ask(b"echo x", raw=True, **options)
    assert isinstance(line, bytes)
    assert b"\n" not in line
    (value,) = ask(b"echo x", **options)
    assert value["options"] == options
    assert ask(b"bytes", raw=True) == [b'{"a": "\xc3\xa9"}']
    assert ask(b"bytes") == [{"a": "\u00e9"}]


@pytest.mark.parametrize("size", [0, 1, 65_531, 65_536, 1 << 20, 5_000_001])
def test_files_of_every_size_pass_whole(size: int) -> None:
    requests = [b"echo " + b"y" * size] * 3
    assert [answer["size"] for answer in ask(*requests, jobs=2)] == [size] * 3


def test_a_file_over_the_limit_never_reaches_the_child() -> None:
    limits = replace(QUICK, file_bytes=1000)
    assert [short(r) for r in ask(b"echo " + b"y" * 2000, b"refuse", limits=limits)] == [
        "too_large",
        "not_a_letter",
    ]


def test_many_answers_larger_than_a_pipe_do_not_lock_up() -> None:
    assert [len(r) for r in ask(*[b"huge 1500000"] * 20, jobs=2)] == [1_500_000] * 20


def test_tasks_are_taken_a_bounded_number_ahead() -> None:
    taken = 0

    def endless() -> Iterator[tuple[int, bytes, dict[str, Any]]]:
        nonlocal taken
        for taken in itertools.count(1):
            yield taken, b"echo", {}

    with Pool(JOB, jobs=2, limits=QUICK) as pool:
        for number, (key, _) in enumerate(pool.map(endless()), start=1):
            assert key == number
            assert taken - number <= 130
            if number == 500:
                break


def test_a_slow_file_at_the_head_holds_back_a_bounded_amount() -> None:
    # The others' answers wait for it: 64 files a child or 32 MiB, whichever comes first.
    taken = 0

    def source() -> Iterator[tuple[int, bytes, dict[str, Any]]]:
        nonlocal taken
        yield 0, b"slow 1.0", {}
        for taken in range(1, 400):
            yield taken, b"huge 1000000", {}

    with Pool(JOB, jobs=2, limits=QUICK) as pool:
        results = pool.map(source())
        assert next(results) == (0, 1.0)
        assert 5 < taken <= 40
        assert len(list(results)) == 399


def test_a_slow_consumer_is_not_the_childs_fault() -> None:
    requests = [(number, b"huge 1900000", {}) for number in range(6)]
    with Pool(JOB, jobs=2, limits=QUICK) as pool:
        for number, result in pool.map(requests):
            assert len(result) == 1_900_000
            if number in (0, 2):
                time.sleep(QUICK.seconds + 0.3)


def test_a_pool_left_early_can_be_used_again() -> None:
    with Pool(JOB, limits=QUICK) as pool:
        results = pool.map([(n, b"echo %d" % n, {}) for n in range(10)])
        next(results)
        results.close()  # type: ignore[attr-defined]
        assert [r["head"] for _, r in pool.map([(n, b"echo %d" % n, {}) for n in range(20, 23)])] == [
            "20",
            "21",
            "22",
        ]
        pool.close()
        assert pool.pids() == []
        assert [r["head"] for _, r in pool.map([(0, b"echo z", {})])] == ["z"]


def test_an_exception_in_the_source_comes_through() -> None:
    def source() -> Iterator[tuple[int, bytes, dict[str, Any]]]:
        yield 0, b"echo a", {}
        raise ZeroDivisionError

    with Pool(JOB, limits=QUICK) as pool, pytest.raises(ZeroDivisionError):
        list(pool.map(source()))


@pytest.mark.parametrize(
    ("job", "why"),
    [("tests.pages.jobs:missing", "no such function"), ("tests.pages.no_such_module:do", "no such module")],
)
def test_a_job_that_is_not_there_is_the_callers_mistake(job: str, why: str) -> None:
    with Pool(job) as pool, pytest.raises(CannotStart, match=r"missing|no_such_module"):
        list(pool.map([(0, b"", {})]))


def test_jobs_must_be_positive() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        Pool(JOB, jobs=0)


def test_no_child_is_left_behind() -> None:
    with Pool(JOB, jobs=2, limits=QUICK) as pool:
        list(pool.map([(n, b"slow 0.05", {}) for n in range(4)]))
        pids = pool.pids()
        assert len(pids) == 2
    assert not [pid for pid in pids if psutil.pid_exists(pid)]


def test_a_child_ends_with_its_parent(tmp_path: Path) -> None:
    """The parent is killed while the child sleeps in a job: the kernel ends it."""
    note = tmp_path / "pid"
    program = (
        "import sys, pathlib; sys.path[:0] = sys.argv[2:]\n"
        "from openimr.pages import Pool\n"
        "pool = Pool('tests.pages.jobs:do')\n"
        "tasks = [(0, b'echo', {}), (1, b'stop', {})]\n"
        "for _, r in pool.map(tasks): pathlib.Path(sys.argv[1]).write_text(str(r['pid']))\n"
    )
    parent = psutil.Popen([sys.executable, "-c", program, str(note), *[entry for entry in sys.path if entry]])
    try:
        child = _wait_for(lambda: int(note.read_text()) if note.exists() and note.read_text() else 0)
        assert psutil.pid_exists(child)
    finally:
        parent.kill()
        parent.wait()
    if sys.platform == "linux":
        assert _wait_for(lambda: not psutil.pid_exists(child) or psutil.Process(child).status() == "zombie")


def test_a_child_killed_while_idle_costs_nothing() -> None:
    with Pool(JOB, limits=QUICK) as pool:
        for expected in ("0", "1", "2", "3"):
            assert [r["head"] for _, r in pool.map([(0, b"echo " + expected.encode(), {})])] == [expected]
            os.kill(pool.pids()[0], signal.SIGKILL)


def test_an_innocent_file_is_tried_again_in_a_fresh_child() -> None:
    with Pool(JOB, limits=QUICK) as pool:
        list(pool.map([(0, b"echo", {})]))
        (victim,) = pool.pids()
        threading.Timer(0.3, os.kill, (victim, signal.SIGKILL)).start()
        assert [r for _, r in pool.map([(0, b"slow 0.6", {})])] == [0.6]
        assert pool.pids() != [victim]


def test_a_child_that_grows_is_replaced() -> None:
    pids = ask(*[b"leak 4000000"] * 60, limits=replace(QUICK, memory=512 * MIB))
    assert 2 <= len(set(pids)) <= 6


@pytest.mark.skipif(sys.platform != "linux", reason="the limits are Linux's")
def test_what_the_child_may_not_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "x")
    with socket.create_server(("127.0.0.1", 0)) as server:
        (answer,) = ask(b"rights", folder=str(tmp_path), port=server.getsockname()[1])
        namespaces = _can_make_namespaces()
    allowed = [] if namespaces else ["connect"]  # where the system denies namespaces, the network stays
    assert [right for right in answer["can"] if right not in allowed] == []
    assert "SECRET_TOKEN" not in answer["environment"]
    assert {name for name in answer["environment"] if not name.startswith("MALLOC_")} <= {
        "LC_ALL",
        "LC_CTYPE",
        "LD_LIBRARY_PATH",
    }
    assert answer["core"] == 0
    assert answer["memory"] <= answer["limits"] == QUICK.memory
    assert "NoNewPrivs:\t1" in answer["status"]
    assert answer["session"]
    assert answer["folder"] == "/"
    written = tmp_path / "written"
    assert not written.exists() or written.stat().st_size == 0


def _can_make_namespaces() -> bool:
    program = "import ctypes, sys; sys.exit(ctypes.CDLL(None).unshare(0x50000000) != 0)"
    return psutil.Popen([sys.executable, "-c", program]).wait() == 0


def _wait_for(condition: Any, seconds: float = 20.0) -> Any:
    """What ``condition`` gives once it is true."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError("it did not come to pass")
