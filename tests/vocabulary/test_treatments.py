"""The category of a request, and the search form's option list."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.vocabulary import treatments


def _cases() -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / "treatment_cases.csv").read_text().splitlines()
    return [(row["category"], row["request"]) for row in csv.DictReader(x for x in lines if x[0] != "#")]


@pytest.mark.parametrize(("category", "request_text"), _cases())
def test_category(category: str, request_text: str) -> None:
    assert treatments.categorize(request_text).category == category


@pytest.mark.parametrize(
    ("text", "category", "subcategory", "term", "why"),
    [
        (
            "Ketorolac injection 60mg",
            "Injection",
            "Injection",
            "Ketorolac injection",
            "the procedure, not the drug",
        ),
        (
            "MRI with gadolinium",
            "Diagnostic Testing",
            "Imaging",
            "MRI",
            "what follows `with` does not decide",
        ),
        (
            "Urine drug screen for opioids",
            "Diagnostic Testing",
            "Lab & Pathology",
            "Urine drug screen",
            "not a drug",
        ),
        (
            "Pain management consultation",
            "Evaluation & Management",
            "Medical Specialties",
            "consultation",
            "the head",
        ),
        ("Two facet blocks", "Injection", "Facet Injection", "facet blocks", "its own subcategory"),
        ("12 visits of acupuncture", "Rehabilitation", "Acupuncture", "acupuncture", "`visits` is weak"),
        (
            "Referral to psychologist",
            "Evaluation & Management",
            "Medical Specialties",
            "Referral",
            "consultations are Evaluation & Management, with whomever (contract of reading)",
        ),
        (
            "PT 2x6",
            "Rehabilitation",
            "Physical Therapy/Occupational Therapy (PT/OT)",
            "PT",
            "an abbreviation",
        ),
        ("help with bathing", "Other", None, "", "HELP is a program only in capitals"),
        ("Zzyzxine 50mg #60", "Pharmaceuticals", None, "50mg", "an unknown name with a strength is a drug"),
        ("", "Other", None, "", "nothing"),
    ],
)
def test_what_decides(text: str, category: str, subcategory: str | None, term: str, why: str) -> None:
    found = treatments.categorize(text)
    assert (found.category, found.subcategory, found.term) == (category, subcategory, term), why


@given(st.text())
def test_any_text_gets_one_of_the_twelve_and_a_place_in_it(text: str) -> None:
    found = treatments.categorize(text)
    assert found.category in treatments.CATEGORIES
    assert text[found.start : found.end] == found.term


@pytest.mark.parametrize(
    ("name", "category", "subcategory", "drug_class"),
    [
        ("Pharmaceuticals *  * Opoid Antagonist", "Pharmaceuticals", None, "Opioid Antagonist"),
        ("Pharmaceuticals *  * Calcium Cannel Blocker", "Pharmaceuticals", None, "Calcium Channel Blocker"),
        ("Pharmaceuticals *  * Benzodiazepine", "Pharmaceuticals", None, "Benzodiazepines"),
        ("Pharmaceuticals *  * Benzodiazepines", "Pharmaceuticals", None, "Benzodiazepines"),
        ("\\'Pharmaceuticals *  * Misc Analgesics", "Pharmaceuticals", None, "Misc Analgesics"),
        ("Pharmaceuticals * Topical Compounds *", "Pharmaceuticals", None, "Topical Compounds"),
        ("Therapies * Other Therapies *", "Rehabilitation", "Other Therapies", None),
        ("Diagnostic Testing * \\", "Diagnostic Testing", "Imaging", None),
        ("Surgery", "Surgery", None, None),
        ("Acupuncture", "Rehabilitation", "Acupuncture", None),
        ("NSAID", "Pharmaceuticals", None, "NSAID"),
    ],
)
def test_search_terms(name: str, category: str, subcategory: str | None, drug_class: str | None) -> None:
    assert treatments.term(name) == treatments.Term(category, subcategory, drug_class)


def test_no_term_stands_twice() -> None:
    terms = treatments.terms()
    assert len(terms) == len(set(terms))
    assert treatments.term("Astrology") is None
