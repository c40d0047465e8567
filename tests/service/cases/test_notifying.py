"""Notices of a case: queued with their event, refused when they can't be complete, the same whenever they are made."""

from __future__ import annotations

import pytest

from openimr.service.cases.commands.waiting import request_information
from openimr.service.cases.refusals import Refused
from openimr.service.cases.selectors import get
from openimr.service.notices.models import Outgoing

from ..office_case import a_case, actor

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture
def settings_of():
    from django.test import override_settings

    return override_settings


def test_a_notice_goes_to_everybody_it_is_for_with_its_event():
    case = a_case("A2")
    after = request_information(actor("intake"), case.number, ["employee"], "Please sign page 1.")
    assert after.state == "A3"
    notice = after.notices[-1]
    rows = Outgoing.objects.filter(case_number=case.number, event=notice.id)
    assert {one.role for one in rows} >= {"employee", "claims administrator", "requesting physician"}
    assert all(one.sha256 is None and one.sent is None for one in rows)
    assert {one.method for one in rows} == {"mail", "electronic"}


def test_nothing_is_recorded_when_the_notice_is_refused(monkeypatch):
    from openimr.service.cases import notifying
    from openimr.service.notices import NoticeRefused

    def refuse(*arguments, **more):
        raise NoticeRefused("The notice lacks a date (LC 1).")

    monkeypatch.setattr(notifying, "preview", refuse)
    case = a_case("A2")
    with pytest.raises(Refused, match="lacks a date"):
        request_information(actor("intake"), case.number, ["employee"], "Please sign page 1.")
    assert get(case.number).version == case.version
    assert not Outgoing.objects.filter(case_number=case.number).exists()


def test_each_is_served_by_the_way_that_was_chosen():
    from ..portal.parties import notified

    case = notified(a_case("B1"), "question-answer", words="10 mg.", by={"claims administrator": "mail"})
    methods = {one["role"]: one["method"] for one in case.notices[-1].recipients}
    assert methods["claims administrator"] == "mail", "although an e-mail address is known"
    rows = Outgoing.objects.filter(case_number=case.number, kind="question-answer")
    assert {one.role: one.method for one in rows} == methods


def test_a_value_from_a_setting_is_asked_of_the_administrator_and_not_of_the_case(settings_of):
    case = a_case("A2")
    with (
        settings_of(
            OPENIMR_LETTERHEAD={"name": "Review", "address": (), "city": None, "state": None, "zip": None}
        ),
        pytest.raises(Refused) as refused,
    ):
        request_information(actor("intake"), case.number, ["employee"], "Please sign page 1.")
    said = refused.value.message
    assert "OPENIMR_ORGANIZATION_ADDRESS" in said
    assert "administrator" in said
    assert "Settings of the service" in said
    assert "in the case" not in said


def test_an_address_of_the_regulator_that_is_too_long_names_its_setting(settings_of):
    from openimr.service.outbox.making import CannotMake, make

    from ..portal.parties import notified

    with settings_of(OPENIMR_REGULATOR="The " + "very " * 20 + "long office"):
        case = notified(a_case("D3"), "implementation-referral", penalty=["7 days"])
        row = Outgoing.objects.get(case_number=case.number, role="regulator")
        with pytest.raises(CannotMake, match="setting OPENIMR_REGULATOR"):
            make(row)


def test_the_proof_names_those_who_were_served_and_how():
    """Nobody is sworn to who has no address; the others by the method that reached them."""
    from openimr.service.outbox.making import text

    from ..quality.office import issued_case

    case, _ = issued_case()
    said = case.notices[-1].said["service"]["served"]
    assert said["employee"] == "mail"
    assert said["claims administrator"] == "mail"
    assert "employer" not in said, "the case has no address of the employer"
    assert "requesting physician" in {one.role for one in case.parties}
    row = Outgoing.objects.get(case_number=case.number, kind="proof-of-service", role="employee")
    table = text(row).partition("The people served")[2].partition("What was served")[0]
    assert f"Injured worker | By mail | {case.employee.name}" in table
    assert "Example Works" not in table
    assert "claims@example.org" not in table, "it was not served by e-mail"
    regulator = [line for line in table.splitlines() if line.startswith("Division of Workers")]
    assert all("By e-mail" in line for line in regulator)
    assert "By mail: I put a true copy in a sealed envelope" in table
