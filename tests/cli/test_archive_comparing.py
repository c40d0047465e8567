"""`openimr archive like|elsewhere|reread|similarity` as their users call them."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

pytest.importorskip("psycopg", reason="the archive's dependencies are not installed")
pytest.importorskip("tantivy", reason="the archive's dependencies are not installed")

from openimr import samples
from tests.archive.shelf import shelved, some_entries
from tests.cli.running import asked, openimr
from tests.cli.test_archive_takeaway import schema


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    """A home with an index and no database."""
    home = tmp_path_factory.mktemp("home")
    shelved(home / "index", some_entries(60))
    return home


def test_like_prints_json_of_its_schema(home):
    done = asked("archive", "like", "CM20-0000003", "--limit", "4", "--json", home=home)
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    jsonschema.validate(found, schema(home, "archive-like"))
    assert found["item"]["key"] == "CM20-0000003#1"
    assert 0 < len(found["upheld"]) + len(found["overturned"]) <= 8


def test_like_for_people_says_why(home):
    done = asked("archive", "like", "CM20-0000003#1", home=home)
    assert done.exit_code == 0
    assert "like: same" in done.stdout
    assert "differs: " in done.stdout


def test_elsewhere_of_an_item_and_of_its_text_are_the_same_but_for_its_own_letter(home, tmp_path):
    done = asked("archive", "elsewhere", "CM20-0000003#1", "--json", home=home)
    assert done.exit_code == 0, done.output
    of_item = json.loads(done.stdout)
    jsonschema.validate(of_item, schema(home, "archive-elsewhere"))
    text = tmp_path / "text.txt"
    text.write_text(of_item["text"], "utf-8")
    of_text = json.loads(asked("archive", "elsewhere", "--file", str(text), "--json", home=home).stdout)
    jsonschema.validate(of_text, schema(home, "archive-elsewhere"))
    assert of_text["share"] == 1.0
    assert of_text["runs"][0]["words"] == of_text["words"] == of_item["words"]
    assert "CM20-0000003" in [place["letter"] for place in of_text["runs"][0]["places"]]
    for_people = asked("archive", "elsewhere", "--file", str(text), home=home).stdout
    assert for_people.startswith("100% of its")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["like", "CM99-9999999"], 1, "The archive has no item CM99-9999999#1"),
        (["like", "CM20-0000003", "--limit", "51"], 2, "51 is not in the range"),
        (["like"], 2, "Missing argument 'KEY'"),
        (["elsewhere"], 2, "Give the KEY of an item, or a text with --file."),
        (["elsewhere", "CM99-9999999#1"], 1, "The archive has no item"),
        (["elsewhere", "--file", "none.txt"], 2, "does not exist"),
        (["reread", "--engine", "abacus"], 2, "'abacus' is not one of"),
        (["similarity", "--jobs", "0"], 2, "0 is not in the range"),
    ],
)
def test_wrong_use_is_one_sentence(home, arguments, status, said):
    done = asked("archive", *arguments, home=home)
    assert done.exit_code == status
    assert said in done.output


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xfe", "no UTF-8 (at byte 1)"),
        (b"word " * 7_000, "at most 6,000"),
        (b"w" * (2 << 20), "over 1 MB"),
    ],
)
def test_a_file_that_is_no_text_of_a_rationale(home, tmp_path, data, said):
    (tmp_path / "bad").write_bytes(data)
    done = asked("archive", "elsewhere", "--file", str(tmp_path / "bad"), home=home)
    assert done.exit_code == 2
    assert said in done.output


def test_without_an_index_it_says_what_to_do(tmp_path):
    done = asked("archive", "like", "CM20-0000003", home=tmp_path)
    assert done.exit_code == 1
    assert "openimr archive index" in done.output


def test_the_whole_archive_is_read_again_and_made_anew(tmp_path):
    folder, home = tmp_path / "letters", tmp_path / "home"
    folder.mkdir()
    for number, letter in enumerate(samples.letters(5, 6)):
        (folder / f"{number}.txt").write_text(letter.text, "utf-8")
    assert openimr("archive", "load", folder, "--origin", "sample", "--jobs", "1", home=home).returncode == 0
    for verb, counted in (("reread", "updated"), ("similarity", "done")):
        done = openimr("archive", verb, "--jobs", "1", "--json", home=home)
        assert done.returncode == 0, done.stderr
        found = json.loads(done.stdout)
        assert (found[counted], found["refused"]) == (0, [])
        assert found["index"]["entries"] == 0
