"""DATE and REC: a planted error is found, and what only looks like one is not."""

from __future__ import annotations

import pytest

from tests.letters.checked import REASON, SUMMARY, block, found, letter
from tests.letters.letter_text import HEADER

CASES = [
    # code, old words, new words, found, why
    ("DATE-01", "knee on 11-09-2016", "knee on 11-09-2015", True, "another year"),
    ("DATE-01", "knee on 11-09-2016", "knee on November 9, 2016", False, "the same day in words"),
    ("DATE-01", "knee on 11-09-2016", "knee through work from 01-04-2016 to 11-09-2016", False, "a span of time"),
    ("DATE-02", "decision of 01-25-2017", "decision of 01-15-2017", True, "another day"),
    ("DATE-02", "decision of 01-25-2017", "decision (1/25/17)", False, "the same day, written otherwise"),
    ("DATE-04", "On 01-10-2017", "On 03-10-2017", True, "after the decision"),
    ("DATE-04", "On 01-10-2017", "On 02-20-2017", False, "after review, before the decision"),
    ("DATE-05", "On 12-08-2016", "On 10-08-2016", True, "a visit before the injury"),
    ("DATE-05", "On 12-08-2016", "A history of surgery on 10-08-2012 was given. On 12-08-2016", False, "history"),
    ("DATE-05", "On 12-08-2016", "An MRI prior to that of 10-08-2012 was normal. On 12-08-2016", False, "prior"),
    ("DATE-05", "On 12-08-2016", "She has been employed since 10-08-2012. On 12-08-2016", False, "employment"),
    ("DATE-06", "On 12-08-2016", "On 12-08-2016 and 02-30-2017", True, "no such day"),
    ("DATE-06", "On 12-08-2016", "On 12-08-2016 and on 13/45/16", True, "no such month"),
    ("DATE-06", "On 12-08-2016", "Fioricet 50/300/40 was tried. On 12-08-2016", False, "a strength"),
    ("DATE-06", "On 12-08-2016", "Codes 14-32-99 apply. On 12-08-2016", False, "no word of a date before it"),
    ("DATE-07", "The utilization", "The Request for Authorization is dated 02-03-2017. The utilization", True, "after"),
    ("DATE-07", "The utilization", "The Request for Authorization is dated 01-20-2017. The utilization", False, "before"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "old", "new", "fires", "why"), CASES)
def test_dates_of_the_summary(code: str, old: str, new: str, fires: bool, why: str) -> None:
    assert old in SUMMARY
    assert bool(found(letter(SUMMARY.replace(old, new)), code)) is fires, why


@pytest.mark.parametrize(
    ("old", "new", "fires", "why"),
    [
        ("01/30/2017", "01/20/2017", True, "application before the decision that it is about"),
        ("Decision Date: 02/24/2017", "Decision Date: 01/24/2017", True, "decided before assigned"),
        ("Injury: 11/09/2016", "Injury: 11/09/2017", True, "injured after the decision"),
        ("01/30/2017", "01/25/2017", False, "the same day is possible"),
    ],
)
def test_order_of_the_header(old: str, new: str, fires: bool, why: str) -> None:
    assert old in HEADER
    assert bool(found(letter(SUMMARY, header=HEADER.replace(old, new)), "DATE-03")) is fires, why


def test_a_letter_without_header_has_no_findings_on_it() -> None:
    bare = letter(SUMMARY, header="")
    for code in ("DATE-01", "DATE-02", "DATE-03", "DATE-04"):
        assert not found(bare, code)


UNDATED = SUMMARY.replace("On 12-08-2016", "At one visit").replace("On 01-10-2017", "Later")
NO_DATE = REASON.replace("of 01-10-2017", "submitted")


@pytest.mark.parametrize(
    ("summary", "rationale", "fires", "why"),
    [
        (UNDATED, NO_DATE, True, "only injury and review are dated"),
        (SUMMARY, NO_DATE, False, "the summary dates its records"),
        (UNDATED, REASON, False, "the rationale dates its record"),
        (
            UNDATED + " The emergency room report of 11-09-2016 notes pain.",
            NO_DATE,
            False,
            "a record of that day",
        ),
    ],
)
def test_no_dated_record(summary: str, rationale: str, fires: bool, why: str) -> None:
    assert bool(found(letter(summary, block(rationale=rationale)), "REC-01")) is fires, why
