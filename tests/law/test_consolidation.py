"""Consolidation, the expedited track and conversion to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from openimr.law.consolidation import CaseToConsolidate, may_consolidate
from openimr.law.expedited import ExpeditedFacts, conversion, expedited
from openimr.law.forms import Application

NOW = datetime(2026, 5, 1, 19, tzinfo=UTC)
A = CaseToConsolidate(
    "CM26-0000001", "Ana Ruiz", date(1980, 1, 1), "C-1", "J. Lee, M.D.", None, date(2025, 1, 2), True, False,
    date(2026, 6, 1),
)  # fmt: skip
B = replace(A, case_number="CM26-0000002", due=date(2026, 5, 29))


@pytest.mark.parametrize(
    ("change", "allowed", "codes", "why"),
    [
        ({}, True, [], "the same employee, physician and injury"),
        ({"physician": "M. Chen"}, False, ["SAME_PHYSICIAN"], "appendix B 9: another physician"),
        ({"physician": "J Lee MD"}, True, [], "the same name, otherwise written"),
        ({"physician": "James Lee, M.D."}, None, [], "it may be the same one: a person looks"),
        ({"physician": "J. Lee"}, None, [], "without the degree: a person looks"),
        ({"injury_date": date(2024, 1, 2)}, False, ["SAME_INJURY"], "another injury"),
        ({"claim_number": "C-2"}, True, [], "another claim, but the same name and date of birth"),
        ({"claim_number": "C-2", "employee": "Ben Ruiz"}, False, ["SAME_EMPLOYEE"], "another employee"),
        (
            {"claim_number": None, "date_of_birth": None},
            None,
            [],
            "the same name alone is not the same employee",
        ),
        ({"eligible": False}, False, ["BOTH_ELIGIBLE"], "one is ineligible"),
        ({"eligible": None}, None, [], "not known yet"),
        ({"decided": True}, False, ["BOTH_UNDECIDED"], "one has its determination"),
        ({"case_number": A.case_number}, False, ["TWO_CASES"], "with itself"),
    ],
)
def test_who_may_be_consolidated(
    change: dict[str, Any], allowed: bool | None, codes: list[str], why: str
) -> None:
    other = replace(B, **change)
    for one, two in ((A, other), (other, A)):
        found = may_consolidate(one, two, now=NOW)
        assert found.allowed is allowed, why
        assert [reason.code for reason in found.verdict.reasons] == codes, why
        assert bool(found.verdict.unanswered) is (allowed is None)
        assert all(reason.law for reason in found.verdict.reasons)


def test_the_number_of_the_physician_goes_before_the_name() -> None:
    one, two = replace(A, physician_npi="1"), replace(B, physician_npi="2")
    assert may_consolidate(one, two, now=NOW).allowed is False
    assert may_consolidate(one, replace(two, physician_npi="1", physician="X"), now=NOW).allowed is True


def test_the_earliest_due_date_counts() -> None:
    assert may_consolidate(A, B, now=NOW).due == date(2026, 5, 29)
    at = datetime(2026, 5, 29, 20, tzinfo=UTC)
    assert may_consolidate(A, replace(B, due=at), now=NOW).due == at
    assert may_consolidate(replace(A, due=date(2026, 5, 29)), replace(B, due=at), now=NOW).due == at
    assert may_consolidate(A, replace(B, due=None), now=NOW).due == date(2026, 6, 1)


def test_an_application_gives_the_facts() -> None:
    form = Application.from_dict(
        {"employee": {"name": "Ana Ruiz"}, "physician": {"name": "J. Lee"}, "claim_number": "C-1",
         "injury_date": "2025-01-02"}
    )  # fmt: skip
    one, two = (CaseToConsolidate.from_application(n, form, eligible=True, decided=False) for n in ("1", "2"))
    assert may_consolidate(one, two, now=NOW).allowed is True


THREAT = ExpeditedFacts(
    treatment_given=False, certified=True, certified_by="treating physician", certification_attached=True,
    ur_priority="standard", priority="standard", supported=True, state="B1",
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "allowed", "codes"),
    [
        ({}, True, []),
        ({"certified_by": "administrative director"}, True, []),
        ({"treatment_given": True}, False, ["NOT_GIVEN"]),
        ({"certified": False}, False, ["CERTIFIED"]),
        ({"certified_by": "other"}, False, ["CERTIFIER"]),
        ({"treatment_given": None}, None, []),
        ({"certified": None, "certified_by": None}, None, []),
    ],
)
def test_who_is_expedited(change: dict[str, Any], allowed: bool | None, codes: list[str]) -> None:
    found = expedited(replace(THREAT, **change))
    assert found.allowed is allowed
    assert [one.code for one in found.reasons] == codes


@pytest.mark.parametrize(
    ("change", "asks"),
    [
        ({}, False),
        ({"certification_attached": False}, True),
        ({"certification_attached": False, "ur_priority": "expedited"}, False),
    ],
)
def test_a_certification_that_came_later_is_asked_about_and_closes_nothing(
    change: dict[str, Any], asks: bool
) -> None:
    """8 CCR 9792.10.1(b) was not read (evidence A)."""
    found = expedited(replace(THREAT, **change))
    assert found.allowed is True
    assert bool(found.asks) is asks


@pytest.mark.parametrize(
    ("change", "allowed", "codes"),
    [
        ({}, True, []),
        ({"treatment_given": True}, False, ["NOT_GIVEN"]),
        ({"certified_by": "administrative director"}, False, ["CERTIFIED"]),
        ({"supported": False}, False, ["SUPPORTED"]),
        ({"supported": None}, None, []),
        ({"priority": "expedited"}, False, ["REGULAR"]),
        ({"state": "A2"}, False, ["IN_REVIEW"]),
        ({"state": "D0"}, False, ["IN_REVIEW"]),
        ({"state": "C3"}, True, []),
    ],
)
def test_who_is_converted(change: dict[str, Any], allowed: bool | None, codes: list[str]) -> None:
    """Appendix B 10 is the second row: a treatment that was already given is not converted."""
    found = conversion(replace(THREAT, **change))
    assert found.allowed is allowed
    assert [one.code for one in found.reasons] == codes
    assert found.law


def test_the_form_gives_the_facts() -> None:
    form = Application.from_dict({"certified": True, "treatment_given": False, "ur_priority": "standard"})
    assert expedited(ExpeditedFacts.from_application(form)).allowed is True
    assert expedited(ExpeditedFacts.from_application(Application())).allowed is None
