"""The clocks: the worked examples of the process specification, and what the law leaves open."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from openimr.law import CaseFacts, clock_json, deadlines
from tests.law.cases import CALIFORNIA, EXPEDITED, LATER, PACIFIC, clocks_of, event, mailed

#: number, the case, the clock, its start and its end, why
EXAMPLES: list[tuple[str, list[dict[str, Any]], dict[str, Any], str, str | None, str]] = [
    ("1", [mailed("2026-03-03")], {}, "I1", "2026-04-07", "30 days and 5 for mail"),
    ("2", [mailed("2026-03-03", to_state="NV")], {}, "I1", "2026-04-13", "10 for mail to Nevada; Sunday"),
    ("3", [mailed("2026-04-10")], {"formulary": True}, "I1", "2026-04-27", "10 days and 5; Saturday"),
    (
        "4",
        [
            mailed("2026-03-03", form_enclosed=False),
            event("form.served", "2026-04-20", service="mail", **CALIFORNIA),
        ],
        {},
        "I1",
        "2026-05-26",
        "starts when the form is sent: 30 days are 20 May, 5 more Memorial Day",
    ),
    ("5", [event("information.request_received", "2026-05-22")], {}, "I2", "2026-06-01", "Memorial Day"),
    (
        "6",
        [event("assignment.notice_sent", "2026-04-16", service="mail")],
        {},
        "I5s",
        "2026-04-27",
        "statute",
    ),
    ("6", [event("assignment.notice_sent", "2026-04-16", service="mail")], {}, "I5", "2026-05-01", "mail"),
    (
        "6",
        [event("assignment.notice_sent", "2026-04-16", service="electronic")],
        {},
        "I5e",
        "2026-04-28",
        "12",
    ),
    ("7", [event("records.complete", "2026-05-01")], {}, "I9", "2026-06-01", "31 May is a Sunday"),
    (
        "7",
        [event("records.complete", "2026-05-01"), event("extension.approved", "2026-05-20")],
        {},
        "I9",
        "2026-06-03",
        "three days from 31 May, not from 1 June",
    ),
    (
        "7",
        [event("records.complete", "2026-05-01"), event("extension.approved", "2026-05-20")],
        {},
        "I10",
        "2026-06-03",
        "the same, as its own clock",
    ),
    ("8", [event("records.complete", "2026-05-21")], {"formulary": True}, "I9", "2026-05-29", "skips 25 May"),
    (
        "9",
        [event("records.complete", "2026-05-08T16:00-07:00")],
        EXPEDITED,
        "I9",
        "2026-05-11T16:00:00-07:00",
        "72 hours over a weekend",
    ),
    (
        "9",
        [event("records.complete", "2026-05-08T16:00"), event("extension.approved", "2026-05-10")],
        EXPEDITED,
        "I9",
        "2026-05-14T16:00:00-07:00",
        "and three days; a time without offset is Pacific",
    ),
    (
        "10",
        [event("determination.received", "2026-06-08", service_already_given=False, outcome="overturned")],
        {},
        "I13",
        "2026-06-15",
        "5 working days",
    ),
    (
        "10",
        [event("determination.received", "2026-06-08", service_already_given=True, outcome="overturned")],
        {},
        "I14",
        "2026-06-29",
        "20 days are a Sunday",
    ),
    (
        "11",
        [event("determination.mailed", "2026-06-08", service="mail", **CALIFORNIA)],
        {},
        "I15",
        "2026-07-13",
        "30 days and 5 for mail",
    ),
    (
        "12",
        [event("rfa.received", "2026-05-06T18:10-07:00", service="fax", review="prospective")],
        {},
        "U1",
        "2026-05-14",
        "after 17:30, so received on 7 May",
    ),
    (
        "11",
        [event("determination.mailed", "2026-06-08", service="fax", from_state="CA", to_state="NV")],
        {},
        "I15",
        "2026-07-20",
        "before the Appeals Board any service that is not personal adds 5, 10 or 20: 18 July is a Saturday",
    ),
    (
        "11",
        [event("determination.mailed", "2026-06-08", service="personal")],
        {},
        "I15",
        "2026-07-08",
        "personal service adds nothing",
    ),
    (
        "7",
        [event("records.complete", "2026-04-01"), event("records.complete", "2026-05-01")],
        {},
        "I9",
        "2026-06-01",
        "from the last documents",
    ),
    ("12", [event("treatment.recommended", "2026-05-05")], {}, "U1cap", "2026-05-19", "14 days"),
    (
        "13",
        [event("ur_decision.made", "2026-03-27", outcome="denied", review="prospective")],
        {},
        "U6",
        "2026-04-01",
        "31 March is a holiday",
    ),
    (
        "13",
        [event("ur_decision.made", "2026-03-27T15:00-07:00", outcome="denied")],
        {},
        "U5",
        "2026-03-28T15:00:00-07:00",
        "24 hours, on a Saturday",
    ),
    (
        "14",
        [event("ur_decision.made", "2025-08-08", outcome="denied")],
        {},
        "U11",
        "2026-08-08",
        "a Saturday",
    ),
    (
        "9",
        [
            event("records.complete", "2026-05-04T09:00-07:00"),
            event("case.expedited", "2026-05-08T16:00-07:00"),
        ],
        EXPEDITED,
        "I9",
        "2026-05-11T16:00:00-07:00",
        "converted when the file was complete: counts from the conversion",
    ),
    (
        "10",
        [
            event("liability.disputed", "2026-03-01"),
            event("determination.received", "2026-06-08", service_already_given=False, outcome="overturned"),
            event("liability.resolved", "2026-07-06"),
        ],
        {},
        "I13",
        "2026-07-13",
        "the duty begins when the separate liability dispute is resolved",
    ),
    ("14", [event("ur_decision.made", "2025-08-04", outcome="denied")], {}, "U11", "2026-08-04", "12 months"),
]


@pytest.mark.parametrize(("number", "events", "case", "clock", "due", "why"), EXAMPLES)
def test_worked_examples(
    number: str, events: list[dict[str, Any]], case: dict[str, Any], clock: str, due: str | None, why: str
) -> None:
    found = clocks_of(*events, **case)[clock]
    assert clock_json(found)["due"] == due, f"example {number}: {why}: {found.working}"


#: events, case, clock, state, why
STATES: list[tuple[list[dict[str, Any]], dict[str, Any], str, str, str]] = [
    ([mailed("2026-03-03"), event("application.received", "2026-04-07")], {}, "I1", "met", "on the last day"),
    ([mailed("2026-03-03"), event("application.received", "2026-04-08")], {}, "I1", "missed", "one day late"),
    (
        [mailed("2026-03-03")],
        {"now": datetime(2026, 4, 7, 23, 59, tzinfo=PACIFIC)},
        "I1",
        "running",
        "last day",
    ),
    (
        [mailed("2026-03-03")],
        {"now": datetime(2026, 4, 8, 0, 1, tzinfo=PACIFIC)},
        "I1",
        "missed",
        "the day after",
    ),
    (
        [mailed("2026-03-03", form_enclosed=False), event("application.received", "2026-09-30")],
        {},
        "I1",
        "not started",
        "no form was ever given, so no application is late",
    ),
    ([mailed("2026-03-03", envelope_enclosed=False)], {}, "I1", "not started", "no envelope"),
    (
        [
            mailed("2026-03-03", form_enclosed=False),
            mailed("2026-04-20", form_enclosed=True),
            event("application.received", "2026-05-26"),
        ],
        {},
        "I1",
        "met",
        "counted from the second service",
    ),
    (
        [
            mailed("2026-03-03", form_enclosed=False),
            event("application.received", "2026-04-01"),
            event("form.served", "2026-04-20", service="personal"),
        ],
        {},
        "I1",
        "met",
        "received before the form was given",
    ),
    ([mailed("2026-03-03"), event("liability.disputed", "2026-03-03")], {}, "I1", "tolled", "liability"),
    (
        [mailed("2026-03-03", liability_disputed=True)],
        {},
        "I1",
        "tolled",
        "liability, said with the decision",
    ),
    (
        [
            mailed("2026-03-03"),
            event("application.received", "2026-03-20"),
            event("liability.disputed", "2026-03-25"),
        ],
        {},
        "I1",
        "met",
        "disputed only after the application",
    ),
    (
        [mailed("2026-03-03"), event("liability.disputed", "2026-05-01")],
        {},
        "I1",
        "missed",
        "disputed only after the time had passed",
    ),
    (
        [
            mailed("2026-03-03"),
            event("liability.disputed", "2026-03-03"),
            event("liability.resolved", "2026-08-03", service="personal"),
            event("application.received", "2026-09-02"),
        ],
        {},
        "I1a",
        "met",
        "30 days from the notice that it is resolved",
    ),
    (
        [
            event("records.complete", "2026-05-08T16:00-07:00"),
            event("determination.mailed", "2026-05-11T16:01-07:00"),
        ],
        EXPEDITED,
        "I9",
        "missed",
        "a minute late",
    ),
    (
        [
            event("records.complete", "2026-05-08T16:00-07:00"),
            event("determination.mailed", "2026-05-11T23:00Z"),
        ],
        EXPEDITED,
        "I9",
        "met",
        "on the minute, said in another zone",
    ),
    (
        [
            event("records.complete", "2026-05-01"),
            event("extension.approved", "2026-05-20"),
            event("determination.mailed", "2026-06-03"),
        ],
        {},
        "I9",
        "met",
        "within the extension",
    ),
    ([event("information.requested", "2026-05-20")], {}, "I2", "not started", "receipt is not recorded"),
    (
        [event("records.received", "2026-05-01")],
        {},
        "I9",
        "not started",
        "records came, the file is not complete",
    ),
    (
        [event("application.received", "2026-03-02"), mailed("2026-03-03")],
        {},
        "I1",
        "met",
        "an application before the decision was served is early, not late",
    ),
    (
        [mailed("2026-03-03"), event("liability.resolved", "2026-08-03", service="personal")],
        {},
        "I1",
        "tolled",
        "what was resolved had been disputed",
    ),
    (
        [event("rfa.received", "2026-03-03"), event("liability.disputed", "2026-03-05")],
        {},
        "U1",
        "tolled",
        "utilization review deferred in time",
    ),
    (
        [event("rfa.received", "2026-03-03"), event("liability.disputed", "2026-03-20")],
        {},
        "U1",
        "missed",
        "deferred only after the time had passed",
    ),
    (
        [
            event("determination.received", "2026-06-08", service_already_given=False, outcome="overturned"),
            event("liability.disputed", "2026-03-01"),
        ],
        {},
        "I13",
        "tolled",
        "liability is disputed separately",
    ),
    ([event("application.received", "2026-05-20")], {}, "I3", "running", "no number, not decided"),
    (
        [
            event("assignment.notice_sent", "2026-04-16", service="mail"),
            event("records.received", "2026-04-30"),
        ],
        {},
        "I5",
        "met",
        "within 15 days",
    ),
    (
        [
            event("assignment.notice_sent", "2026-04-16", service="mail"),
            event("records.received", "2026-04-30"),
        ],
        {},
        "I5s",
        "missed",
        "but not within 10: both readings are kept",
    ),
    (
        [
            event("assignment.notice_sent", "2026-04-16", service="mail"),
            event("records.received", "2026-04-20", received_from="employee"),
        ],
        {},
        "I5",
        "missed",
        "the employee's papers are not the administrator's",
    ),
]


@pytest.mark.parametrize(("events", "case", "clock", "state", "why"), STATES)
def test_states(events: list[dict[str, Any]], case: dict[str, Any], clock: str, state: str, why: str) -> None:
    found = clocks_of(*events, **case)[clock]
    assert found.state == state, f"{why}: {found}"
    assert (found.due is None) == (state in ("tolled", "not started") or clock == "I3")


#: clock, day of the trigger, case, days or words of the working, why
VARIANTS: list[tuple[dict[str, Any], dict[str, Any], str, str, str]] = [
    (event("information.request_received", "2014-02-11"), {}, "I2", "15 calendar days", "emergency rules"),
    (event("information.request_received", "2014-02-12"), {}, "I2", "5 business days", "final rules"),
    (mailed("2017-12-29"), {"formulary": True}, "I1", "30 calendar days", "before the formulary"),
    (mailed("2018-01-02"), {"formulary": True}, "I1", "10 calendar days", "formulary"),
    (event("records.complete", "2017-12-29"), {"formulary": True}, "I9", "30 calendar days", "before"),
    (event("records.complete", "2018-01-02"), {"formulary": True}, "I9", "5 working days", "after"),
    (event("records.complete", "2018-01-02"), {"formulary": True, **EXPEDITED}, "I9", "72 hours", "faster"),
]


@pytest.mark.parametrize(("trigger", "case", "clock", "words", "why"), VARIANTS)
def test_variants_in_time(
    trigger: dict[str, Any], case: dict[str, Any], clock: str, words: str, why: str
) -> None:
    assert clocks_of(trigger, **case)[clock].working[0].startswith(words), why


def test_a_new_window_opens_when_the_liability_dispute_is_resolved() -> None:
    tolled = [mailed("2026-03-03"), event("liability.disputed", "2026-03-03")]
    assert "I1a" not in clocks_of(*tolled)
    found = clocks_of(*tolled, event("liability.resolved", "2026-08-03", service="personal"))
    assert (found["I1"].state, found["I1"].due) == ("tolled", None)
    assert (found["I1a"].starts, found["I1a"].due) == (date(2026, 8, 3), date(2026, 9, 2))


@pytest.mark.parametrize("served", [[mailed("2026-03-03")], []])
def test_the_window_anew_needs_only_the_notice(served: list[dict[str, Any]]) -> None:
    found = clocks_of(*served, event("liability.resolved", "2026-08-03", service="mail", **CALIFORNIA))
    assert (found["I1a"].starts, found["I1a"].due) == (date(2026, 8, 3), date(2026, 9, 8)), "Labor Day"


#: events, clock, start and end as printed, why
PRINTED: list[tuple[list[dict[str, Any]], dict[str, Any], str, str | None, str | None, str]] = [
    (
        [event("application.received", "2026-03-20T23:30-08:00")],
        {},
        "I3",
        "2026-03-21",
        None,
        "a clock without a number has dates, those of California",
    ),
    (
        [mailed("2026-03-03T10:00Z"), event("liability.disputed", "2026-03-03")],
        {},
        "I1",
        "2026-03-03",
        None,
        "so has one that stands still",
    ),
    (
        [event("records.complete", "2026-07-09T01:00+01:00")],
        EXPEDITED,
        "I9",
        "2026-07-08T17:00:00-07:00",
        "2026-07-11T17:00:00-07:00",
        "hours in Pacific time, whatever the offset given",
    ),
    (
        [event("records.complete", "2026-03-05"), event("extension.approved", "2026-03-06")],
        EXPEDITED,
        "I9",
        "2026-03-05",
        "2026-03-11",
        "an extension of hours",
    ),
    (
        [event("records.complete", "2026-03-08"), event("extension.approved", "2026-03-09")],
        EXPEDITED,
        "I10",
        "2026-03-11",
        "2026-03-14",
        "does not wait for Monday: hours run through weekends",
    ),
]


@pytest.mark.parametrize(("events", "case", "clock", "starts", "due", "why"), PRINTED)
def test_what_is_printed(
    events: list[dict[str, Any]], case: dict[str, Any], clock: str, starts: str, due: str | None, why: str
) -> None:
    printed = clock_json(clocks_of(*events, **case)[clock])
    assert (printed["starts"], printed["due"]) == (starts, due), why


def test_an_emergency_provider_has_the_employees_time() -> None:
    found = clocks_of(
        mailed("2026-03-03"), event("application.received", "2026-04-07", filer="emergency provider")
    )
    assert "I1" not in found
    assert (found["I1c"].due, found["I1c"].state) == (date(2026, 4, 7), "met")


def test_every_event_of_a_repeated_clock_has_its_own() -> None:
    facts = CaseFacts.from_json(
        {
            "events": [
                event("information.request_received", "2026-05-04"),
                event("information.received", "2026-05-05"),
                event("information.request_received", "2026-05-18"),
            ]
        }
    )
    found = [one for one in deadlines(facts, now=LATER) if one.clock == "I2"]
    assert [one.state for one in found] == ["met", "missed"]


@pytest.mark.parametrize("day", ["2017-03-03", "2026-03-03"])
@pytest.mark.parametrize("formulary", [True, False])
@pytest.mark.parametrize("filer", ["employee", "emergency provider"])
def test_no_application_is_late_without_form_or_during_a_liability_dispute(
    day: str, formulary: bool, filer: str
) -> None:
    clock = "I1" if filer == "employee" else "I1c"
    late = event("application.received", "2026-09-30", filer=filer)
    without = clocks_of(mailed(day, form_enclosed=False), late, formulary=formulary)[clock]
    assert (without.state, without.due) == ("not started", None)
    disputed = clocks_of(mailed(day), event("liability.disputed", day), late, formulary=formulary)[clock]
    assert (disputed.state, disputed.due) == ("tolled", None)
    assert clocks_of(mailed(day), late, formulary=formulary)[clock].state == "missed"
