"""Exports of everything and of searches, against the items themselves, in each form."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import signal
import subprocess
import sys
from datetime import date

import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.archive.exporting import FORMATS, ExportProblem, export, selecting
from openimr.archive.exporting.rows import row
from openimr.archive.exporting.tables import safe, unsafe
from openimr.archive.exporting.whole import whole
from openimr.archive.index.documents import document
from openimr.archive.query.tree import QueryProblem

from .conftest import rows_of

#: Column to the field of an item.
SAME = (
    "key", "programme", "origin", "number", "case_number", "decided", "year", "decision", "category", "subcategory",
    "heading", "disputed", "side", "priority", "retrospective", "visits", "age", "sex", "kind", "summary", "rationale",
)  # fmt: skip
LISTS = (
    "drugs", "drug_names", "ingredients", "drug_classes", "body_parts", "guidelines", "sections", "specialties",
    "licensed_states", "diagnoses", "diagnosis_categories",
)  # fmt: skip


def test_a_row_gives_back_the_item(held):
    for entry in held:
        made = row(document(entry), site="https://example.org")
        for name in SAME:
            assert made[name] == getattr(entry, name), (entry.key, name)
        for name in LISTS:
            assert made[name] == list(getattr(entry, name)), (entry.key, name)
        assert made["letter"] == entry.address
        assert made["permalink"] == f"https://example.org/archive/items/{entry.address}/{entry.number}/"
        assert made["first_of_letter"] == entry.leads


def test_json_lines_of_everything(stocked, held, tmp_path):
    path = tmp_path / "all.jsonl"
    assert export(stocked, path, format="jsonl") == len(held)
    assert rows_of(path) == [row(document(one)) for one in held]


def test_parquet_has_types_and_the_same_values(stocked, held, tmp_path):
    path = tmp_path / "all.parquet"
    export(stocked, path)
    table = pq.read_table(path)
    assert str(table.schema.field("decided").type) == "date32[day]"
    assert str(table.schema.field("drugs").type).startswith("list<")
    found = table.to_pylist()
    wanted = [row(document(one)) for one in held]
    for one in wanted:
        one["decided"] = one["decided"] and date.fromisoformat(one["decided"])
    assert found == wanted


def test_csv_is_rfc_4180_and_safe_in_spreadsheets(stocked, held, tmp_path):
    path = tmp_path / "all.csv"
    export(stocked, path, format="csv")
    data = path.read_bytes()
    found = list(csv.DictReader(io.StringIO(data.decode(), newline="")))
    assert len(found) == len(held)
    assert data.splitlines(keepends=True)[0].endswith(b"\r\n")
    for cells, entry in zip(found, held, strict=True):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells.values()), (
            entry.key
        )
        assert unsafe(cells["disputed"]) == entry.disputed
        assert unsafe(cells["rationale"]) == (entry.rationale or "")
        assert json.loads(cells["drugs"]) == list(entry.drugs)
        assert cells["retrospective"] == {True: "true", False: "false", None: ""}[entry.retrospective]


@given(st.text(alphabet=st.sampled_from("'=+-@\t\rab 1")))
def test_taking_one_apostrophe_away_gives_the_text(text):
    assert unsafe(safe(text)) == text
    assert not safe(text).startswith(("=", "+", "-", "@", "\t", "\r"))


QUERIES = [
    ("", [("decision", "overturned")], "a filter"),
    ("norco", [], "a word, with its other names"),
    ("norco", [("decision", "upheld")], "both"),
    ("decision:upheld -category:Pharmaceuticals", [], "an exclusion"),
    ("CM20-0000007", [], "a number that looks like a case"),
    ("qqqqqq", [], "nothing"),
]


@pytest.mark.parametrize(("text", "filters", "why"), QUERIES)
@pytest.mark.parametrize("gathered", [selecting.GATHERED, 0], ids=["keys sorted", "keys gone through"])
def test_a_search_gives_exactly_what_it_counts(stocked, archive, text, filters, why, gathered, monkeypatch):
    monkeypatch.setattr(selecting, "_KEYS", 37)
    found = [
        row(one)["key"]
        for part in selecting.matching(stocked, archive, text, filters, gathered=gathered)
        for one in part
    ]
    counted = archive.search(text, filters=filters, limit=1, correct=False).total
    assert len(found) == counted, why
    assert found == sorted(found, key=str.encode)
    listed = {
        hit.key
        for start in range(0, counted, 100)
        for hit in archive.search(
            text, filters=filters, limit=100, offset=start, relax=False, correct=False
        ).hits
    }
    assert set(found) == listed


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_data_give_the_same_bytes(stocked, tmp_path, form):
    export(stocked, tmp_path / f"1.{form}.gz", format=form)
    export(stocked, tmp_path / f"2.{form}.gz", format=form)
    assert (tmp_path / f"1.{form}.gz").read_bytes() == (tmp_path / f"2.{form}.gz").read_bytes()
    assert gzip.decompress((tmp_path / f"1.{form}.gz").read_bytes())


def test_what_goes_wrong_leaves_nothing(stocked, archive, tmp_path, monkeypatch):
    with pytest.raises(QueryProblem):
        export(stocked, tmp_path / "a.csv", format="csv", archive=archive, text="nosuch:x")
    with pytest.raises(ExportProblem, match="folder that is there"):
        export(stocked, tmp_path / "no" / "a.csv", format="csv")

    def breaks(*_):
        raise RuntimeError("the database went")

    with pytest.raises(RuntimeError):
        export(stocked, tmp_path / "a.csv", format="csv", progress=breaks)
    assert list(tmp_path.iterdir()) == []


def test_an_old_file_stays_until_the_new_one_is_whole(stocked, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("old")

    def breaks(*_):
        assert path.read_text() == "old"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(stocked, path, format="jsonl", progress=breaks)
    assert path.read_text() == "old"


def test_two_at_once_are_told(tmp_path):
    with whole(tmp_path / "a"), pytest.raises(ExportProblem, match="Another export"), whole(tmp_path / "a"):
        pass


_KILLED = """
import sys, time
from pathlib import Path
from openimr.archive.exporting.whole import whole
with whole(Path(sys.argv[1])) as file:
    file.write(b"half" * 100_000); file.flush(); print("written", flush=True); time.sleep(60)
"""


def test_a_killed_export_leaves_no_half_file(tmp_path):
    path = tmp_path / "a.csv"
    process = subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(path)], stdout=subprocess.PIPE, env=os.environ
    )
    assert process.stdout.readline() == b"written\n"
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    process.stdout.close()
    assert not path.exists()
    with whole(path) as file:
        file.write(b"whole")
    assert path.read_bytes() == b"whole"
    assert [one.name for one in tmp_path.iterdir()] == ["a.csv"]


def test_memory_does_not_grow_with_the_rows(connection, held, tmp_path):
    """Ten times the rows may take no more memory than a row group: measured in Python's own allocations."""
    import tracemalloc

    from openimr.archive.exporting.formats import form

    rows = [row(document(one)) for one in held]

    def peak(times):
        with (tmp_path / "x.jsonl").open("wb") as file:
            tracemalloc.start()
            writer = form("jsonl", file)
            for _ in range(times):
                writer.write(rows)
            most = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        return most

    assert peak(20) < 1.5 * peak(2)
