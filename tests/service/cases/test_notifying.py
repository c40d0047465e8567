"""Notices of a case: queued with their event, refused when they can't be complete, the same whenever they are made."""

from __future__ import annotations

import pytest

from openimr.service.cases.commands.eligibility import request_information
from openimr.service.cases.refusals import Refused
from openimr.service.cases.selectors import get
from openimr.service.notices.models import Outgoing

from ..office_case import a_case, actor

pytestmark = pytest.mark.usefixtures("home")


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
