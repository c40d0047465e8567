"""SEX and AGE: a planted error is found, and what only looks like one is not."""

from __future__ import annotations

import pytest

from tests.letters.checked import REASON, SUMMARY, block, found, letter

PLANTED = [
    ("He walks with a cane.", "plain pronoun"),
    ("At the second visit, he had a firm grip.", "after an introduction"),
    ("The injured worker said his pain was worse at night.", "the worker is named first"),
    ("The treating physician advised him to keep active.", "the one advised is the worker"),
    ("The doctor plans to see him again.", "the one seen is the worker"),
]
NOT = [
    ("He/she was advised to rest.", "both"),
    ("His or her work was changed.", "both"),
    ("Dr. Example wrote that he would order films.", "the physician"),
    ("The physician indicated his reading of the study.", "the physician's own"),
    ("The provider saw the worker. He ordered films.", "the sentence before names another person"),
    ("Her husband drives since he has a car.", "the husband"),
    ("Her son helps. He does the shopping.", "the son"),
    ('The note quotes a friend: "He is well."', "a quotation"),
    ("She has a coworker who lent her his cane.", "the coworker"),
    ("The surgeon examined her himself.", "the surgeon"),
]


@pytest.mark.parametrize(("sentence", "why"), PLANTED)
@pytest.mark.parametrize("where", ["summary", "rationale"])
def test_pronoun_of_the_other_sex(sentence: str, why: str, where: str) -> None:
    if where == "summary":
        planted = letter(SUMMARY.replace("On 01-10-2017", f"{sentence} On 01-10-2017"))
    else:
        planted = letter(SUMMARY, block(rationale=f"{sentence} {REASON}"))
    findings = found(planted, "SEX-01")
    assert len(findings) == 1, why
    assert findings[0].item == (None if where == "summary" else 1)
    assert findings[0].against == "41-year-old female"


@pytest.mark.parametrize(("sentence", "why"), NOT)
def test_pronoun_of_somebody_else(sentence: str, why: str) -> None:
    assert not found(letter(SUMMARY.replace("On 01-10-2017", f"{sentence} On 01-10-2017")), "SEX-01"), why


def test_one_wrong_word_against_many_pronouns_is_one_finding() -> None:
    summary = SUMMARY.replace("female", "male") + " She rests. She walks. She works at a desk."
    findings = found(letter(summary), "SEX-01")
    assert [f.quote for f in findings] == ["41-year-old male"]


def test_no_stated_sex_no_finding() -> None:
    summary = SUMMARY.replace("a 41-year-old female who hurt her", "a clerk who hurt the") + " He rests."
    assert not found(letter(summary), "SEX-01")


AGED = [
    ("This 41-year-old male was hurt in autumn.", "SEX-02", True, "the other sex"),
    ("This 41-year-old female was hurt in autumn.", "SEX-02", False, "the same sex"),
    ("This 44-year-old female was hurt in autumn.", "AGE-01", True, "three years older"),
    ("This 42-year-old female was hurt in autumn.", "AGE-01", False, "a birthday in between"),
    ("The study followed a 60-year-old male for years.", "SEX-02", False, "a patient of a study"),
    ("The study followed a 60-year-old female for years.", "AGE-01", False, "a patient of a study"),
]


@pytest.mark.parametrize(("sentence", "code", "fires", "why"), AGED)
def test_age_and_sex_given_again(sentence: str, code: str, fires: bool, why: str) -> None:
    assert bool(found(letter(SUMMARY, block(rationale=f"{sentence} {REASON}")), code)) is fires, why
