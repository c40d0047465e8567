"""The notice of assignment: who is served how, and when the records are due then."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from openimr.service.clock import standing_at

from ..office_case import a_case, actor

pytestmark = pytest.mark.usefixtures("home")
#: A Tuesday in California; the law's own examples are of this spring.
NOW = datetime(2026, 4, 14, 18, tzinfo=UTC)
THURSDAY = datetime(2026, 4, 16, 18, tzinfo=UTC)


def assign(case, **terms):
    from openimr.service.cases.commands.assignment import assign

    return assign(actor("records"), case.number, **terms)


def refused(match):
    from openimr.service.cases.refusals import Refused

    return pytest.raises(Refused, match=match)


def clock_of(case, *ids):
    from openimr.service.cases.projecting import clocks

    return {one.clock: one.due for one in clocks(case, THURSDAY) if one.clock in ids}


@pytest.mark.parametrize(
    ("service", "due"),
    [
        # The statute's ten days are kept beside: Sunday April 26, so Monday (worked example 6).
        ("electronic", {"I5e": date(2026, 4, 28), "I5s": date(2026, 4, 27)}),
        ("mail", {"I5": date(2026, 5, 1), "I5s": date(2026, 4, 27)}),
    ],
)
def test_the_way_of_service_decides_the_records_clock(service, due):
    case = a_case("B0", at=NOW)
    with standing_at(THURSDAY):
        after = assign(case, services={"claims administrator": service})
    assert after.state == "B1"
    assert clock_of(after, "I5", "I5e", "I5s") == due


def test_one_paper_for_each_party_each_by_its_own_way():
    from openimr.service.notices.models import Outgoing

    employee = {"name": "Avery Mailbox", "address": ["1 Street"], "city": "Fresno", "email": "a@example.org"}
    case = a_case("B0", employee=employee)
    after = assign(case, services={"claims administrator": "mail"})
    papers = {one.role: one.method for one in Outgoing.objects.filter(case_number=case.number)}
    assert papers == {
        "employee": "electronic",
        "claims administrator": "mail",
        "requesting physician": "mail",
    }
    assert after.notices[-1].kind == "assignment"
    assert {one["role"]: one["method"] for one in after.notices[-1].recipients} == papers


def test_expedited_records_are_due_in_24_hours():
    from openimr.service.cases.actors import SYSTEM
    from openimr.service.cases.domain.events.records import Expedited
    from openimr.service.cases.unit import work

    case = a_case("B0", at=NOW)
    with standing_at(THURSDAY):
        with work(SYSTEM) as unit:
            unit.load(case.number, "case.view")
            unit.emit(case.number, Expedited(certified_by="treating physician", reason="Pain."))
        after = assign(case)
    assert clock_of(after, "I5x") == {"I5x": datetime(2026, 4, 17, 18, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("form", "services", "words", "why"),
    [
        ({}, {"employee": "electronic"}, "can't be served by electronic", "no e-mail is known"),
        ({"claims_administrator": {}}, {}, "no claims administrator", "nobody owes the records"),
        ({"rfa_date": None, "ur_decision_date": None, "ur_served_date": None}, {}, "(?i)decision", "what the notice must say"),
    ],
)  # fmt: skip
def test_what_keeps_the_notice_back(form, services, words, why):
    from openimr.service.cases.selectors import get

    case = a_case("B0", **form)
    with refused(words):
        assign(case, services=services)
    assert get(case.number) == case, why


@pytest.mark.parametrize("state", ["A2", "B1"])
def test_it_goes_out_once_and_not_before_the_finding(state):
    from openimr.service.cases.refusals import Refused

    with pytest.raises(Refused):
        assign(a_case(state))
