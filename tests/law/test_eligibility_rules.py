"""Every eligibility rule firing, not firing, and not to be told."""

from __future__ import annotations

from typing import Any

import pytest

from openimr.law.rules import rules
from tests.law.eligibility_cases import FORM, MINE, ORDER, OTHER, SERVED, answers, codes, find, received


@pytest.mark.parametrize(
    ("code", "data", "answer", "why"),
    [
        ("DUP", {"application": MINE, "other_applications": [OTHER]}, True, "same claim, decision, treatment"),
        ("DUP", {"application": MINE, "other_applications": []}, False, "there is no other application"),
        ("DUP", {"application": MINE, "other_applications": [{**OTHER, "state": "A5"}]}, False, "refiled after"),
        ("DUP", {"application": MINE, "other_applications": [{**OTHER, "treatments": ["Opioids"]}]}, False, "other"),
        ("DUP", {"application": MINE}, None, "nobody looked"),
        ("NOT_UR_NECESSITY", {"ur_decision": {"outcome": "approved"}}, True, "nothing was refused"),
        ("NOT_UR_NECESSITY", {"ur_decision": {"outcome": "deferred"}}, True, "only a deferral letter"),
        ("NOT_UR_NECESSITY", {"application": {"ur_basis": "other"}}, True, "not about necessity"),
        ("NOT_UR_NECESSITY", {"ur_decision": {"outcome": "denied", "basis": "necessity"}}, False, "IMR's subject"),
        ("NOT_UR_NECESSITY", {"ur_decision": {"outcome": "denied"}}, None, "the basis is not known"),
        ("REGIME", {"application": {"injury_date": "2012-05-01", "ur_decision_date": "2013-05-01"}}, True, "P0"),
        ("REGIME", {"application": {"injury_date": "2013-02-01", "ur_decision_date": "2013-05-01"}}, False, "P1"),
        ("REGIME", {"application": {"ur_decision_date": "2013-05-01"}}, None, "injury not known"),
        ("WRONG_PROCESS_MPN", {"facts": {"mpn_dispute": True}}, True, "MPN's own review"),
        ("WRONG_PROCESS_MPN", {"facts": {"mpn_dispute": False}}, False, ""),
        ("WRONG_PROCESS_MPN", {}, None, ""),
        ("WRONG_PROCESS_IBR", {"facts": {"payment_only": True}}, True, "bill review"),
        ("WRONG_PROCESS_IBR", {"facts": {"payment_only": False}}, False, ""),
        ("WRONG_PROCESS_IBR", {}, None, ""),
        ("WRONG_PROCESS_HEALTHPLAN", {"facts": {"predesignated": True, "health_plan": "knox-keene"}}, True, "DMHC"),
        ("WRONG_PROCESS_HEALTHPLAN", {"facts": {"predesignated": False}}, False, "not predesignated"),
        ("WRONG_PROCESS_HEALTHPLAN", {"facts": {"predesignated": True}}, None, "the plan is not known"),
        ("CARVE_OUT", {"facts": {"carve_out": True}}, True, "holds, but only asks"),
        ("CARVE_OUT", {"facts": {"carve_out": False}}, False, ""),
        ("CARVE_OUT", {}, None, ""),
        ("WRONG_FILER", {"application": {"filer": "claims administrator"}}, True, "may not file"),
        ("WRONG_FILER", {"application": {"filer": "requesting physician"}}, True, "no emergency provider"),
        ("WRONG_FILER", {"application": {"filer": "emergency provider"}}, False, "LC 4610.5(h)(4)"),
        ("WRONG_FILER", {"application": {"filer": "employee"}}, False, ""),
        (
            "WRONG_FILER",
            {"application": {"filer": "agent", "agent_designated": "2026-03-02", "ur_decision_date": "2026-03-03"}},
            True,
            "appendix B 2: designated before the decision",
        ),
        (
            "WRONG_FILER",
            {"application": {"filer": "agent", "agent_designated": "2026-03-03", "ur_decision_date": "2026-03-03"}},
            False,
            "designated on the day of the decision",
        ),
        ("WRONG_FILER", {"application": {"filer": "agent"}}, None, "when designated is not known"),
        ("UNSIGNED", {"application": {"signed": False}}, True, ""),
        ("UNSIGNED", {"application": {"signed": True}}, False, ""),
        ("UNSIGNED", {"application": {"signed": None}}, None, "null is unknown"),
        ("NO_UR_COPY", {"application": {"ur_copy_attached": False, "received": "2015-01-05"}}, True, ""),
        ("NO_UR_COPY", {"application": {"ur_copy_attached": True}}, False, ""),
        ("NO_UR_COPY", {"application": {}}, None, ""),
        ("WRONG_FORM", {"facts": {"on_dwc_form": False}}, True, "a letter"),
        ("WRONG_FORM", {"facts": {"on_dwc_form": True, "form_complete": False}}, True, "blank fields that count"),
        ("WRONG_FORM", {"application": FORM}, False, "the form itself, filled in"),
        ("WRONG_FORM", {"application": MINE}, None, "blank on the form or not typed in: a person looks"),
        ("LATE", received("2026-04-08"), True, "example 1 of section 4.5"),
        ("LATE", received("2026-04-07"), False, "example 1, the last day"),
        ("LATE", received("2026-04-13", to_state="NV"), False, "example 2, the last day"),
        ("LATE", received("2026-04-14", to_state="NV"), True, "example 2"),
        ("LATE", received("2026-06-01", form_enclosed=False), False, "appendix B 3: the window has not begun"),
        ("LATE", {"events": [SERVED]}, None, "it has not arrived"),
        ("LATE", {"application": {"received": "2026-04-08"}}, None, "the day of service is not known"),
        ("LATE", {"application": {**MINE, "received": "2026-03-20"}}, False, "in time even from the decision's day"),
        ("LATE", received("2026-04-05", service=None), None, "by mail it would be in time"),
        ("LATE", received("2026-04-08", service=None), True, "late even by mail within California"),
        ("LATE", received("2026-04-08", to_state=None), None, "to another state it would be in time"),
        ("LATE", received("2026-04-08", liability_disputed=True), False, "suspended"),
        ("CNC", {"application": {"ur_basis": "missing information", "ur_decision_date": "2025-03-03"}}, True, ""),
        ("CNC", {"ur_decision": {"basis": "both"}}, False, "necessity as well"),
        ("CNC", {"ur_decision": {"outcome": "denied"}}, None, ""),
        ("LIABILITY", {"application": {"liability_disputed": True}}, True, ""),
        ("LIABILITY", {"events": [{"type": "liability.disputed", "at": "2026-03-01"}]}, True, "appendix B 4"),
        ("LIABILITY", {"application": {"liability_disputed": False}}, False, ""),
        ("LIABILITY", {"facts": {"liability_disputed": True, "administrator_consents": True}}, False, "consents"),
        ("LIABILITY", {}, None, ""),
        ("ALREADY_DECIDED", {"application": MINE, "other_applications": [{**OTHER, "decided": True}]}, True, ""),
        (
            "ALREADY_DECIDED",
            {
                "application": {"rfa_date": "2026-01-20"},
                "facts": {"earlier_denial": "2025-08-04", "material_change": False},
            },
            True,
            "example 14: within 12 months, nothing changed",
        ),
        (
            "ALREADY_DECIDED",
            {
                "application": {"rfa_date": "2026-08-04"},
                "other_applications": [],
                "facts": {"earlier_denial": "2025-08-04", "material_change": False},
            },
            False,
            "example 14: the 12 months are over",
        ),
        ("ALREADY_DECIDED", {"other_applications": []}, None, "nothing is known of an earlier denial"),
        (
            "ALREADY_DECIDED",
            {"application": MINE, "other_applications": [{**OTHER, "decided": True, "ur_decision_date": "2025-01-07"}]},
            None,
            "decided under another decision: weighed by the regulator",
        ),
        ("RESOLVED", {"events": [{"type": "treatment.authorized", "at": "2026-04-01"}]}, True, ""),
        ("RESOLVED", {"events": [{"type": "request.withdrawn", "at": "2026-04-01"}]}, True, ""),
        ("RESOLVED", {"facts": {"resolved_by": "none"}}, False, ""),
        ("RESOLVED", {}, None, ""),
        (
            "RESOLVED",
            {
                "events": [
                    {"type": "determination.mailed", "at": "2026-03-01"},
                    {"type": "treatment.authorized", "at": "2026-03-05"},
                ]
            },
            None,
            "an authorization after the determination carries it out",
        ),
        ("STAT_CAP", {"facts": {"visit_cap_only": True, "post_surgical": False}}, True, "pointed out only"),
        ("STAT_CAP", {"facts": {"visit_cap_only": True, "post_surgical": True}}, False, "visits after surgery"),
        ("STAT_CAP", {}, None, ""),
        (
            "UR_UNTIMELY",
            {
                "priority": "standard",
                "formulary": False,
                "events": [
                    {"type": "rfa.received", "at": "2026-01-05", "review": "prospective", "complete": True},
                    {"type": "ur_decision.made", "at": "2026-03-03", "outcome": "denied"},
                ],
            },
            True,
            "pointed out only",
        ),
        (
            "UR_UNTIMELY",
            {
                "priority": "standard",
                "formulary": False,
                "events": [
                    {"type": "rfa.received", "at": "2026-03-02", "review": "prospective", "complete": True},
                    {"type": "ur_decision.made", "at": "2026-03-03", "outcome": "denied"},
                ],
            },
            False,
            "the next day",
        ),
        ("UR_UNTIMELY", {}, None, ""),
    ],
)  # fmt: skip
def test_every_rule_holds_does_not_hold_or_cannot_be_told(
    code: str, data: dict[str, Any], answer: bool | None, why: str
) -> None:
    found = find(data)
    assert answers(data)[code] is answer, why
    rule = next(one for one in rules() if one.code == code)
    passive = code in ("CARVE_OUT", "STAT_CAP", "UR_UNTIMELY")
    if answer and passive:
        assert code not in codes(found), "what is not verified, or only pointed out, has no effect"
        assert code in {one.code for one in found.asks}, "it is put before a person"
    else:
        assert (code in codes(found)) is (answer is True), why
    assert (code in {one.code for one in found.unanswered}) is (answer is None)
    if answer and not passive:
        assert found.eligible is False
        assert found.deferred is (rule.versions[0].outcome == "deferred")


def test_each_code_is_tried_all_three_ways() -> None:
    mark = next(
        one
        for one in test_every_rule_holds_does_not_hold_or_cannot_be_told.pytestmark  # type: ignore[attr-defined]
        if one.name == "parametrize"
    )
    tried = {(row[0], row[2]) for row in mark.args[1]}
    assert tried == {(code, answer) for code in ORDER for answer in (True, False, None)}
