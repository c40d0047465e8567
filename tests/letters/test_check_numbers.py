"""VISIT, DOSE-03 and DOSE-04: arithmetic that is wrong is found, and what only looks wrong is not."""

from __future__ import annotations

import pytest

from tests.letters.checked import CHRONIC, SUMMARY, block, found, letter

WHY_NOT = "The guideline sets a lower number. The notes of 01-10-2017 give no reason to exceed it. It is not medically necessary."


def rest(original: str, authorized: str, left: str) -> str:
    """The heading of a partial approval."""
    return (
        f"{original} was the original request. {authorized} was authorized by the Claims Administrator. "
        f"The remaining IMR eligible portion of the original request, {left} is"
    )


VISITS = [
    # code, heading, found, why
    ("VISIT-01", "10 visits of physical therapy, 2 times a week for 4 weeks, left knee", True, "2 x 4 is 8"),
    ("VISIT-01", "Physical therapy 2x6 for the left knee (10 sessions)", True, "2 x 6 is 12"),
    ("VISIT-01", "Physical therapy three times a week for four weeks (14 visits), left knee", True, "in words"),
    ("VISIT-01", "Physical therapy 1-2 times a week for 4 weeks (10 sessions), left knee", True, "beyond the range"),
    ("VISIT-01", "8 visits of physical therapy, 2 times a week for 4 weeks, left knee", False, "agrees"),
    ("VISIT-01", "Physical therapy 1 to 2 times a week for 4 weeks (8 sessions), left knee", False, "the upper end of a range"),
    ("VISIT-01", "Physical therapy 12-18 sessions, left knee", False, "no course"),
    ("VISIT-01", "Six sessions of physical therapy three times a week times 2 weeks", False, "agrees, in words"),
    ("VISIT-01", "Physical therapy 2 times a week for 4 weeks, left knee", False, "no total"),
    ("VISIT-01", "Physical therapy for the left knee, 2 visits per week for 4 weeks", False, "visits per week are no total"),
    ("VISIT-01", "Home health aide 4 hours a day, 3 times a week for 6 weeks", False, "hours"),
    ("VISIT-02", rest("12 visits of physical therapy", "6 visits of physical therapy", "4 visits of physical therapy"), True, "12 - 6 is 6"),
    ("VISIT-02", rest("Physical therapy 3 times a week for 4 weeks", "Physical therapy, 4 sessions", "physical therapy, 6 sessions"), True, "12 - 4 is 8"),
    ("VISIT-02", rest("12 visits of physical therapy", "6 visits of physical therapy", "6 visits of physical therapy"), False, "agrees"),
    ("VISIT-02", rest("Nine sessions of physical therapy", "Six sessions of physical therapy", "three sessions of physical therapy"), False, "words"),
    ("VISIT-02", rest("A wheelchair for a 3 month rental", "A wheelchair for a 1 month rental", "a wheelchair for a 2 month rental"), False, "months"),
    ("DOSE-04", rest("Naproxen 550mg #90", "Naproxen 550mg #45", "Naproxen 550mg #60"), True, "90 - 45 is 45"),
    ("DOSE-04", rest("Naproxen 550mg #90", "Naproxen 550mg #45", "Naproxen 550mg #45"), False, "agrees"),
    ("DOSE-04", rest("Naproxen 550mg #60 with 2 refills", "Naproxen 550mg #60", "Four refills of Naproxen 550mg #60"), True, "2 were asked for"),
    ("DOSE-04", rest("Naproxen 550mg #60 with 2 refills", "Naproxen 550mg #60", "Two refills of Naproxen 550mg #60"), False, "agrees"),
    ("DOSE-03", "Naproxen 550mg, one tablet twice a day for 30 days, #90", True, "2 x 30 is 60"),
    ("DOSE-03", "Naproxen 550mg, one tablet twice a day for 30 days, #60", False, "agrees"),
    ("DOSE-03", "Naproxen 550mg, 1-2 tablets as needed for 30 days, #90", False, "as needed"),
    ("DOSE-03", "Naproxen 550mg #60, 30 day supply", False, "no dose"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "heading", "fires", "why"), VISITS)
def test_headings(code: str, heading: str, fires: bool, why: str) -> None:
    findings = found(letter(SUMMARY, block(heading, WHY_NOT, reviewer=CHRONIC)), code)
    assert bool(findings) is fires, why


@pytest.mark.parametrize(
    ("sentence", "fires", "why"),
    [
        (
            "On 12-08-2016, naproxen was prescribed as one tablet twice a day for 30 days, #90.",
            True,
            "2 x 30",
        ),
        (
            "On 12-08-2016, naproxen was prescribed as two tablets three times a day for 14 days, #84.",
            False,
            "agrees",
        ),
        (
            "Naproxen was taken twice a day for 30 days. She received #90 of another drug.",
            False,
            "two sentences",
        ),
        ("Naproxen, one tablet every 8 hours as needed for 10 days, #20.", False, "as needed"),
        ("Naproxen, one capsule once a day for one month, #31.", False, "a month of 31 days"),
    ],
)
def test_quantity_in_the_summary(sentence: str, fires: bool, why: str) -> None:
    summary = SUMMARY.replace("On 01-10-2017", f"{sentence} On 01-10-2017")
    assert bool(found(letter(summary), "DOSE-03")) is fires, why


HEADING = rest(
    "12 visits of physical therapy", "8 visits of physical therapy", "4 visits of physical therapy"
)


@pytest.mark.parametrize(
    ("sentence", "fires", "why"),
    [
        (
            "The request for 12 visits of physical therapy is not medically necessary.",
            True,
            "the whole request",
        ),
        (
            "The request for 4 visits of physical therapy is not medically necessary.",
            False,
            "what is in dispute",
        ),
        ("The original request for 12 visits exceeds the guideline.", False, "said to be the original one"),
        ("A request for 12 more tablets was not made.", False, "no visits"),
    ],
)
def test_rationale_on_another_number(sentence: str, fires: bool, why: str) -> None:
    findings = found(letter(SUMMARY, block(HEADING, f"{WHY_NOT} {sentence}", reviewer=CHRONIC)), "VISIT-03")
    assert bool(findings) is fires, why
