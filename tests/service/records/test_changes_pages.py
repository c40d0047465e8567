"""The pages of what changes or ends a case, and the menu that leads to them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import RequestFactory

from ..accounts.people import sentence
from ..office_case import a_case, a_document, actor, client_of

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture(scope="module")
def browsers(home):
    return {role: client_of(role) for role in ("intake", "records", "regulator", "finance")}


def here(case, rest):
    return f"/office/cases/{case.number}/changes/{rest}"


def terms(case, **more):
    return {"expected": str(case.version), "submission": uuid4().hex, **more}


def now(case):
    from openimr.service.cases.selectors import get

    return get(case.number)


def today():
    from openimr.service import clock

    return clock.today().isoformat()


def with_papers(state, **form):
    from openimr.service import clock
    from openimr.service.cases.commands import records

    case = a_case(state, **form)
    return records.add(
        actor("records"), case.number, [a_document(title="Certification"), a_document(title="Support")],
        received=clock.today(), received_from="requesting physician",
    )  # fmt: skip


def menu(browsers, role, case):
    from openimr.service.records.changes_menu import changes_menu

    request = RequestFactory(SERVER_NAME="localhost").get("/")
    request.user = browsers[role].user
    return {title: why for title, address, why in changes_menu(request, case)}


@pytest.mark.parametrize(
    ("role", "state", "open_"),
    [
        ("records", "B1", {"Convert to expedited", "End the review", "Change the claims administrator",
                           "Record a dispute over liability"}),
        ("records", "D0", {"Change the claims administrator"}),
        ("intake", "A2", {"End the review", "Change the claims administrator", "Record a dispute over liability"}),
        ("regulator", "C1", {"End the review"}),
        ("finance", "B1", set()),
    ],
)  # fmt: skip
def test_the_menu_says_what_can_be_done_and_why_the_rest_can_not(browsers, role, state, open_):
    found = menu(browsers, role, a_case(state))
    assert {title for title, why in found.items() if not why} == open_
    assert all(len(why) > 20 for title, why in found.items() if title not in open_)


def test_the_menu_offers_consolidation_where_there_is_another_case(browsers):
    same = {"claim_number": f"MENU-{uuid4().hex[:6]}", "date_of_birth": "1980-01-02"}
    case = a_case("B1", **same)
    assert "No other case" in menu(browsers, "records", case)["Consolidate with another case"]
    a_case("B1", **same)
    assert menu(browsers, "records", case)["Consolidate with another case"] == ""


def test_expedited_with_clocks_before_and_after(browsers):
    case = with_papers("B1")
    words = sentence(browsers["records"].get(here(case, "expedite/")))
    assert "Clocks now" in words
    assert "Clocks afterwards" in words
    assert "24 hours" in words
    ids = {one.title: one.id for one in case.documents}
    data = {"certified_by": "treating physician", "document": ids["Certification"], "reason": "Loss of limb."}
    refused = browsers["records"].post(here(case, "expedite/"), terms(case, **data))
    assert refused.status_code == 422
    assert "Loss of limb." in refused.content.decode()
    done = browsers["records"].post(here(case, "expedite/"), terms(case, **data, support=[ids["Support"]]))
    assert done.status_code == 302
    assert now(case).priority == "expedited"
    again = sentence(browsers["records"].get(here(case, "expedite/")))
    assert "The case is a regular one: does not hold" in again


def test_consolidated_by_the_page(browsers):
    same = {
        "claim_number": f"PAGE-{uuid4().hex[:6]}", "date_of_birth": "1980-01-02", "injury_date": "2025-01-03",
    }  # fmt: skip
    lead = a_case("B1", **same)
    other = a_case("B1", **same, treatments=["Acupuncture 2 x 4"])
    apart = a_case("B1", **{**same, "injury_date": "2024-01-03"})
    words = sentence(browsers["records"].get(here(lead, "consolidate/")))
    assert f"Case {other.number}: possible" in words
    assert f"Case {apart.number}: no" in words
    assert "same date of injury does not hold" in words
    sneaked = browsers["records"].post(
        here(lead, "consolidate/"), terms(lead, others=[apart.number], reason="x")
    )
    assert sneaked.status_code == 422
    done = browsers["records"].post(
        here(lead, "consolidate/"), terms(lead, others=[other.number], reason="One injury.")
    )
    assert done.status_code == 302
    assert [one.from_case for one in now(lead).items] == [None, other.number]
    assert (now(other).state, now(apart).state) == ("K0", "B1")


def test_ended_by_the_page_with_the_fee_and_what_a_person_confirms(browsers):
    case = a_case("C1")
    words = sentence(browsers["regulator"].get(here(case, "terminate/")))
    assert "The fee if it ends now" in words
    assert "V17" in words
    data = {"how": "employee withdrew", "reason": "Called by phone", "happened": today(), "notified": today()}
    refused = browsers["regulator"].post(here(case, "terminate/"), terms(case, **data))
    assert refused.status_code == 422
    assert "Called by phone" in refused.content.decode()
    done = browsers["regulator"].post(here(case, "terminate/"), terms(case, **data, confirmed="on"))
    assert done.status_code == 302
    assert now(case).state == "T2"


def test_another_administrator_by_the_page(browsers):
    case = a_case("B1")
    assert "Example Claims Services" in sentence(browsers["records"].get(here(case, "administrator/")))
    data = {"organization": "New Claims Inc.", "street": "1 New Street\nSuite 2", "effective": today()}
    bad = browsers["records"].post(here(case, "administrator/"), terms(case, **data, email="no mail"))
    assert bad.status_code == 422
    assert "Suite 2" in bad.content.decode()
    done = browsers["records"].post(here(case, "administrator/"), terms(case, **data, email="n@example.org"))
    assert done.status_code == 302
    new = next(one for one in now(case).parties if one.role == "claims administrator")
    assert new.address == ("1 New Street", "Suite 2")


def test_liability_by_the_page(browsers):
    case = a_case("B1")
    data = {"day": today(), "what": "The knee."}
    assert browsers["intake"].post(here(case, "liability/"), terms(case, **data)).status_code == 302
    case = now(case)
    assert "Liability is no longer disputed" in sentence(browsers["intake"].get(here(case, "liability/")))
    assert (
        browsers["intake"]
        .post(here(case, "liability/"), terms(case, day=today(), what="Accepted."))
        .status_code
        == 302
    )
    assert "deferred" in sentence(browsers["intake"].get(here(a_case("A4"), "liability/")))


@pytest.mark.parametrize("rest", ["expedite/", "consolidate/", "terminate/", "administrator/", "liability/"])
def test_other_roles_stay_outside(browsers, rest):
    assert browsers["finance"].get(here(a_case("B1"), rest)).status_code == 403


def test_the_second_of_two_is_told_and_keeps_the_typing(browsers):
    case = a_case("B1", at=datetime.now(UTC) - timedelta(hours=1))
    data = {"how": "settled", "reason": "A long explanation."}
    browsers["intake"].post(here(case, "liability/"), terms(case, day=today(), what="The knee."))
    page = browsers["regulator"].post(here(case, "terminate/"), terms(case, **data))
    html = page.content.decode()
    assert page.status_code == 422
    assert "liability dispute" in html.lower()
    assert "A long explanation." in html
    assert now(case).state == "B1"
