"""CITE, DOSE-01 and DOSE-02: what a planted error is held against is data; near misses do not fire."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.letters.checked import KNEE, REASON, SUMMARY, block, found, letter
from tests.letters.letter_text import HEADER

NONE = "The Expert Reviewer did not cite any medical evidence for its decision."
FOLLOWS = "As the primary procedure is not medically necessary, this service is not medically necessary."
OLDER = HEADER.replace("/2017", "/2015").replace("11/09/2016", "11/09/2014")
OLDER_SUMMARY = SUMMARY.replace("-2017", "-2015").replace("-2016", "-2014")

CASES = [
    # code, the reviewer's line, found, why
    ("CITE-01", "Decision based on MTUS Spine and Joint Complaints 2004, Section(s): Special Studies.", True, "no such chapter"),
    ("CITE-01", "Decision based on MTUS Acute Pain Medical Treatment 2016.", True, "close to one in spelling only"),
    ("CITE-01", KNEE, False, "a chapter"),
    ("CITE-01", "Decision based on MTUS Acupuncture Treatment 2007.", False, "a chapter"),
    ("CITE-01", "Decision based on Non-MTUS Citation Example, Surgery of the Hand, 6th ed.", False, "not said to be the MTUS's"),
    ("CITE-02", "Decision based on MTUS Knee Complaints 2004, Section(s): Benzodiazepines.", True, "a section of another guideline"),
    ("CITE-02", "Decision based on MTUS Chronic Pain Medical Treatment 2016, Section(s): Spinal Alignment.", True, "invented"),
    ("CITE-02", KNEE, False, "a section"),
    ("CITE-02", "Decision based on MTUS Chronic Pain Medical Treatment 2016, Section(s): Muscle relaxants.", False, "printed short"),
    ("CITE-02", "Decision based on MTUS Opioid Treatment 2016, Section(s): 3.3.7.2 Tapering.", False, "a numbered section"),
    ("CITE-04", "Decision based on MTUS Chronic Pain Medical Treatment 2009, Section(s): Drug testing.", True, "replaced in 2016"),
    ("CITE-04", "Decision based on MTUS Chronic Pain Medical Treatment 2018, Section(s): Drug testing.", True, "of the future"),
    ("CITE-04", "Decision based on MTUS Chronic Pain Medical Treatment 2016, Section(s): Drug testing.", False, "in force"),
    ("CITE-04", "Decision based on MTUS Acupuncture Treatment 2007.", False, "in force"),
    ("CITE-04", KNEE, False, "in force"),
    ("CITE-05", NONE, True, "nothing cited"),
    ("CITE-05", KNEE, False, "cited"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "reviewer", "fires", "why"), CASES)
def test_citations(code: str, reviewer: str, fires: bool, why: str) -> None:
    assert bool(found(letter(SUMMARY, block(reviewer=reviewer)), code)) is fires, why


def test_the_claims_administrator_is_named() -> None:
    wrong = "Decision based on MTUS Chronic Pain Medical Treatment 2009, Section(s): Drug testing."
    (finding,) = found(letter(SUMMARY, block(administrator=wrong)), "CITE-04")
    assert "claims administrator" in finding.message
    assert "counsel" in finding.message, "which day decides is not settled"


def test_no_evidence_for_a_service_that_follows() -> None:
    assert not found(letter(SUMMARY, block("Crutches", FOLLOWS, reviewer=NONE)), "CITE-05")


def test_an_edition_needs_a_day() -> None:
    early = "Decision based on MTUS Chronic Pain Medical Treatment 2016, Section(s): Drug testing."
    assert found(letter(OLDER_SUMMARY, block(reviewer=early), header=OLDER), "CITE-04"), "not yet in force"
    assert not found(letter(OLDER_SUMMARY, block(reviewer=early), header=""), "CITE-04"), "no decision date"


PAGED = "Decision based on MTUS Chronic Pain Treatment Guidelines Benzodiazepines Page(s): {pages}."


@pytest.mark.parametrize(
    ("pages", "header", "fires", "why"),
    [
        ("240", OLDER, True, "beyond the last page"),
        ("126-131", OLDER, True, "the range ends beyond it"),
        ("24", OLDER, False, "a page"),
        ("127", OLDER, False, "the last page"),
        ("240", HEADER, False, "a letter of 2017 may cite the later guideline"),
    ],
)
def test_pages(pages: str, header: str, fires: bool, why: str) -> None:
    summary = OLDER_SUMMARY if header == OLDER else SUMMARY
    planted = letter(summary, block(reviewer=PAGED.format(pages=pages)), header=header)
    assert bool(found(planted, "CITE-03")) is fires, why


DOSES = [
    ("DOSE-01", "Naproxen 555mg #60", True, "no such strength"),
    ("DOSE-01", "Norco 9/325mg #60", True, "no such combination"),
    ("DOSE-01", "Naproxen 550mg #60", False, "sold"),
    ("DOSE-01", "Norco 10/325mg #60", False, "sold"),
    ("DOSE-01", "Norco 10/500mg #60", False, "sold once"),
    ("DOSE-01", "Exampline 17mg #60", False, "a drug we do not know"),
    ("DOSE-01", "Naproxen 1650mg per day", False, "a daily dose"),
    ("DOSE-01", "Valium 5gm #30", False, "the unit is wrong: DOSE-02"),
    ("DOSE-02", "Valium 5gm #30", True, "grams"),
    ("DOSE-02", "Diazepam 10 grams #30", True, "grams in words"),
    ("DOSE-02", "Naproxen 550mcg #60", True, "micrograms"),
    ("DOSE-02", "Tramadol 50ml #60", True, "milliliters of a tablet"),
    ("DOSE-02", "Valium 5mg #30", False, "milligrams"),
    ("DOSE-02", "Ibuprofen 0.8gm #60", False, "800 mg"),
    ("DOSE-02", "Ketoprofen 20% in cream base 240gm", False, "a cream by weight"),
    ("DOSE-02", "Voltaren gel 100gm", False, "a gel by weight"),
    ("DOSE-02", "Diclofenac solution 150ml", False, "a liquid"),
    ("DOSE-02", "Exampline 5gm #30", False, "a drug we do not know"),
]


@pytest.mark.parametrize(("code", "heading", "fires", "why"), DOSES)
def test_doses(code: str, heading: str, fires: bool, why: str) -> None:
    findings = found(letter(SUMMARY, block(heading)), code)
    assert bool(findings) is fires, why
    for finding in findings:
        assert finding.severity == "warning", "the list of strengths is recall: never an error"
        assert "no label was opened" in finding.message


def test_absurd_unit_in_the_summary() -> None:
    summary = SUMMARY.replace("On 01-10-2017", "Diazepam 5 gm was prescribed. On 01-10-2017")
    assert [f.item for f in found(letter(summary), "DOSE-02")] == [None]


def test_a_letter_without_citations_and_dates_has_no_findings_on_them() -> None:
    clean = letter(SUMMARY, block(rationale=REASON))
    bare = replace(clean, items=(replace(clean.items[0], administrator_citations=(), reviewer_citations=()),))
    for code in ("CITE-01", "CITE-02", "CITE-03", "CITE-04"):
        assert not found(bare, code)
