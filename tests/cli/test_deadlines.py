"""``openimr deadlines`` as a command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from openimr.law.case_facts import event_types
from tests.cli.running import asked
from tests.cli.served import CASE
from tests.conftest import ROOT


def run(*arguments: str, case: Any = CASE, raw: bytes | None = None) -> Result:
    return asked("deadlines", *arguments, given=raw if raw is not None else json.dumps(case).encode())


def clocks(result: Result) -> dict[str, dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return {row["clock"]: row for row in map(json.loads, result.stdout.splitlines())}


#: as of, state, why
AS_OF = [
    ("2026-04-07", "running", "the last day"),
    ("2026-04-07T23:59-07:00", "running", "its last minute"),
    ("2026-04-08T07:01Z", "missed", "a minute later, said in another zone"),
    ("2026-04-08", "missed", "the day after"),
]


@pytest.mark.parametrize(("now", "state", "why"), AS_OF)
def test_now_tells_running_from_missed(now: str, state: str, why: str) -> None:
    assert clocks(run("-", "--now", now))["I1"]["state"] == state, why


def test_a_file_and_standard_input_give_the_same(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(CASE))
    assert run(str(path), "--now", "2026-03-09").stdout == run("-", "--now", "2026-03-09").stdout


def test_pretty_is_the_same_for_people() -> None:
    result = run("-", "--pretty", "--now", "2026-03-09")
    assert '\n  "clock": "I1",\n' in result.stdout


def test_a_file_with_a_byte_order_mark_is_read() -> None:
    assert "I1" in clocks(run("-", raw=b"\xef\xbb\xbf" + json.dumps(CASE).encode()))


def test_a_missed_clock_is_a_result() -> None:
    assert clocks(run("-", "--now", "2030-01-02"))["I1"]["state"] == "missed"


def test_without_events_there_are_no_clocks() -> None:
    assert run("-", case={"events": []}).stdout == ""


#: what is given, words of the refusal
REFUSED = [
    (b"{", ["-", "line 1", "not one JSON object"]),
    (b"\xff\xfe", ["not UTF-8"]),
    (b"[" * 100_000, ["nested too deeply"]),
    (b"[]", ["one JSON object"]),
    (b"1" * 5000, ["number that is too long"]),
    (b'{"events": [{"type": "ur_decision.served", "at": "tomorrow"}]}', ["Event 1", "field at", "tomorrow"]),
    (
        b'{"events": [{"type": "ur_decision.severed", "at": "2026-03-03"}]}',
        ["Event 1", "ur_decision.severed"],
    ),
]


@pytest.mark.parametrize(("raw", "words"), REFUSED)
def test_refusals_are_one_sentence(raw: bytes, words: list[str]) -> None:
    result = run("-", raw=raw)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert all(word in result.stderr for word in words), result.stderr
    assert "Traceback" not in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    result = run(str(tmp_path / "nowhere.json"))
    assert result.exit_code == 1
    assert "No such file" in result.stderr


def test_wrong_use() -> None:
    assert run("-", "--now", "soon").exit_code == 2
    assert run().exit_code == 2


def test_every_event_and_detail_has_its_row() -> None:
    page = (ROOT / "docs/reference/commands/deadlines.md").read_text()
    rows = {line.split("|")[1].strip(): line for line in page.splitlines() if line.startswith("| `")}
    for kind, details in event_types().items():
        assert all(f"`{detail}`" in rows[f"`{kind}`"] for detail in details), kind
    described = "".join(rows)
    assert all(f"`{detail}`" in described for details in event_types().values() for detail in details)
