"""Citations: each form is valid, and a fictional letter says that it is."""

from __future__ import annotations

import re
from datetime import date

import pytest

from openimr.archive.citing import cite, cite_letter, cite_search
from openimr.archive.highlighting import Passage
from openimr.archive.searching import Hit

FIELDS = {
    "key": "CM16-0248698#2", "address": "CM16-0248698", "number": 2, "programme": "imr", "origin": "published",
    "case_number": "CM16-0248698", "decided": "2017-01-03", "year": 2017, "decision": "upheld",
    "disputed": "Norco 10/325mg #90 & 50% {x}_y",
}  # fmt: skip


def _hit(**changed):
    fields = {**FIELDS, **changed}
    return Hit(fields["key"], None, fields, Passage("", (), before=False, after=False), None)


def test_an_item():
    found = cite(_hit(), "https://example.org/archive/items/CM16-0248698/2/")
    assert found.plain == (
        "California Division of Workers' Compensation, Independent Medical Review Final Determination, Case No. "
        "CM16-0248698 (Jan. 3, 2017), item 2 (Norco 10/325mg #90 & 50% {x}_y: upheld). OpenIMR archive, "
        "https://example.org/archive/items/CM16-0248698/2/."
    )


def test_a_letter_without_a_date_and_a_fictional_one():
    assert "(no date)" in cite_letter({**FIELDS, "decided": None, "year": None}, "a").plain
    assert "[fictional sample]" in cite_letter({**FIELDS, "origin": "sample"}, "a").plain
    assert "item" not in cite_letter(FIELDS, "a").plain


def test_health_plans():
    found = cite(_hit(programme="dmhc", case_number="MN16-22639", decided=None, year=2016), "a")
    assert "Department of Managed Health Care" in found.plain
    assert "Reference No. MN16-22639 (2016)" in found.plain


ALL = [
    cite(_hit(), "https://example.org/a_b"),
    cite_letter(FIELDS, "https://example.org/a"),
    cite_search("drug:Norco OR x", 1234, "https://example.org/archive/?q=a&b=%22", on=date(2026, 11, 24)),
    cite(_hit(disputed="A very long treatment " * 40 + "\nTY  - JOUR"), "https://example.org/"),
]


@pytest.mark.parametrize("found", ALL)
def test_bibtex_is_one_balanced_entry(found):
    text = re.sub(r"\\[{}]", "", found.bibtex)
    assert text.count("{") == text.count("}")
    assert re.match(r"@misc\{[0-9A-Za-z.-]+,\n", text)
    assert text.endswith("}\n")
    body = re.sub(r"url = \{[^}]*\}", "", found.bibtex)
    assert not re.search(r"(?<!\\)[&%#$_]", body)


@pytest.mark.parametrize("found", ALL)
def test_ris_lines_are_tags(found):
    lines = found.ris.split("\r\n")
    assert lines[-1] == ""
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines[:-1])
    assert lines[0].startswith("TY  - ")
    assert lines[-2] == "ER  - "
    assert sum(line.startswith("TY") for line in lines) == 1
