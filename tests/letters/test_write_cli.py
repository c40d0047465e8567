"""``openimr write``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from openimr.cli.write import command
from openimr.letters.codec import to_json
from openimr.letters.writing import FORMATS, render
from tests.letters.made import COVER, determination

COVER_JSON = {
    "organization": COVER.organization,
    "documents": list(COVER.documents),
    "recipients": [{"role": r.role, "name": r.name, "address": list(r.address)} for r in COVER.recipients],
    "mailing_date": COVER.mailing_date,
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "determination.json"
    path.write_text(json.dumps(to_json(determination())), encoding="utf-8")
    return path


@pytest.mark.parametrize("format_", FORMATS)
def test_writes_each_format_and_names_what_is_missing(source: Path, format_: str) -> None:
    out = source.with_name(f"letter.{format_}")
    done = CliRunner().invoke(command, [str(source), "-o", str(out)])
    assert done.exit_code == 0, done.output
    assert done.stdout == ""
    assert out.read_bytes() == render(determination(), format_)
    assert [line.split()[3] for line in done.stderr.splitlines()] == ["F4,", "F11,", "F12,"]


def test_a_cover_and_the_public_copy(source: Path) -> None:
    cover = source.with_name("cover.json")
    cover.write_text(json.dumps(COVER_JSON), encoding="utf-8")
    out = source.with_name("letter.txt")
    done = CliRunner().invoke(command, [str(source), "-o", str(out), "--cover", str(cover), "--public"])
    assert (done.exit_code, done.output) == (0, "")
    text = out.read_text(encoding="utf-8")
    assert "Redwood Medical Review guideline:" in text
    assert "Whitlock" not in text


@pytest.mark.parametrize(
    ("content", "words", "why"),
    [
        (b"", "not one JSON object", "empty"),
        (b"{", "line 1", "cut off"),
        (b"[]", "no JSON object", "a list"),
        (b"[" * 100_000, "nested too deeply", "lists in lists"),
        (b"\xff\xfe", "not UTF-8", "another encoding"),
        (b'{"schema": "determination/1"}', "not a determination", "fields missing"),
        (
            b'{"source": "x", "error": {"code": "empty", "message": "m"}}',
            "could not be read",
            "an error line",
        ),
    ],
)
def test_bad_input_is_one_sentence(source: Path, content: bytes, words: str, why: str) -> None:
    source.write_bytes(content)
    out = source.with_name("letter.pdf")
    done = CliRunner().invoke(command, [str(source), "-o", str(out)])
    assert done.exit_code == 1, why
    assert words in done.stderr
    assert "determination.json" in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()


def test_a_day_that_no_calendar_has(source: Path) -> None:
    data = to_json(determination())
    data["dates"]["decision"] = "2017-02-30"
    source.write_text(json.dumps(data), encoding="utf-8")
    done = CliRunner().invoke(command, [str(source), "-o", str(source.with_name("letter.txt"))])
    assert done.exit_code == 1
    assert "/dates/decision: '2017-02-30' is not a 'date'" in done.stderr


def test_a_wrong_ending_is_wrong_use(source: Path) -> None:
    done = CliRunner().invoke(command, [str(source), "-o", str(source.with_name("letter.odt"))])
    assert done.exit_code == 2
    assert ".pdf, .docx, .html, .txt" in done.stderr


def test_a_folder_that_is_not_there(source: Path) -> None:
    done = CliRunner().invoke(command, [str(source), "-o", str(source.with_name("no") / "letter.txt")])
    assert done.exit_code == 1
    assert "cannot be written" in done.stderr
