"""Eligibility: order, items, people's answers, dated variants, what is refused, and what always holds."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openimr.law import sources
from openimr.law.eligibility import eligibility
from openimr.law.facts import EligibilityFacts
from openimr.law.forms import Application
from openimr.law.model import Evidence, Law, LawError
from openimr.law.questions import questions
from openimr.law.rules import declared, rules
from openimr.law.tables import read
from tests.law.eligibility_cases import FORM, MINE, NOW, ORDER, OTHER, SERVED, answers, codes, find, received


def test_the_rules_stand_in_the_order_of_the_specification() -> None:
    assert [one.code for one in rules()] == ORDER
    asked = [one.code for one in questions(EligibilityFacts(), now=NOW)]
    assert asked == ORDER
    data = received("2026-04-08") | {"application": {"signed": False, "ur_copy_attached": False}}
    assert codes(find(data)) == ["UNSIGNED", "NO_UR_COPY", "LATE"]


def test_nothing_known_is_eligible_with_every_question_open() -> None:
    found = find({})
    assert (found.eligible, found.deferred, codes(found)) == (True, False, [])
    assert [one.code for one in found.unanswered] == ORDER


def test_a_late_application_shows_its_arithmetic() -> None:
    (reason,) = find(received("2026-04-08")).reasons
    for part in ("2026-04-08", "due 2026-04-07", "30 calendar days: 2026-04-02", "+5 mail"):
        assert part in reason.message
    assert reason.asks is None, "the form was enclosed and the decision is older than April 2026"


#: events after the decision of March 3, codes, why
DISPUTES: list[tuple[list[dict[str, str]], list[str], str]] = [
    (
        [
            {"type": "application.received", "at": "2026-05-20"},
            {"type": "liability.disputed", "at": "2026-05-25"},
        ],
        ["LATE", "LIABILITY"],
        "a dispute after the window had closed does not open it again, for eligibility as for clock I1",
    ),
    (
        [
            {"type": "liability.disputed", "at": "2026-03-25"},
            {"type": "application.received", "at": "2026-05-20"},
        ],
        ["LIABILITY"],
        "the window was suspended",
    ),
    (
        [
            {"type": "liability.resolved", "at": "2026-05-10", "service": "personal"},
            {"type": "application.received", "at": "2026-05-20"},
        ],
        [],
        "within the window anew; what was resolved had been disputed",
    ),
]


@pytest.mark.parametrize(("events", "expected", "why"), DISPUTES)
def test_a_liability_dispute_and_the_window(
    events: list[dict[str, str]], expected: list[str], why: str
) -> None:
    case = {"priority": "standard", "formulary": False, "events": [SERVED, *events]}
    assert codes(find(case)) == expected, why


def test_the_name_of_the_case_and_fields_of_other_commands_are_left_alone() -> None:
    named = {"schema": "case/1", "case_number": "CM26-0000007", "note": "", "item": {}, "date": "2026-03-03"}
    assert find({**named, **received("2026-04-08")}).reasons == find(received("2026-04-08")).reasons
    with pytest.raises(LawError, match="aplication"):
        find({"aplication": {}})


def test_a_year_that_no_calendar_has_counts_nothing() -> None:
    found = find({"application": {"ur_served_date": "9999-12-31", "received": "9999-12-31"}})
    assert codes(found) == []


def test_an_enclosure_that_is_not_recorded_is_asked_for() -> None:
    (reason,) = find(received("2026-04-08", form_enclosed=None)).reasons
    assert reason.code == "LATE"
    assert "form" in (reason.asks or "")


@pytest.mark.parametrize(("day", "asks"), [("2026-04-02", False), ("2026-04-03", True), ("2026-04-07", True)])
def test_in_time_only_by_the_extension_is_confirmed_by_a_person(day: str, asks: bool) -> None:
    found = find(received(day))
    assert found.eligible
    assert ("LATE" in {one.code for one in found.asks}) is asks


def test_liability_resolved_opens_a_new_window() -> None:
    """Appendix B 4."""
    events = [
        {**SERVED, "liability_disputed": True},
        {"type": "liability.disputed", "at": "2026-03-03"},
    ]
    waiting = find(
        {"formulary": False, "events": [*events, {"type": "application.received", "at": "2026-03-20"}]}
    )
    assert (waiting.eligible, waiting.deferred, codes(waiting)) == (False, True, ["LIABILITY"])
    events.append({"type": "liability.resolved", "at": "2026-06-01", "service": "personal"})
    for day, late in (("2026-07-01", False), ("2026-07-02", True)):
        data = {"formulary": False, "events": [*events, {"type": "application.received", "at": day}]}
        found = find(data, datetime(2026, 7, 3, 19, tzinfo=UTC))
        assert codes(found) == (["LATE"] if late else []), day


@pytest.mark.parametrize(
    ("received_on", "now", "curable", "part"),
    [
        ("2026-03-20", NOW.replace(day=1), True, "by 2026-04-07"),
        ("2026-03-20", NOW, False, "closed on 2026-04-07"),
    ],
)
def test_filing_again_cures_only_while_the_window_is_open(
    received_on: str, now: datetime, curable: bool, part: str
) -> None:
    data = received(received_on) | {"application": {"signed": False}}
    (reason,) = find(data, now).reasons
    assert (reason.code, reason.curable) == ("UNSIGNED", curable)
    assert part in (reason.how or "")


@pytest.mark.parametrize(
    ("decided", "acts"), [("2018-05-01", True), ("2026-03-31", True), ("2026-04-01", False), (None, False)]
)
def test_missing_information_is_a_dated_policy(decided: str | None, acts: bool) -> None:
    found = find({"application": {"ur_basis": "missing information", "ur_decision_date": decided}})
    assert (codes(found) == ["CNC"]) is acts
    assert ("CNC" in {one.code for one in found.asks}) is not acts


@pytest.mark.parametrize(("day", "acts"), [("2014-03-31", False), ("2014-04-01", True)])
def test_the_reminder_of_2014_is_a_dated_variant(day: str, acts: bool) -> None:
    data = {"application": {"ur_copy_attached": False, "received": day, "ur_decision_date": "2014-03-01"}}
    found = find(data)
    assert (codes(found) == ["NO_UR_COPY"]) is acts
    assert found.eligible is not acts


@pytest.mark.parametrize(("decided", "asks"), [("2026-03-31", False), ("2026-04-01", True)])
def test_no_refusal_by_rule_under_the_text_of_2026_that_was_not_read(decided: str, asks: bool) -> None:
    data: dict[str, Any] = {"application": {"signed": False, "ur_decision_date": decided}}
    found = find(data)
    assert codes(found) == ["UNSIGNED"]
    assert not found.eligible
    assert (found.reasons[0].asks is not None) is asks
    data["answers"] = {"UNSIGNED": {"regulator": True}}
    assert find(data).reasons[0].asks is None, "the regulator has confirmed it"


# Items


def test_a_case_is_eligible_as_soon_as_one_item_is() -> None:
    data = {
        "application": {"ur_decision_date": "2026-03-03"},
        "items": [
            {"number": 1, "treatment": "MRI", "outcome": "denied", "basis": "necessity"},
            {"number": 2, "treatment": "Therapy", "outcome": "approved"},
            {"number": 3, "treatment": "Drug", "liability_disputed": True},
        ],
    }
    found = find(data)
    assert found.eligible
    assert [(one.number, one.status) for one in found.items] == [
        (1, "eligible"),
        (2, "ineligible"),
        (3, "deferred"),
    ]
    assert [(one.code, one.item) for one in found.reasons] == [("NOT_UR_NECESSITY", 2), ("LIABILITY", 3)]
    data["items"] = data["items"][1:]  # type: ignore[index]
    found = find(data)
    assert (found.eligible, found.deferred) == (False, True), "what is left waits"
    data["application"] = {"ur_decision_date": "2026-03-03", "signed": False}
    assert find(data).status == "ineligible", "a bar on the case is one on every item"


def test_what_is_the_same_for_all_items_is_asked_once() -> None:
    data = {"items": [{"number": 1}, {"number": 2}], "facts": {"payment_only": True}}
    assert [(one.code, one.item) for one in find(data).reasons] == [("WRONG_PROCESS_IBR", None)]


def test_one_item_of_two_may_be_on_file_already() -> None:
    data = {
        "application": MINE,
        "items": [{"number": 1, "treatment": "MRI left knee"}, {"number": 2, "treatment": "Knee brace"}],
        "other_applications": [OTHER],
    }
    found = find(data)
    assert [(one.code, one.item, one.outcome) for one in found.reasons] == [("DUP", 1, "merged")]
    assert OTHER["case_number"] in found.reasons[0].message
    assert found.eligible


# People's answers


@pytest.mark.parametrize("computed", [True, False, None])
@pytest.mark.parametrize("staff", [True, False, None])
@pytest.mark.parametrize("regulator", [True, False, None])
def test_the_regulator_goes_before_staff_and_staff_before_the_facts(
    computed: bool | None, staff: bool | None, regulator: bool | None
) -> None:
    signed = None if computed is None else not computed
    data = {
        "application": {"signed": signed, "ur_decision_date": "2026-03-03"},
        "answers": {"UNSIGNED": {"staff": staff, "regulator": regulator}},
    }
    expected = next((one for one in (regulator, staff, computed) if one is not None), None)
    assert (codes(find(data)) == ["UNSIGNED"]) is (expected is True)
    assert answers(data)["UNSIGNED"] is expected


def test_an_unverified_rule_acts_only_when_the_regulator_says_so() -> None:
    data: dict[str, Any] = {"answers": {"CARVE_OUT": {"staff": True}}}
    assert find(data).eligible
    data["answers"]["CARVE_OUT"]["regulator"] = True
    found = find(data)
    assert [(one.code, one.outcome) for one in found.reasons] == [("CARVE_OUT", "routed")]


def test_an_answer_may_be_for_one_item() -> None:
    data = {
        "items": [{"number": 1}, {"number": 2}],
        "answers": {"CNC": [{"regulator": False}, {"regulator": True, "item": 2}]},
    }
    assert [(one.code, one.item) for one in find(data).reasons] == [("CNC", 2)]


# What is refused


@pytest.mark.parametrize(
    ("data", "names"),
    [
        ([], "object"),
        ({"prority": "standard"}, "prority"),
        ({"priority": "urgent"}, "urgent"),
        ({"formulary": "no"}, "formulary"),
        ({"events": [{"type": "application.recieved", "at": "2026-04-08"}]}, "application.recieved"),
        ({"events": [{"type": "application.received", "at": "2026-02-30"}]}, "2026-02-30"),
        ({"events": 3}, "events"),
        ({"application": {"signed": "yes"}}, "signed"),
        ({"application": {"signd": True}}, "signd"),
        ({"facts": {"late": True}}, "late"),
        ({"facts": {"mpn_dispute": "yes"}}, "mpn_dispute"),
        ({"ur_decision": {"outcome": "refused"}}, "refused"),
        ({"ur_decision": {"date": "03/03/2026"}}, "03/03/2026"),
        ({"items": [{"treatment": "MRI"}]}, "number"),
        ({"items": [{"number": 1}, {"number": 1}]}, "number 1"),
        ({"items": [{"number": 1, "mpn_dispute": True}]}, "mpn_dispute"),
        ({"other_applications": [{}]}, "case_number"),
        ({"answers": {"UNSINGED": {"staff": True}}}, "UNSINGED"),
        ({"answers": {"UNSIGNED": {"staff": "yes"}}}, "staff"),
        ({"answers": {"CNC": {"staff": True, "item": 4}}}, "4"),
        ({"items": [{"number": 1}], "answers": {"UNSIGNED": {"staff": True, "item": 1}}}, "UNSIGNED"),
    ],
)
def test_what_cannot_be_is_refused_by_name(data: Any, names: str) -> None:
    with pytest.raises(LawError) as caught:
        EligibilityFacts.from_dict(data)
    assert names in str(caught.value)
    assert "\n" not in str(caught.value)


# Properties


def _value(kind: str, values: tuple[str, ...]) -> st.SearchStrategy[Any]:
    if kind == "flag":
        return st.booleans()
    if kind == "choice":
        return st.sampled_from(values)
    return st.dates(date(2012, 1, 1), date(2026, 4, 8)).map(str)


STATED = {name: _value(one.kind, one.values) for name, one in declared().items() if not one.derived}
#: Exceptions that a party has to raise: not knowing them is not knowing of a reason to go on.
RAISED = {"administrator_consents", "liability_disputed"}
CASES = st.fixed_dictionaries(
    {},
    optional={
        "facts": st.fixed_dictionaries({}, optional=STATED),
        "events": st.lists(
            st.one_of(
                st.fixed_dictionaries(
                    {"type": st.just("ur_decision.served"), "at": _value("date", ())},
                    optional={
                        "service": st.sampled_from(["mail", "fax", "express", "electronic", "personal"]),
                        "from_state": st.sampled_from(["CA", "NV"]),
                        "to_state": st.sampled_from(["CA", "NV"]),
                        "form_enclosed": st.booleans(),
                    },
                ),
                st.fixed_dictionaries(
                    {
                        "type": st.sampled_from(
                            [
                                "application.received",
                                "liability.disputed",
                                "liability.resolved",
                                "rfa.received",
                            ]
                        ),
                        "at": _value("date", ()),
                    }
                ),
            ),
            max_size=4,
        ),
        "items": st.lists(
            st.fixed_dictionaries(
                {},
                optional={n: s for n, s in STATED.items() if declared()[n].item},
            ),
            max_size=3,
        ).map(lambda rows: [{**row, "number": n} for n, row in enumerate(rows, 1)]),
        "formulary": st.booleans(),
        "priority": st.sampled_from(["standard", "expedited"]),
        "other_applications": st.just([]),
    },
)


@settings(max_examples=150, deadline=None)
@given(CASES)
def test_whatever_is_known_every_reason_has_its_law_and_nothing_contradicts_itself(
    data: dict[str, Any],
) -> None:
    found = find(data)
    assert not (found.eligible and found.deferred)
    for reason in found.reasons:
        assert reason.law
        assert any(one.evidence.verified for one in reason.law), "no reason rests on unverified law alone"
        assert reason.message
    assert found.eligible or found.reasons
    orders = [ORDER.index(one.code) for one in found.reasons]
    assert orders == sorted(orders)
    asked = [(one.code, one.item) for one in found.questions]
    assert len(set(asked)) == len(asked)
    assert {one.code for one in found.questions} == set(ORDER), "no question is dropped"


@settings(max_examples=150, deadline=None)
@given(CASES, st.data())
def test_a_fact_that_is_forgotten_never_makes_anything_ineligible(
    data: dict[str, Any], draw: st.DataObject
) -> None:
    facts = data.get("facts", {})
    known = sorted(set(facts) - RAISED)
    forgotten = set(draw.draw(st.lists(st.sampled_from(known), unique=True))) if known else set()
    before = find(data)
    after = find({**data, "facts": {name: value for name, value in facts.items() if name not in forgotten}})
    barred = {(one.code, one.item) for one in before.reasons}
    for reason in after.reasons:
        same = (reason.code, reason.item) in barred or (reason.code, None) in barred
        split = any(code == reason.code for code, _ in barred)
        assert same or split or reason.asks, (reason, forgotten)


def test_an_application_in_python_is_the_same_as_in_json() -> None:
    form = Application.from_dict(FORM | {"signed": False})
    direct = eligibility(EligibilityFacts(application=form), now=NOW)
    assert direct == find({"application": form.to_dict()})


def cites(node: Any) -> list[Law]:
    """Every citation anywhere in a file."""
    if isinstance(node, dict):
        own = [Law(node["cite"], Evidence(node["evidence"]))] if "cite" in node else []
        return own + [one for value in node.values() for one in cites(value)]
    return [one for value in node for one in cites(value)] if isinstance(node, list) else []


@pytest.mark.parametrize("name", ["regimes", "eligibility", "documents", "consolidation", "expedited"])
def test_what_was_read_has_a_source(name: str) -> None:
    found = cites(read(name))
    assert len(found) >= 5
    for law in found:
        if law.evidence not in (Evidence.DESIGN, Evidence.RECALLED):
            assert sources.of(law), law
