"""Misspelled medical words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.vocabulary import spelling

TERMS = ("acupuncture", "cervical", "chiropractic", "cyclobenzaprine", "gabapentin", "lumbosacral", "meniscus",
         "radiculopathy", "supraspinatus", "tendinopathy", "transforaminal", "hydrocodone", "impingement")  # fmt: skip


@pytest.mark.parametrize(
    ("word", "right", "why"),
    [
        ("trnasforaminal", "transforaminal", "two letters changed places"),
        ("radiculapathy", "radiculopathy", "one letter"),
        ("Omeprazol", "Omeprazole", "the case is kept"),
        ("lumbsacral", "lumbosacral", "a letter missing"),
        ("parasthesia", "paresthesia", "in the hand-made list"),
        ("steriods", "steroids", "in the hand-made list"),
        ("radiculopathy", None, "right"),
        ("radiculopathies", None, "a regular form"),
        ("multilevel", None, "a prefix before a right word"),
        ("orthopaedic", None, "British"),
        ("tendonitis", None, "both spellings are right"),
        ("lumber", None, "an ordinary word"),
        ("clarification", None, "an ordinary word near calcification"),
        ("documented", None, ""),
        ("pain", None, "short"),
    ],
)
def test_correct(word: str, right: str | None, why: str) -> None:
    assert spelling.correct(word) == right, why


@pytest.mark.parametrize(
    ("text", "rights", "why"),
    [
        ("A cervcal sprain and diazempam.", ["cervical", "diazepam"], ""),
        ("Dr. Cervcal was seen", [], "a capital within a sentence may be a name"),
        ("Cervcal sprain", ["Cervical"], "a capital at the beginning"),
        ("post-cervcal, cervcal's", [], "a hyphen or an apostrophe beside it"),
        ("The patient was seen for a follow-up examination and reports no improvement.", [], "right"),
    ],
)
def test_misspellings(text: str, rights: list[str], why: str) -> None:
    found = spelling.misspellings(text)
    assert [m.right for m in found] == rights, why
    assert all(text[m.start : m.end] == m.printed for m in found)


@given(st.sampled_from(TERMS), st.data())
def test_a_letter_dropped_or_swapped_is_found(term: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(term) - 2))
    dropped = term[:at] + term[at + 1 :]
    swapped = term[:at] + term[at + 1] + term[at] + term[at + 2 :]
    for wrong in (dropped, swapped):
        if wrong != term and not spelling.is_term(wrong):
            assert spelling.correct(wrong) is not None


def test_ordinary_prose_is_left_alone() -> None:
    prose = (
        "This report summarizes the treatment that was requested and explains the reasons why additional visits, "
        "beyond those already provided, would or would not be appropriate. Clarification was obtained regarding "
        "the number of sessions; the provider stated that continued improvement in activities of daily living was "
        "anticipated. Consideration was given to alternative approaches, including education, conditioning and "
        "gradual return to ordinary duties with reasonable accommodations by the employer."
    )
    assert spelling.misspellings(prose) == []


def test_is_term() -> None:
    assert spelling.is_term("Acupuncture")
    assert spelling.is_term("menisci")
    assert not spelling.is_term("acupunture")
