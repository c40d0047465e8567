"""Every clock of the specification has a living rule, prints the contract, and counts over every day."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import openimr.law
from openimr.law import CaseFacts, Happening, clock_json, deadlines
from openimr.law.calendars import calendar
from openimr.law.case_facts import event_types
from openimr.law.clock_rules import rules
from openimr.law.tables import in_force
from tests.law.cases import CALIFORNIA, EXPEDITED, PACIFIC, clocks_of, event, mailed

EVERY_CLOCK = [
    "U1", "U1cap", "U2", "U3", "U4", "U5", "U6", "U7", "U8", "U9", "U10", "U11", "U12", "U13",
    "I1", "I1a", "I1b", "I1c", "I2", "I3", "I4", "I5", "I5e", "I5s", "I5x", "I6", "I7", "I8", "I9", "I10",
    "I11", "I12", "I13", "I14", "I15", "I16",
]  # fmt: skip


def test_every_clock_of_the_specification_has_a_rule() -> None:
    assert list(rules()) == EVERY_CLOCK


@pytest.mark.parametrize("priority", ["standard", "expedited"])
@pytest.mark.parametrize("formulary", [True, False, None])
def test_no_two_variants_of_a_clock_hold_at_once(priority: Any, formulary: bool | None) -> None:
    """U6 and I6 have two; whether the review was concurrent and how the notice was sent tells them apart."""
    for clock, records in rules().items():
        ends = {day for one in records for day in (one.effective_from, one.effective_to) if day}
        for day in ends | {date(2013, 1, 1), date(2026, 6, 1)}:
            fitting = [one.id for one in in_force(records, day) if one.fits(priority, formulary)]
            assert len(fitting) <= (2 if clock in ("U6", "I6") else 1), (clock, day, fitting)


def test_every_event_type_is_used_by_a_clock_or_a_condition() -> None:
    """No event that one may type goes without effect on any clock."""
    folder = Path(openimr.law.__file__).parent
    code = "".join(
        (folder / f"{name}.py").read_text() for name in ("timeline", "clock_conditions", "clock_starts")
    )
    named = {
        kind
        for records in rules().values()
        for one in records
        for kind in (*one.trigger, *one.met_by, *one.extended_by, one.effective_by)
    }
    assert [kind for kind in event_types() if kind not in named and f'"{kind}"' not in code] == []


#: one case for each clock, so that no record is dead
ALIVE: dict[str, tuple[list[dict[str, Any]], dict[str, Any]]] = {
    "U1": ([event("rfa.received", "2025-05-06", review="prospective")], {}),
    "U1cap": ([event("treatment.recommended", "2025-05-06")], {}),
    "U2": ([event("rfa.received", "2025-05-06")], {"formulary": True}),
    "U3": ([event("rfa.received", "2025-05-06T09:00-07:00", priority="expedited")], {}),
    "U4": ([event("rfa.received", "2025-05-06", review="retrospective")], {}),
    "U5": ([event("ur_decision.made", "2025-05-06T09:00-07:00")], {}),
    "U6": ([event("ur_decision.made", "2025-05-06", review="concurrent")], {}),
    "U7": ([event("rfa.received", "2025-05-06"), event("liability.disputed", "2025-05-07")], {}),
    "U8": ([event("deferral.notice_sent", "2025-05-06"), event("liability.resolved", "2025-08-07")], {}),
    "U9": ([event("injury.happened", "2025-05-01"), event("first_visit.made", "2025-05-06")], {}),
    "U10": ([event("rfa.received", "2026-05-06", complete=False)], {}),
    "U11": ([event("ur_decision.made", "2025-05-06")], {}),
    "U12": ([event("ur_decision.made", "2025-05-06")], {}),
    "U13": ([event("injury.happened", "2025-05-06")], {}),
    "I1": ([mailed("2025-05-06")], {}),
    "I1a": ([mailed("2025-05-06", liability_disputed=True), event("liability.resolved", "2025-08-07")], {}),
    "I1b": ([mailed("2025-05-06", form_enclosed=False)], {}),
    "I1c": (
        [mailed("2025-05-06"), event("application.received", "2025-05-09", filer="emergency provider")],
        {},
    ),
    "I2": ([event("information.request_received", "2025-05-06")], {}),
    "I3": ([event("application.received", "2025-05-06")], {}),
    "I4": ([event("eligibility.found", "2025-05-06")], {}),
    "I5": ([event("assignment.notice_sent", "2025-05-06", service="mail")], {}),
    "I5e": ([event("assignment.notice_sent", "2025-05-06", service="electronic")], {}),
    "I5s": ([event("assignment.notice_sent", "2025-05-06", service="electronic")], {}),
    "I5x": ([event("assignment.notice_sent", "2025-05-06T09:00-07:00", service="electronic")], EXPEDITED),
    "I6": ([event("assignment.notice_sent", "2025-05-06", service="mail")], {}),
    "I7": ([event("reviewer.question_sent", "2025-05-06")], EXPEDITED),
    "I8": ([event("records.discovered", "2025-05-06")], {}),
    "I9": ([event("records.complete", "2025-05-06")], {}),
    "I10": ([event("records.complete", "2025-05-06"), event("extension.approved", "2025-05-16")], {}),
    "I11": ([event("request.withdrawn", "2025-05-06")], {}),
    "I12": ([event("administrator.changed", "2025-05-06")], {}),
    "I13": ([event("determination.received", "2025-05-06", service_already_given=False)], {}),
    "I14": ([event("determination.received", "2025-05-06", service_already_given=True)], {}),
    "I15": ([event("ineligibility.mailed", "2025-05-06", service="mail", **CALIFORNIA)], {}),
    "I16": ([event("mpn_examination.held", "2025-05-06")], EXPEDITED),
}
NO_NUMBER = {"U12", "I1b", "I3", "I8"}
#: what the specification's tables say of the cases above
NUMBERS = {
    "U1": "5 business days", "U1cap": "14 calendar days", "U2": "5 business days", "U3": "72 hours",
    "U4": "30 calendar days", "U5": "24 hours", "U6": "24 hours", "U7": "5 business days",
    "U8": "30 calendar days", "U9": "5 calendar days", "U10": "5 business days", "U11": "12 months",
    "U13": "30 calendar days", "I1": "30 calendar days", "I1a": "30 calendar days", "I1c": "30 calendar days",
    "I2": "5 business days", "I4": "1 business day", "I5": "15 calendar days", "I5e": "12 calendar days",
    "I5s": "10 calendar days", "I5x": "24 hours", "I6": "15 calendar days", "I7": "1 calendar day",
    "I9": "30 calendar days", "I10": "+3 approved extension", "I11": "5 calendar days", "I12": "5 working days",
    "I13": "5 working days", "I14": "20 calendar days", "I15": "30 calendar days", "I16": "3 calendar days",
}  # fmt: skip


@pytest.mark.parametrize("clock", EVERY_CLOCK)
def test_every_clock_runs(clock: str) -> None:
    events, case = ALIVE[clock]
    found = clocks_of(*events, **case, now=datetime(2025, 5, 6, 10, tzinfo=PACIFIC))[clock]
    assert found.state == ("met" if clock == "I1c" else "running"), found
    assert found.working
    assert found.law
    assert found.title
    assert (found.due is None) == (clock in NO_NUMBER), found.working
    assert clock in NO_NUMBER or found.working[0].startswith(f"{NUMBERS[clock]}: "), found.working


def test_json_is_the_contract() -> None:
    found = clocks_of(mailed("2026-03-03"), now=datetime(2026, 3, 9, tzinfo=PACIFIC))["I1"]
    data = json.loads(json.dumps(clock_json(found)))
    contract = {
        "clock": "I1",
        "title": "application received",
        "starts": "2026-03-03",
        "due": "2026-04-07",
        "state": "running",
        "law": ["LC 4610.5(h)(1)"],
        "working": ["30 calendar days: 2026-04-02", "+5 mail: 2026-04-07"],
    }
    assert {key: data[key] for key in contract} == contract
    assert set(data) - set(contract) == {"met_at", "asks", "consequence", "duty_of", "evidence", "counted_by"}


# Over every day of the tables

FIRST, LAST = date(2013, 1, 1), date(2030, 12, 31)


def every_day(until: date) -> list[date]:
    return [FIRST + timedelta(days=n) for n in range((until - FIRST).days + 1)]


@pytest.mark.parametrize(
    ("kind", "clock", "case", "details"),
    [
        ("ur_decision.served", "I1", {}, {"service": "mail", "from_state": "CA", "to_state": "NV"}),
        ("ur_decision.served", "I1", {}, {"service": "express"}),
        ("records.complete", "I9", {}, {}),
        ("records.complete", "I9", {"formulary": True}, {}),
        ("determination.mailed", "I15", {}, {"service": "mail", "from_state": "CA", "to_state": "CA"}),
    ],
)
def test_every_day_has_an_open_and_monotone_end(
    kind: str, clock: str, case: dict[str, Any], details: dict[str, Any]
) -> None:
    judicial = calendar("judicial")
    now = datetime(2013, 1, 1, tzinfo=PACIFIC)
    before: dict[str, date] = {}
    for day in every_day(date(2030, 11, 1)):
        facts = CaseFacts("standard", case.get("formulary", False), (Happening(kind, day, details),))
        (found,) = [one for one in deadlines(facts, now=now) if one.clock == clock]
        assert isinstance(found.due, date)
        assert found.due > day
        if not case:
            assert judicial.is_open(found.due), (day, found)
        # Across a change of the law (10 days from 2018 on) an end may lie before an earlier one.
        amount = found.working[0].partition(":")[0]
        assert found.due >= before.get(amount, FIRST), (day, found)
        before[amount] = found.due
