"""`openimr check` as its users call it: a real process, files on disk."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from openimr.letters import reading, schema
from openimr.letters.checking import checks
from openimr.letters.codec import to_json
from tests.cli.running import openimr
from tests.letters.checked import SUMMARY, block
from tests.letters.letter_text import Letter

WRONG = SUMMARY.replace("left knee on 11-09-2016", "left knee on 11-09-2015")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A clean letter, one with an error as text and as a determination, and two files that are no letters."""
    clean = Letter(summary=SUMMARY, blocks=[block()])
    wrong = Letter(summary=WRONG, blocks=[block()])
    (tmp_path / "a-clean.txt").write_bytes(clean.bytes())
    (tmp_path / "b-wrong.txt").write_bytes(wrong.bytes())
    determination = replace(reading.read(wrong.bytes(), name="x"), spans={})
    (tmp_path / "c-wrong.json").write_text(json.dumps(to_json(determination)))
    (tmp_path / "d-empty.txt").write_bytes(b"")
    (tmp_path / "e-list.json").write_text("[1, 2")
    (tmp_path / "f-other.json").write_text('{"schema": "something/1"}')
    return tmp_path


def test_one_line_a_file_in_order(folder: Path) -> None:
    done = openimr("check", folder)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["source"][0] for row in rows] == list("abcdef")
    assert done.returncode == 1
    assert rows[0]["findings"] == []
    assert [f["code"] for f in rows[1]["findings"]] == ["DATE-01"]
    assert rows[1]["findings"] == rows[2]["findings"], "a letter and its determination say the same"
    assert [row["error"]["code"] for row in rows[3:]] == ["empty", "not_a_letter", "not_a_letter"]
    for row in rows[:3]:
        schema.validate(row, "findings")
    for row in rows[3:]:
        schema.validate(row, "error")
        assert "Traceback" not in row["error"]["message"]


def test_a_clean_letter_is_status_zero(folder: Path) -> None:
    done = openimr("check", "--public", folder / "a-clean.txt")
    assert (done.returncode, done.stderr) == (0, "")
    assert openimr("check", "--select", "SEX", folder / "b-wrong.txt").returncode == 0
    assert openimr("check", "--ignore", "DATE", folder / "b-wrong.txt").returncode == 0
    assert openimr("check", "--select", "DATE-01", folder / "b-wrong.txt").returncode == 1


def test_two_jobs_give_the_same_lines(folder: Path) -> None:
    assert openimr("check", "--jobs", "2", folder).stdout == openimr("check", folder).stdout


def test_text_is_for_people(folder: Path) -> None:
    done = openimr("check", "--format", "text", folder / "a-clean.txt", folder / "b-wrong.txt")
    assert done.returncode == 1
    first, *rest = done.stdout.splitlines()
    assert first.startswith("b-wrong.txt:letter: DATE-01 ")
    assert [line.split(":")[0].strip() for line in rest] == ["says", "against", "fix"]


def test_the_list() -> None:
    table = openimr("check", "--list")
    assert table.returncode == 0
    for one in checks():
        assert f"{one.code}  {one.title}" in table.stdout
    rows = json.loads(openimr("check", "--list", "--format", "json").stdout)
    assert [row["code"] for row in rows] == [one.code for one in checks()]
    few = json.loads(openimr("check", "--list", "--format", "json", "--select", "SEX,AGE").stdout)
    assert {row["code"][:3] for row in few} == {"SEX", "AGE"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--select", "DOSIS"), "did you mean DOSE"),
        (("--ignore", "SEX-9"), "no check has the code 'SEX-9'"),
        ((), "no file was named"),
        (("--format", "xml"), "xml"),
    ],
)
def test_wrong_use_is_status_two(folder: Path, arguments: tuple[str, ...], says: str) -> None:
    files = () if not arguments else (folder / "a-clean.txt",)
    done = openimr("check", *arguments, *files)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr


def test_data_beside_a_letter_of_the_same_name_are_not_checked_twice(tmp_path: Path) -> None:
    made = openimr("samples", str(tmp_path / "made"), "--count", "2", "--format", "txt")
    assert made.returncode == 0
    rows = [json.loads(line) for line in openimr("check", str(tmp_path / "made")).stdout.splitlines()]
    assert len(rows) == 2
    assert all(row["source"].endswith(".txt") for row in rows)


def test_json_that_nests_without_end_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "deep.json").write_text("[" * 100_000)
    row = json.loads(openimr("check", str(tmp_path / "deep.json")).stdout)
    assert row["error"]["code"] == "not_a_letter"
