"""`openimr eligibility` as its users call it: a real process, a file or standard input."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import openimr
from tests.cli.served import CASE

RECEIVED = {**CASE, "events": [*CASE["events"], {"type": "application.received", "at": "2026-04-08"}]}


def run(*arguments: str | Path, given: bytes | None = None) -> subprocess.CompletedProcess[str]:
    return openimr("eligibility", *arguments, given=given)


@pytest.mark.parametrize(("day", "status", "codes"), [("2026-04-07", 0, []), ("2026-04-08", 1, ["LATE"])])
def test_the_file_and_standard_input_say_the_same(
    tmp_path: Path, day: str, status: int, codes: list[str]
) -> None:
    case = json.loads(json.dumps(RECEIVED))
    case["events"][1]["at"] = day
    file = tmp_path / "case.json"
    file.write_text(json.dumps(case))
    done = run("--now", "2026-04-09", file)
    piped = run("--now", "2026-04-09", "--pretty", "-", given=json.dumps(case).encode())
    assert (done.returncode, piped.returncode) == (status, status)
    found = json.loads(done.stdout)
    assert found == json.loads(piped.stdout)
    assert (done.stderr, piped.stderr) == ("", "")
    assert done.stdout.count("\n") == 1 < piped.stdout.count("\n")
    assert [one["code"] for one in found["reasons"]] == codes
    assert list(found)[:3] == ["eligible", "deferred", "reasons"]


def test_a_deferral_is_status_one() -> None:
    done = run("-", given=b'{"application": {"liability_disputed": true}}')
    found = json.loads(done.stdout)
    assert (done.returncode, found["eligible"], found["deferred"]) == (1, False, True)


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (b"", "line 1"),
        (b"{", "line 1"),
        (b"[1]", "object"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b'{"events": [{"type": "application.received", "at": "soon"}]}', "soon"),
        (b'{"application": {"signed": 1}}', "signed"),
        (b"[" * 100_000, "nested"),
    ],
)
def test_bad_input_is_one_sentence(given: bytes, names: str) -> None:
    done = run("-", given=given)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("openimr eligibility: -: ")
    assert names in line


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    done = run(tmp_path / "none.json")
    assert done.returncode == 1
    assert "none.json" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_time_that_is_none_is_wrong_use() -> None:
    assert run("--now", "tomorrow", "-", given=b"{}").returncode == 2
