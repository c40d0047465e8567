"""What is not verified or not recorded makes a clock ask."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.law.cases import EXPEDITED, PACIFIC, clocks_of, event, mailed

#: events, case, clock, words of what it asks (None: nothing), why
ASKS: list[tuple[list[dict[str, Any]], dict[str, Any], str, str | None, str]] = [
    (
        [mailed("2025-03-03", form_enclosed=True), event("application.received", "2025-04-07")],
        {},
        "I1",
        "panel decision",
        "in time only by the mail extension, which rests on a panel decision",
    ),
    (
        [mailed("2025-03-03", form_enclosed=True), event("application.received", "2025-04-02")],
        {},
        "I1",
        None,
        "in time without it",
    ),
    (
        [mailed("2025-03-03", form_enclosed=True), event("application.received", "2025-04-20")],
        {},
        "I1",
        None,
        "late either way",
    ),
    (
        [mailed("2025-03-03"), event("application.received", "2025-04-20")],
        {},
        "I1",
        "form was given",
        "unknown form",
    ),
    (
        [mailed("2026-04-03", form_enclosed=True), event("application.received", "2026-06-20")],
        {},
        "I1",
        "have not been read",
        "the form's instructions changed on 1 April 2026",
    ),
    (
        [
            event("ur_decision.served", "2025-03-03", service="mail", form_enclosed=True),
            event("application.received", "2025-04-10"),
        ],
        {},
        "I1",
        "Between which states",
        "late in California, in time from elsewhere",
    ),
    (
        [
            event("ur_decision.served", "2025-03-03", service="electronic", form_enclosed=True),
            event("application.received", "2025-04-03"),
        ],
        {},
        "I1",
        "not verified",
        "the electronic extension is recalled only, so it moves no date",
    ),
    (
        [
            event("ur_decision.served", "2025-03-03", service="fax", form_enclosed=True),
            event("application.received", "2025-04-04"),
        ],
        {},
        "I1",
        "agreed",
        "fax adds two court days if it was agreed",
    ),
    (
        [mailed("2026-03-03")],
        {"formulary": None, "now": datetime(2026, 3, 9, tzinfo=PACIFIC)},
        "I1",
        "formulary",
        "?",
    ),
    (
        [event("records.complete", "2026-05-04")],
        {"formulary": None},
        "I9",
        "formulary",
        "the shorter is shown",
    ),
    ([event("records.complete", "2026-05-04")], {"priority": None}, "I9", "priority", "not recorded"),
    (
        [event("records.complete", "2026-05-08"), event("determination.mailed", "2026-05-11T10:00-07:00")],
        EXPEDITED,
        "I9",
        "time of day",
        "hours from a date alone",
    ),
    ([event("reviewer.question_sent", "2026-05-04")], {}, "I7", "9792.10.5(c)", "recalled only"),
    (
        [event("rfa.received", "2026-05-04"), event("liability.disputed", "2026-05-06")],
        {},
        "U7",
        "secondary source",
        "a secondary source",
    ),
    ([event("determination.received", "2026-06-08")], {}, "I13", "already given", "not recorded"),
    (
        [mailed("2015-08-21", form_enclosed=True)],
        {"now": datetime(2015, 9, 1, tzinfo=PACIFIC)},
        "I1",
        "Native American Day",
        "the last day is 25 September 2015, a doubtful holiday",
    ),
    (
        [
            event("records.complete", "2026-05-08"),
            event("extension.approved", "2026-05-09"),
            event("determination.mailed", "2026-05-12T10:00-07:00"),
        ],
        EXPEDITED,
        "I9",
        None,
        "with the extension, it was in time whatever the time of day",
    ),
    (
        [event("records.complete", "2015-08-23"), event("extension.approved", "2015-09-01")],
        {"now": datetime(2015, 9, 2, tzinfo=PACIFIC)},
        "I9",
        "Native American Day",
        "the extended last day is the doubtful holiday",
    ),
    ([event("first_visit.made", "2025-05-06")], {}, "U9", "injury", "whether the rule applies is not known"),
    (
        [event("treatment.recommended", "2031-05-05")],
        {},
        "U1cap",
        "no holiday table for 2031",
        "outside the tables: no date rather than a wrong one",
    ),
]


@pytest.mark.parametrize(("events", "case", "clock", "words", "why"), ASKS)
def test_what_is_not_verified_asks(
    events: list[dict[str, Any]], case: dict[str, Any], clock: str, words: str | None, why: str
) -> None:
    asks = clocks_of(*events, **case)[clock].asks
    assert (asks is None) if words is None else (asks is not None and words in asks), f"{why}: {asks}"


def test_unknown_formulary_favors_the_worker_on_filing_and_the_shorter_clock_on_deciding() -> None:
    found = clocks_of(mailed("2026-03-03"), event("records.complete", "2026-05-04"), formulary=None)
    assert found["I1"].due == date(2026, 4, 7)
    assert found["I9"].due == date(2026, 5, 11)
