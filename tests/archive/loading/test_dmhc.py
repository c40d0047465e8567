"""The table of the Department of Managed Health Care."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
from pathlib import Path

import pytest

from openimr.archive.loading import backfill
from openimr.archive.loading.dmhc import Case, cases, entry, vocabulary
from openimr.archive.loading.sources import Source

SHARED = Path(os.environ.get("OPENIMR_SHARED") or Path(__file__).parents[4] / "shared")
TABLE = SHARED / "data" / "dmhc-imr-determinations-2001-2016.csv"
ROW = {
    "ReferenceID": "MN16-00001",
    "ReportYear": "2016",
    "DiagnosisCategory": "Infectious",
    "DiagnosisSubCategory": "Hepatitis",
    "TreatmentCategory": "Pharmacy/Prescription Drugs",
    "TreatmentSubCategory": "Anti-virals",
    "Determination": "Overturned Decision of Health Plan",
    "Type": "Medical Necessity",
    "AgeRange": "11_20",
    "PatientGender": "Male",
}


def table(*rows, columns=tuple(ROW)):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([row.get(name, "x") for name in columns] for row in rows)
    return out.getvalue()


def counts(report):
    return report.added, report.updated, report.held, len(report.refusals)


def read(path):
    return [one for one, _ in cases(Source("table", str(path), path.name, path.stat().st_size, True))]


def test_a_case_in_the_words_of_the_table(loaded, tmp_path, held):
    (tmp_path / "t.csv").write_text(table(ROW), "utf-8-sig")
    assert counts(loaded(tmp_path)) == (1, 0, 0, 0)
    ((key, unit, letter, text),) = held("SELECT key, unit, letter_id, document FROM archive.entry")
    assert (key, unit, letter) == ("MN16-00001", "dmhc:MN16-00001", None)
    found = json.loads(text)
    wanted = {
        "key": "MN16-00001",
        "unit": "dmhc:MN16-00001",
        "programme": "dmhc",
        "origin": "published",
        "address": "MN16-00001",
        "number": 1,
        "leads": 1,
        "case_number": "MN16-00001",
        "year": 2016,
        "decision": "overturned",
        "category": "Pharmacy/Prescription Drugs",
        "subcategory": "Anti-virals",
        "sex": "male",
        "age_group": "11-20",
        "diagnosis_category": ["Infectious", "Infectious > Hepatitis"],
        "kind": "Medical Necessity",
        "disputed": "Pharmacy/Prescription Drugs > Anti-virals",
    }
    assert {name: found[name] for name in wanted} == wanted
    assert not {"day", "age", "rationale", "drug", "visits"} & set(found), "what is not stated is not there"


def test_what_is_not_stated_stays_unknown():
    blank = Case(
        "EI16-1", 2016, None, None, None, None, "Upheld Decision of Health Plan", "Urgent Care", None, None
    )
    made = entry(blank)
    assert (made.decision, made.age_group, made.sex, made.category, made.diagnosis_categories) == (
        "upheld",
        None,
        None,
        None,
        (),
    )


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ReferenceID": "16-1"}, "ReferenceID is '16-1', and must look like MN16-22639."),
        ({"ReportYear": "16"}, "ReportYear is '16', and must be a year."),
        (
            {"Determination": "Upheld"},
            "Determination is 'Upheld', and must be Upheld Decision of Health Plan, ",
        ),
        ({"Determination": ""}, "Determination is '', and must be "),
        ({"Type": "Other"}, "Type is 'Other', and must be "),
        ({"AgeRange": "11-20"}, "AgeRange is '11-20', and must be 0-10, 11_20, "),
        ({"PatientGender": "F"}, "PatientGender is 'F', and must be Female, Male."),
        ({"TreatmentCategory": "Magic"}, "TreatmentCategory is 'Magic', and must be one of the 31 that "),
        ({"DiagnosisCategory": "Magic"}, "DiagnosisCategory is 'Magic', and must be one of the 29 that "),
    ],
)
def test_an_unknown_value_is_refused_by_its_line(tmp_path, change, said):
    path = tmp_path / "t.csv"
    path.write_text(
        table(ROW, ROW | {"ReferenceID": "MN16-00002"} | change, ROW | {"ReferenceID": "MN16-00003"})
    )
    first, refusal, last = read(path)
    assert (first.reference_id, last.reference_id) == ("MN16-00001", "MN16-00003")
    assert (refusal.line, refusal.source) == (3, "t.csv")
    assert refusal.message.startswith(said)
    assert refusal.message.endswith(".")


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (table(ROW, columns=(*ROW, "Findings")), 1, "The column 'Findings' is not known"),
        (table(ROW, columns=tuple(ROW)[:-1]), 1, "The column PatientGender is missing"),
        (table(ROW, columns=(*ROW, "Type")), 1, "A column stands twice"),
        ("a,b\n1,2\n", 1, "This is not the table"),
        ("", 1, "This is not the table"),
        (table(ROW) + "MN16-2,2016\n", 3, "The row has 2 cells and must have 10."),
        (table(ROW) + "a\n" * 2, 3, "The row has 1 cells"),
        (table(ROW, ROW), 3, "ReferenceID MN16-00001 stands already in line 2"),
        (table(ROW) + '"a"b,2\n', 3, "The line is no row of a table"),
    ],
)
def test_a_broken_table(tmp_path, text, line, said):
    path = tmp_path / "t.csv"
    path.write_text(text)
    refusals = [one for one in read(path) if not isinstance(one, Case)]
    assert refusals[0].line == line
    assert refusals[0].message.startswith(said)


def test_a_table_that_is_no_text(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(table(ROW).encode() + b"\xff\xfe\n")
    assert read(path)[-1].code == "encoding"


def test_a_changed_row_replaces_the_one_before(loaded, tmp_path, held):
    path = tmp_path / "t.csv"
    path.write_text(table(ROW, ROW | {"ReferenceID": "MN16-00002"}))
    assert counts(loaded(path)) == (2, 0, 0, 0)
    path.write_text(
        table(ROW | {"Determination": "Upheld Decision of Health Plan"}, ROW | {"ReferenceID": "MN16-00002"})
    )
    assert counts(loaded(path)) == (0, 1, 1, 0)
    assert held("SELECT document::jsonb->>'decision' FROM archive.entry ORDER BY key") == [
        ("upheld",),
        ("overturned",),
    ]
    assert held("SELECT unit FROM archive.gone") == [("dmhc:MN16-00001",)]


@pytest.mark.skipif(not TABLE.is_file(), reason="the state's table is not there")
def test_the_totals_of_the_whole_table(loaded, tmp_path, held, connect):
    packed = tmp_path / "table.csv.gz"
    packed.write_bytes(gzip.compress(TABLE.read_bytes(), 1))
    assert counts(loaded(TABLE)) == (19_245, 0, 0, 0)
    assert counts(loaded(packed)) == (0, 0, 19_245, 0)
    assert held("SELECT document::jsonb->>'decision', count(*) FROM archive.entry GROUP BY 1 ORDER BY 1") == [
        ("overturned", 8_457),
        ("upheld", 10_788),
    ]
    with connect() as connection:
        connection.execute("DELETE FROM archive.entry WHERE key LIKE '%%7'")
    made = backfill(connect)
    assert made > 1000
    assert held("SELECT count(*) FROM archive.entry") == [(19_245,)]


def test_the_vocabulary_is_whole():
    v = vocabulary()
    assert set(v.decisions.values()) == {"upheld", "overturned"}
    assert (len(v.columns), len(v.types), len(v.ages), len(v.genders)) == (10, 3, 7, 2)
