"""`openimr read` as its users call it: a real process, files on disk."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from openimr.letters import schema
from tests.cli.running import openimr
from tests.letters.letter_text import Block, Letter


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Good letters with every kind of bad file between them."""
    (tmp_path / "a.txt").write_bytes(Letter().bytes())
    (tmp_path / "b-empty.txt").write_bytes(b"")
    (tmp_path / "c-word.pdf").write_bytes(
        b"PK\x03\x04" + b"[Content_Types].xml word/document.xml" + b"\0" * 200
    )
    (tmp_path / "d.txt").write_bytes(Letter(blocks=[Block(decision="Overturned")]).bytes())
    (tmp_path / "e-cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog")
    (tmp_path / "f-note.txt").write_bytes(b"A progress note, not a letter.\n")
    (tmp_path / "g.txt").write_bytes(
        Letter(summary="The worker, 50 years old, feels 91\xb0 of flexion.").text().encode("cp1252")
    )
    (tmp_path / "ignored.csv").write_bytes(b"a,b\n")
    return tmp_path


def test_one_line_a_file_in_order_and_status_one_when_something_was_refused(folder: Path) -> None:
    done = openimr("read", folder)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["source"] for row in rows] == [
        "a.txt", "b-empty.txt", "c-word.pdf", "d.txt", "e-cut.pdf", "f-note.txt", "g.txt",
    ]  # fmt: skip
    assert done.returncode == 1
    codes = {row["source"]: row["error"]["code"] for row in rows if "error" in row}
    assert codes == {
        "b-empty.txt": "empty",
        "c-word.pdf": "not_supported",
        "e-cut.pdf": "truncated",
        "f-note.txt": "not_a_letter",
    }
    for row in rows:
        if "error" in row:
            schema.validate(row, "error")
            assert "Traceback" not in row["error"]["message"]
        else:
            schema.validate(row)
    assert "\u00b0" in rows[-1]["summary"]["text"]


def test_two_jobs_give_the_same_lines(folder: Path) -> None:
    assert openimr("read", "--jobs", "2", folder).stdout == openimr("read", folder).stdout


def test_good_files_alone_give_status_zero(folder: Path) -> None:
    done = openimr("read", folder / "d.txt", folder / "a.txt")
    assert done.returncode == 0
    assert [json.loads(line)["source"] for line in done.stdout.splitlines()] == ["d.txt", "a.txt"]
    assert done.stderr == ""


def test_a_missing_file_has_its_line(tmp_path: Path) -> None:
    done = openimr("read", tmp_path / "nowhere.pdf")
    row = json.loads(done.stdout)
    assert (done.returncode, row["source"], row["error"]["code"]) == (1, "nowhere.pdf", "not_found")


def test_spans_and_pretty(folder: Path) -> None:
    done = openimr("read", "--spans", "--pretty", folder / "a.txt")
    read = json.loads(done.stdout)
    assert done.stdout.count("\n") > 20
    assert read["spans"]["/items/0/decision"][0]["page"] == 1


def test_wrong_use_is_status_two() -> None:
    assert openimr("read").returncode == 2
    assert openimr("reed", "x").returncode == 2


def test_schema_prints_json() -> None:
    done = openimr("schema", "determination")
    assert json.loads(done.stdout)["title"]
    assert done.returncode == 0


def test_a_name_that_is_no_text_has_its_line(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xfe-empty.pdf")).write_bytes(b"")
    done = openimr("read", tmp_path)
    row = json.loads(done.stdout)
    assert (done.returncode, row["source"], row["error"]["code"]) == (1, "\\xfe-empty.pdf", "empty")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["read", "check"])
def test_a_folder_without_letters_is_said(tmp_path: Path, command: str) -> None:
    done = openimr(command, tmp_path)
    row = json.loads(done.stdout)
    assert (done.returncode, row["source"], row["error"]["code"]) == (1, tmp_path.name, "not_found")
    assert "in this folder" in row["error"]["message"]


def test_a_link_to_nowhere_below_a_folder_has_its_line(folder: Path) -> None:
    (folder / "h.pdf").symlink_to(folder / "nowhere.pdf")
    rows = [json.loads(line) for line in openimr("read", folder).stdout.splitlines()]
    assert (rows[-1]["source"], rows[-1]["error"]["code"]) == ("h.pdf", "not_found")


def test_two_letters_in_one_file_are_not_mixed(tmp_path: Path) -> None:
    (tmp_path / "both.txt").write_bytes(Letter().bytes() + b"\n" + Letter().bytes())
    row = json.loads(openimr("read", tmp_path / "both.txt").stdout)
    assert row["error"]["code"] == "not_supported"
    assert "more than one letter" in row["error"]["message"]
