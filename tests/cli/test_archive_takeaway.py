"""`openimr archive search|stats|export|release` as their users call them: real processes, a database of their own."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest

pytest.importorskip("psycopg", reason="the archive's dependencies are not installed")
pytest.importorskip("tantivy", reason="the archive's dependencies are not installed")

from openimr import samples
from tests.cli.running import asked, openimr

COUNT = 25


@pytest.fixture(scope="module")
def truth():
    return list(samples.letters(5, COUNT))


@pytest.fixture(scope="module")
def home(truth, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("letters")
    for number, letter in enumerate(truth):
        (folder / f"{number:03}.txt").write_text(letter.text, encoding="utf-8")
    home = tmp_path_factory.mktemp("home")
    done = openimr("archive", "load", folder, "--origin", "sample", "--jobs", "1", home=home)
    assert done.returncode == 0, done.stderr
    return home


def items(truth, decision=None):
    return sum(decision in (None, one.decision) for letter in truth for one in letter.determination.items)


def schema(home, name):
    return json.loads(asked("schema", name, home=home).stdout)


@pytest.mark.parametrize("decision", ["upheld", "overturned"])
def test_search_prints_json_and_nothing_else(home, truth, decision):
    done = openimr(
        "archive", "search", "--decision", decision, "--limit", "1000", "--sort", "date", "--json", home=home
    )
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    jsonschema.validate(answer, schema(home, "archive-search"))
    assert answer["total"] == len(answer["hits"]) == items(truth, decision)
    assert {hit["decision"] for hit in answer["hits"]} == {decision}
    days = [hit["decided"] for hit in answer["hits"] if hit["decided"]]
    assert days == sorted(days, reverse=True)


def test_search_marks_what_was_looked_for(home):
    answer = json.loads(asked("archive", "search", "medically necessary", "--json", home=home).stdout)
    passage = next(hit["passage"] for hit in answer["hits"] if hit["passage"]["marks"])
    start, end = passage["marks"][0]
    assert passage["text"][start:end].lower().startswith(("medical", "necess"))


def test_search_for_people(home, truth):
    done = asked("archive", "search", "--limit", "3", home=home)
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{items(truth)} disputed items, 3 shown")


def test_dates_are_a_range(home, truth):
    years = [
        d[:4]
        for letter in truth
        if (d := letter.determination.dates.decision)
        for _ in letter.determination.items
    ]
    answer = json.loads(
        asked("archive", "search", "--from", "2014", "--to", "2015-12-31", "--json", home=home).stdout
    )
    assert answer["total"] == sum("2014" <= year <= "2015" for year in years)


def test_stats(home, truth):
    done = openimr("archive", "stats", "--by", "year,category", "--json", home=home)
    assert (done.returncode, done.stderr) == (0, "")
    answer = json.loads(done.stdout)
    jsonschema.validate(answer, schema(home, "archive-stats"))
    assert answer["total"]["items"] == items(truth)
    assert answer["total"]["overturned"] == items(truth, "overturned")
    assert sum(row["items"] for row in answer["rows"]) == items(truth)
    low, high = answer["total"]["interval_95"]
    assert low <= answer["total"]["share_overturned"] <= high


def test_stats_as_csv_and_for_people(home, truth):
    done = openimr("archive", "stats", "--by", "category", "--csv", home=home)
    found = list(csv.DictReader(io.StringIO(done.stdout)))
    assert sum(int(row["items"]) for row in found) == items(truth)
    assert "\r\n" in openimr("archive", "stats", "--csv", home=home).stdout
    shown = asked("archive", "stats", "--by", "category", home=home).stdout.splitlines()
    assert shown[0].split()[:2] == ["category", "items"]
    assert shown[-1].startswith("all")


WRONG = [
    (["search", "nosuch:x"], 2, "There is no field nosuch"),
    (["search", "--decision", "maybe"], 2, "decision is upheld or overturned"),
    (["search", "--from", "2016-13"], 2, "2016-13"),
    (["search", "--from", "x y"], 2, "A date is"),
    (["search", '"open'], 2, "at character 1"),
    (["search", "--limit", "0"], 2, "limit"),
    (["stats", "--by", "nosuch"], 2, "Nothing can be counted by nosuch"),
    (["stats", "--by", "year,month"], 2, "one of year"),
    (["export", "nosuch:x", "-o", "x.csv"], 2, "There is no field"),
    (["release"], 2, "Name a folder"),
]


@pytest.mark.parametrize(("arguments", "status", "said"), WRONG)
def test_wrong_use_is_one_sentence(home, arguments, status, said):
    done = asked("archive", *arguments, home=home)
    assert (done.exit_code, done.stdout) == (status, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_without_an_index_it_says_what_to_do(tmp_path):
    for verb in (["search", "x"], ["stats"]):
        done = asked("archive", *verb, home=tmp_path)
        assert done.exit_code == 1
        assert "openimr archive index" in done.stderr
    assert not (tmp_path / "database").exists(), "what needs the index alone starts no database"


def test_export_of_everything_and_of_a_search(home, truth, tmp_path):
    path = tmp_path / "all.jsonl"
    done = openimr("archive", "export", "--format", "jsonl", "-o", path, home=home)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len(rows) == items(truth)
    assert [row["key"] for row in rows] == sorted(row["key"] for row in rows)
    assert {row["rationale"] for row in rows} == {
        one.rationale for letter in truth for one in letter.determination.items
    }
    path = tmp_path / "some.csv"
    done = openimr("archive", "export", "--decision", "overturned", "-o", path, home=home)
    assert done.returncode == 0, done.stderr
    with path.open(newline="", encoding="utf-8") as file:
        found = list(csv.DictReader(file))
    assert {row["decision"] for row in found} == {"overturned"}
    assert len(found) == items(truth, "overturned")


def test_release_and_verify(home, tmp_path):
    done = openimr("archive", "release", "-o", tmp_path / "r", home=home)
    assert done.returncode == 1
    assert "no published letters" in done.stderr
    assert openimr("archive", "release", "-o", tmp_path / "r", "--with-samples", home=home).returncode == 0
    assert openimr("archive", "release", "--verify", tmp_path / "r", home=home).returncode == 0
    (tmp_path / "r/README.md").write_text("changed")
    done = openimr("archive", "release", "--verify", tmp_path / "r", home=home)
    assert done.returncode == 1
    assert "README.md has changed" in done.stdout
