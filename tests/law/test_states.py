"""The states of a case and the moves between them (process specification, sections 3.1 and 3.2)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openimr.law import clock_rules, notices, states
from openimr.law.model import LawError
from openimr.law.tables import read

OFFICE = [one.code for one in states.states() if one.office]
SPECIFIED = {
    *(f"UR{n}" for n in range(9)), *(f"A{n}" for n in range(6)), *(f"B{n}" for n in range(4)),
    *(f"C{n}" for n in range(4)), *(f"D{n}" for n in range(4)), *(f"E{n}" for n in range(3)), "T1", "T2", "P",
}  # fmt: skip
ROLES = {
    "intake",
    "records",
    "clinical_consultant",
    "panel_scheduler",
    "reviewer",
    "letter_quality",
    "finance",
}
ROLES |= {"medical_director", "regulator", "administrator", "party"}


def test_the_states_are_those_of_the_specification_and_one_of_our_own() -> None:
    codes = {one.code for one in states.states()}
    assert codes - SPECIFIED == {"K0"}
    assert codes >= SPECIFIED
    assert [one.code for one in states.states() if one.own] == ["K0"]


@pytest.mark.parametrize(
    ("code", "portal", "open_", "why"),
    [
        ("A0", 1, True, "received"),
        ("A2", 2, True, "eligibility review"),
        ("B1", 3, True, "records requested"),
        ("C1", 4, True, "clinical review"),
        ("A5", 5, False, "ineligible is closed"),
        ("B0", 6, True, "notice of assignment"),
        ("B2", 7, True, "insufficient records"),
        ("B3", 4, True, "complete records go to clinical review"),
        ("D0", 5, False, "the letter closes the case"),
        ("E2", 5, False, "the remanded review is a new case"),
        ("K0", 5, False, "decided in another case"),
        ("UR2", None, True, "utilization review is not in the portal"),
    ],
)
def test_a_state(code: str, portal: int | None, open_: bool, why: str) -> None:
    one = states.state(code)
    assert (one.portal, one.open) == (portal, open_), why


def test_open_states_of_the_office_are_somebodys_work() -> None:
    for one in states.states():
        assert one.role is None or one.role in ROLES
        if one.office and one.open:
            assert one.role, f"{one.code} lies with nobody"


def test_the_clocks_of_a_state_are_clocks() -> None:
    known = set(clock_rules.rules())
    for one in states.states():
        assert set(one.clocks) <= known, one.code


def test_every_row_of_the_specification_is_there() -> None:
    rows = {int("".join(c for c in one.number if c.isdigit())) for one in states.transitions()}
    assert set(range(1, 32)) <= rows


def test_every_notice_of_a_transition_exists() -> None:
    known = {one.id for one in notices.notices()}
    for one in states.transitions():
        assert set(one.notices) <= known, one.number


def test_unverified_marks_never_act() -> None:
    for one in states.transitions():
        assert one.law
        assert one.acts == all(law.evidence.acts for law in one.law)
        assert one.acts or one.asks, one.number
    assert [one.number for one in states.transitions() if not one.acts] == [
        "2a", "2b", "7", "40", "19", "25a", "25b",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "to", "event", "number", "why"),
    [
        (None, "A0", None, "9", "an application begins a case"),
        ("A0", "A1", None, "10a", "duplicate"),
        ("A0", "A2", None, "11", "eligibility review"),
        ("A2", "A3", None, "12a", "the regulator asks"),
        ("A3", "A2", "information.received", "12b", "answered"),
        ("A3", "A2", "eligibility.review_started", "41", "not answered in time"),
        ("A2", "A4", None, "13", "liability disputed"),
        ("A4", "A2", None, "14", "liability resolved"),
        ("A2", "A5", None, "15", "ineligible"),
        ("A2", "B0", None, "16", "eligible"),
        ("B0", "B1", None, "17", "notice of assignment"),
        ("B1", "B3", None, "18", "records complete"),
        ("B1", "B2", None, "19", "records missing"),
        ("B2", "B3", "records.complete", "20a", "late records"),
        ("B2", "B3", "records.proceeded", "20b", "without them"),
        ("B3", "C0", None, "21a", "to the choice of a reviewer"),
        ("C0", "C1", None, "21b", "reviewer assigned"),
        ("C1", "C2", None, "23a", "question"),
        ("C2", "C1", None, "23b", "answer"),
        ("C1", "C3", None, "24a", "signed"),
        ("C3", "C1", None, "44", "returned"),
        ("C3", "D0", None, "24b", "mailed"),
        ("D0", "D1", "determination.mailed", "26a", "something was overturned"),
        ("D1", "D2", None, "27a", "authorized"),
        ("D1", "D3", None, "27b", "not authorized"),
        ("A5", "E0", None, "28", "ineligibility is appealable, R-10575(a)"),
        ("E0", "E1", None, "48", "denied"),
        ("E0", "E2", None, "29", "remanded"),
        ("B1", "T1", None, "25a", "ended before a reviewer had it"),
        ("C2", "T2", None, "25b", "ended while a reviewer had it"),
        ("B3", "K0", None, "50", "consolidated"),
    ],
)
def test_a_move(code: str | None, to: str, event: str | None, number: str, why: str) -> None:
    assert states.move(code, to, event).number == number, why


@pytest.mark.parametrize(
    ("code", "to", "said"),
    [
        ("A5", "B0", "It can become: appeal pending (E0; rule 28, LC 4610.6(h))"),
        ("B2", "C1", "records complete (B3; rule 20a, 8 CCR 9792.10.6(b)(2))"),
        ("C1", "D0", "quality check (C3; rule 24a, LC 4610.6(d)-(f))"),
        ("C1", "T1", "T2"),
        ("D0", "T2", "appeal pending"),
        ("C1", "K0", "can't become consolidated into another case"),
        ("T1", "A0", "No rule leads out of that state"),
        (None, "B0", "A new case can't become assigned (B0)"),
        ("B2", "B3", "by records.complete or records.proceeded: say by which"),
        ("A2", "Z9", "There is no state 'Z9'"),
        ("Z9", "A2", "There is no state 'Z9'"),
    ],
)
def test_a_move_that_is_not_allowed_is_refused_in_one_sentence(code: str | None, to: str, said: str) -> None:
    with pytest.raises(LawError) as refused:
        states.move(code, to)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("code", "event", "to", "why"),
    [
        ("C3", "determination.mailed", ("D0", "D1"), "and on to D1 where something was overturned"),
        ("B3", "case.expedited", ("B3",), "the priority changes, not the state"),
        ("C3", "quality.released", ("C3",), "the letter is not out yet"),
        ("D1", "determination.published", ("D1",), "published is a mark"),
        ("C1", "records.received", ("C1",), "new records go to the reviewer, LC 4610.5(m)"),
        ("A2", "liability.disputed", ("A2",), "deferral is the regulator's"),
    ],
)
def test_where_an_event_leads(code: str, event: str, to: tuple[str, ...], why: str) -> None:
    assert states.leads(code, event) == to, why


@pytest.mark.parametrize(
    "event", ["determination.mailed", "review.signed", "case.expedited", "case.terminated"]
)
def test_nothing_is_decided_twice(event: str) -> None:
    for code in ("D0", "D1", "E0", "T1", "A5", "K0"):
        if (code, event) != ("D0", "determination.mailed"):
            with pytest.raises(LawError, match="can't have the event"):
                states.step(code, event)


def test_withdrawn_and_ineligible_cases_are_never_published() -> None:
    published = [one for one in states.transitions() if one.marks == "P"]
    assert len(published) == 1
    assert not {"A1", "A5", "T1", "T2", "K0"} & set(published[0].sources)


@given(st.lists(st.integers(min_value=0), max_size=40))
def test_any_walk_stays_within_the_law(choices: list[int]) -> None:
    """From an application on, whatever is allowed leads to a state of the office, and every event there is one."""
    code: str | None = None
    for choice in choices:
        ways = [one for one in states.allowed(code) if code or one.to == "A0"]
        if not ways:
            assert code is not None
            assert not states.state(code).open, f"{code} is open and leads nowhere"
            return
        one = ways[choice % len(ways)]
        if code is not None:
            assert one.event
            assert states.step(code, one.event) is one
        code = one.to or code
        assert code in OFFICE


def test_every_state_is_reached_and_every_open_one_can_close() -> None:
    def closure(start: set[str], arrows: set[tuple[str, str]]) -> set[str]:
        found = set(start)
        while more := {b for a, b in arrows if a in found} - found:
            found |= more
        return found

    arrows = {(source, one.to) for one in states.transitions() for source in one.sources if one.to}
    starts = {one.to for one in states.transitions() if one.starts and one.to}
    assert closure(starts, arrows) == {one.code for one in states.states() if one.kind == "state"}
    closed = {one.code for one in states.states() if one.office and not one.open}
    back = closure(closed, {(b, a) for a, b in arrows})
    assert {one.code for one in states.states() if one.office} <= back


def test_the_diagram_shows_every_state_and_arrow_of_the_office() -> None:
    drawn = states.diagram()
    for code in OFFICE:
        assert f" as {code}\n" in drawn
    assert "UR" not in drawn
    arrows = {line.split(":")[0].strip() for line in drawn.splitlines() if "-->" in line}
    expected = {
        f"{source} --> {one.to}"
        for one in states.transitions()
        for source in one.sources
        if one.to and source in OFFICE
    } | {"[*] --> A0"}
    assert arrows == expected


def test_the_files_have_no_field_that_nobody_reads() -> None:
    fields = {key for row in read("transitions") for key in row}
    assert fields == {
        "number", "from", "to", "by", "event", "guard", "notice", "law", "asks", "starts", "follows", "marks",
    }  # fmt: skip
