"""DEC, FACT, REP, ITEM and OUT: a planted error is found, and what only looks like one is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from openimr.letters.checking import check
from tests.letters.checked import CHRONIC, KNEE, REASON, SUMMARY, block, found, letter

LEAD = "Imaging of this joint is reserved for red flags. "
CONCLUSIONS = [
    # decision, last sentence, found, why
    ("Upheld", "Therefore, the request is medically necessary.", True, "upheld, yet necessary"),
    ("Upheld", "The medical necessity of the request has been established.", True, "necessity established"),
    ("Overturned", "The request is not medically necessary.", True, "overturned, yet not necessary"),
    ("Overturned", "Medical necessity is not established.", True, "necessity not established"),
    ("Overturned", "The study is considered medically unnecessary.", True, "unnecessary"),
    ("Upheld", "Therefore, the request is not medically necessary.", False, "agrees"),
    ("Upheld", "The study will be considered medically unnecessary.", False, "agrees, in one word"),
    ("Upheld", "The study is not supported by the records as being medically necessary.", False, "not ... as being"),
    ("Upheld", "The number sought exceeds the guideline and cannot be considered medically necessary.", False, "cannot be"),
    ("Upheld", "The request for the study is not-medically necessary.", False, "a hyphen"),
    ("Upheld", "The study would be medically necessary if a red flag were found. It is not medically necessary.", False, "a condition"),
    ("Upheld", "The request is not medically necessary. What was judged here is whether the drug is medically necessary.", False, "boilerplate after it"),
    ("Overturned", "Therefore the request is medically necessary.", False, "agrees"),
    ("Overturned", "Medical necessity is established for the study.", False, "agrees"),
    ("Upheld", "No red flag is recorded.", False, "no conclusion at all"),
]  # fmt: skip


@pytest.mark.parametrize(("decision", "last", "fires", "why"), CONCLUSIONS)
def test_decision_against_conclusion(decision: str, last: str, fires: bool, why: str) -> None:
    findings = found(letter(SUMMARY, block(rationale=LEAD + last, decision=decision)), "DEC-01")
    assert bool(findings) is fires, why
    if fires:
        assert findings[0].quote == last


CONTRADICTIONS = [
    ("DEC-02", "Upheld", "The request is medically necessary. On reflection it is not medically necessary.", True, "both"),
    ("DEC-02", "Upheld", "The file meets the guideline criteria for the study. It is not medically necessary.", True, "criteria met"),
    ("DEC-02", "Overturned", "The worker does not meet the criteria. The study is medically necessary.", True, "not met"),
    ("DEC-02", "Upheld", "The study is advised if a worker meets the criteria. It is not medically necessary.", False, "if"),
    ("DEC-02", "Upheld", "The worker does not meet the criteria. The study is not medically necessary.", False, "agrees"),
    ("DEC-02", "Upheld", "No note meets the criteria. The study is not medically necessary.", False, "no ... meets"),
    ("DEC-02", "Overturned", "Months of failed care meet the criteria. The study is medically necessary.", False, "what failed is care"),
    ("DEC-02", "Overturned", "The worker meets the criteria. The study is medically necessary.", False, "agrees"),
    ("DEC-02", "Upheld", "Ten visits may be reasonable, but twelve cannot be considered medically necessary.", False, "one sentence"),
    ("DEC-03", "Upheld", "There is documentation to support the request. It is not medically necessary.", True, "not lost"),
    ("DEC-03", "Upheld", "There is no documentation to support the request. It is not medically necessary.", False, "the not is there"),
    ("DEC-03", "Upheld", "There is insufficient evidence to support the use. It is not medically necessary.", False, "insufficient"),
    ("DEC-03", "Upheld", "Although there is evidence to support the study, it is not medically necessary.", False, "a concession"),
    ("DEC-03", "Overturned", "There is documentation to support the request. It is medically necessary.", False, "granted"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "decision", "text", "fires", "why"), CONTRADICTIONS)
def test_contradictions(code: str, decision: str, text: str, fires: bool, why: str) -> None:
    assert bool(found(letter(SUMMARY, block(rationale=LEAD + text, decision=decision)), code)) is fires, why


FACTS = [
    # the summary says, the rationale says, found, why
    ("She completed six visits of physical therapy.", "There is no documentation of physical therapy.", True, "no documentation"),
    ("She completed six visits of physical therapy.", "The worker has not had any physical therapy.", True, "has not had"),
    ("She completed six visits of physical therapy.", "No physical therapy has been tried.", True, "none tried"),
    ("She completed six visits of physical therapy.", "The records do not mention physical therapy.", True, "not mentioned"),
    ("She completed six visits of physical therapy.", "Physical therapy is not documented.", True, "passive"),
    ("She completed six visits of physical therapy.", "There is no documentation of failed physical therapy.", False, "the failure is denied"),
    ("She completed six visits of physical therapy.", "There is no documentation of benefit from physical therapy.", False, "the benefit"),
    ("She completed six visits of physical therapy.", "There is no evidence that physical therapy helped.", False, "the help"),
    ("She completed six visits of physical therapy.", "There is no documentation of physical therapy notes with goals.", False, "goals"),
    ("The physician requested physical therapy.", "There is no documentation of physical therapy.", False, "only asked for"),
    ("She has not had physical therapy.", "There is no documentation of physical therapy.", False, "both deny it"),
    ("An MRI of the left knee of 12-09-2016 showed a tear.", "There is no MRI of the left knee in the records.", True, "an MRI"),
    ("An MRI of the neck of 12-09-2016 was normal.", "There is no MRI of the left knee in the records.", False, "another part"),
    ("The request for authorization is dated 01-12-2017.", "There is no RFA in the file.", True, "the request"),
    ("On 12-08-2016 she was off work.", "Work status is not provided in the records.", True, "work status"),
    ("A steroid injection was given on 12-09-2016.", "There is no record of a prior injection.", True, "an injection"),
    ("Pain was rated 6/10.", "No pain scores are documented.", True, "pain rating"),
    ("A urine drug screen of 12-09-2016 was normal.", "Urine drug testing has not been performed.", True, "a test"),
]  # fmt: skip


@pytest.mark.parametrize(("states", "denies", "fires", "why"), FACTS)
def test_denied_facts(states: str, denies: str, fires: bool, why: str) -> None:
    summary = SUMMARY.replace("On 01-10-2017", f"{states} On 01-10-2017")
    findings = found(letter(summary, block(rationale=f"{denies} {REASON}")), "FACT-01")
    assert bool(findings) is fires, why
    if fires:
        assert (findings[0].quote, findings[0].against) == (denies, states)


DRUGS = [
    ("She has been taking diazepam since 12-09-2016.", "No report mentions diazepam.", True, "the generic"),
    ("Valium was refilled on 12-09-2016.", "There is no mention of diazepam in the records submitted.", True, "the brand"),
    ("Naproxen was prescribed on 12-09-2016.", "Naproxen is not mentioned in the file.", True, "passive"),
    ("Valium was refilled on 12-09-2016.", "There is no documentation of benefit from Valium.", False, "the benefit"),
    ("Utilization review denied Valium.", "No report mentions Valium.", False, "only denied"),
    ("Naproxen was prescribed on 12-09-2016.", "No report mentions diazepam.", False, "another drug"),
]  # fmt: skip


@pytest.mark.parametrize(("states", "denies", "fires", "why"), DRUGS)
def test_denied_drugs(states: str, denies: str, fires: bool, why: str) -> None:
    summary = SUMMARY.replace("On 01-10-2017", f"{states} On 01-10-2017")
    assert bool(found(letter(summary, block(rationale=f"{denies} {REASON}")), "FACT-02")) is fires, why


def test_sentence_said_twice() -> None:
    twice = "The knee was swollen and its flexion was 100 degrees."
    assert [f.quote for f in found(letter(f"{SUMMARY} {twice}"), "REP-01")] == [twice]
    assert not found(letter(f"{SUMMARY} The knee was swollen and its flexion was 120 degrees."), "REP-01")
    assert not found(letter(f"{SUMMARY} Pain was lower. Pain was lower."), "REP-01"), "a few words may recur"


LONG = (
    "The guideline supports {x} for workers who have tried simple measures first. The notes of 01-10-2017 do not say "
    "what was tried, for how long, and with which result. A plan with goals is not found. The {x} is not medically "
    "necessary."
)
OTHER = (
    "Warmth and motion help most sprains of this joint. The worker walks without aid and the swelling has gone down by "
    "01-10-2017, so that a device that holds the joint still would do harm. The brace is not medically necessary."
)
FOLLOWS = (
    "As the primary procedure is not medically necessary, none of the services that go along with it before or after "
    "the operation in the hospital and at home are medically necessary."
)


def test_rationale_reused() -> None:
    planted = letter(SUMMARY, block("Gel", LONG.format(x="gel")), block("Cream", LONG.format(x="cream")))
    assert [f.item for f in found(planted, "REP-02")] == [2]
    different = letter(SUMMARY, block("Gel", LONG.format(x="gel")), block("Knee brace", OTHER))
    assert not found(different, "REP-02")
    ancillary = letter(SUMMARY, block("Knee brace", FOLLOWS), block("Crutches", FOLLOWS))
    assert not found(ancillary, "REP-02"), "services that follow from a denied operation"


def test_item_without_rationale() -> None:
    whole = letter(SUMMARY, block(), block("Knee brace", OTHER))
    first, second = whole.items
    for nothing in (None, "", " ", "See above."):
        planted = replace(whole, items=(first, replace(second, rationale=nothing)))
        assert [f.item for f in found(planted, "ITEM-01")] == [2], nothing
    assert not found(whole, "ITEM-01")


def test_same_treatment_twice() -> None:
    assert [f.item for f in found(letter(SUMMARY, block(), block()), "ITEM-02")] == [2]
    assert not found(letter(SUMMARY, block(), block("MRI of the left knee with contrast")), "ITEM-02")


def test_outcome_follows_from_the_items() -> None:
    whole = letter(SUMMARY, block(), block("Knee brace", OTHER))
    assert not found(whole, "OUT-01")
    assert found(replace(whole, case_outcome="overturned"), "OUT-01")
    assert found(replace(whole, case_outcome="partially overturned"), "OUT-01")


def test_clean_letter_with_therapy_and_two_items() -> None:
    therapy = block(
        "Physical therapy 2 times a week for 4 weeks for the left knee (8 sessions)",
        "The guideline allows nine or ten visits. The notes of 01-10-2017 describe motion that can be regained within "
        "them. The request for 8 visits is medically necessary.",
        "Overturned",
        reviewer=CHRONIC,
        administrator=KNEE,
    )
    assert check(letter(SUMMARY, block(), therapy), public=True) == []
