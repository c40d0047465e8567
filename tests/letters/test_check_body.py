"""BODY: part and side that differ are found, and what only looks different is not."""

from __future__ import annotations

import pytest

from tests.letters.checked import CHRONIC, KNEE, REASON, SUMMARY, block, found, letter

LOW_BACK = "Decision based on MTUS Low Back Complaints 2004, Section(s): Special Studies."
FOOT = "Decision based on MTUS Ankle and Foot Complaints 2004, Section(s): Special Studies."
NECK = "Decision based on MTUS Neck and Upper Back Complaints 2004, Section(s): Special Studies."

RATIONALES = [
    # code, sentence in the rationale, found, why
    ("BODY-01", "The right knee was stable.", True, "the other side"),
    ("BODY-01", "The left knee was stable.", False, "the same side"),
    ("BODY-01", "Both knees were examined.", False, "both"),
    ("BODY-01", "The right hand is dominant.", False, "another part"),
    ("BODY-02", "Function of the left shoulder is limited.", True, "a part that the letter does not have"),
    (
        "BODY-02",
        "The request for an MRI of the cervical spine is not medically necessary.",
        True,
        "another request",
    ),
    ("BODY-02", "The guideline speaks of shoulder and neck as well.", False, "the guideline"),
    ("BODY-02", "The MTUS recommends imaging of the lumbar spine for red flags.", False, "the guideline"),
    ("BODY-02", "The patient can move the leg.", False, "the knee is part of the leg"),
    ("BODY-02", "The patient has no stomach upset.", False, "a side effect"),
    ("BODY-02", "The request for an MRI of the left knee is not medically necessary.", False, "agrees"),
]


@pytest.mark.parametrize(("code", "sentence", "fires", "why"), RATIONALES)
def test_rationale(code: str, sentence: str, fires: bool, why: str) -> None:
    assert bool(found(letter(SUMMARY, block(rationale=f"{sentence} {REASON}")), code)) is fires, why


HEADINGS = [
    ("BODY-01", "MRI of the right knee", True, "the summary has the left"),
    ("BODY-01", "MRI of the left knee", False, "agrees"),
    ("BODY-01", "MRI of the bilateral knees", False, "both"),
    ("BODY-03", "MRI of the left shoulder", True, "not in the summary"),
    ("BODY-03", "MRI of the left lower extremity", False, "the knee is part of it"),
    ("BODY-03", "Pre-operative chest x-ray", False, "a test before an operation"),
    ("BODY-03", "Urine drug screen", False, "no body part"),
    ("BODY-03", "EMG of the left upper extremity", True, "an arm in a letter on a knee"),
]


@pytest.mark.parametrize(("code", "heading", "fires", "why"), HEADINGS)
def test_heading(code: str, heading: str, fires: bool, why: str) -> None:
    assert bool(found(letter(SUMMARY, block(heading)), code)) is fires, why


CHAPTERS = [
    ("MRI of the left knee", LOW_BACK, True, "the back's chapter for a knee"),
    ("MRI of the left knee", FOOT, True, "the foot's chapter for a knee"),
    ("MRI of the left knee", KNEE, False, "the knee's"),
    ("MRI of the left knee", CHRONIC, False, "a chapter on no body part"),
    ("EMG of the left lower extremity", LOW_BACK, False, "nerves of the leg come from the back"),
    ("MRI of the thoracic spine", NECK, False, "the upper back"),
    ("X-ray of the left heel", FOOT, False, "a part of the foot"),
    ("Urine drug screen", LOW_BACK, False, "no body part in dispute"),
]


@pytest.mark.parametrize(("heading", "reviewer", "fires", "why"), CHAPTERS)
def test_cited_chapter(heading: str, reviewer: str, fires: bool, why: str) -> None:
    assert bool(found(letter(SUMMARY, block(heading, reviewer=reviewer)), "BODY-04")) is fires, why
