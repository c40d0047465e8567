"""Papers to reviewers: on the work page, with a message to the sealed address, which stands nowhere else."""

from __future__ import annotations

import json
import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.test import override_settings

from openimr.service import clock
from openimr.service.cases.commands import panel
from openimr.service.jobs import tasks
from openimr.service.ledger.models import Event
from openimr.service.notices.models import Outgoing

from ..accounts.people import sentence
from ..office_case import actor, client_of
from ..quality.office import signed_case, somebody
from ..review.cases import in_review
from ..reviewers.panel import on_panel

CODE, SECRET = "R-4301", "ottilie@sealed.example"
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(autouse=True)
def _sealed(ready):
    on_panel(CODE)
    Outgoing.objects.filter(sent=None).update(sent=clock.now(), sha256="0" * 64)
    with override_settings(EMAIL_BACKEND=LOCMEM):
        mail.outbox = []
        yield


def to_reviewer(case, kind="reviewer-assignment") -> Outgoing:
    return Outgoing.objects.get(case_number=case.number, role="reviewer", kind=kind)


def test_it_is_delivered_to_the_desk_and_the_message_goes_to_the_sealed_address(caplog):
    case = in_review(CODE)
    with caplog.at_level(logging.DEBUG):
        tasks.post()
    row = to_reviewer(case)
    assert (row.state, row.email, row.method) == ("sent", None, "desk")
    assert row.served == {"method": "desk", "by": "system", "at": row.sent.isoformat(), "message": True}
    (message,) = [one for one in mail.outbox if one.to == [SECRET]]
    assert case.number in message.subject
    assert not message.attachments, "what the paper says of the case is read after signing in"
    assert case.employee.name not in message.body
    tasks.post()
    assert len([one for one in mail.outbox if one.to == [SECRET]]) == 1
    assert SECRET not in caplog.text
    assert not [one for one in Event.objects.all() if SECRET in json.dumps(one.data)]
    rows = Outgoing.objects.filter(case_number=case.number).values()
    assert SECRET not in str(list(rows))
    browser = client_of("medical_director")
    for place in (
        f"/office/outbox/{row.pk}/",
        "/office/outbox/?pile=sent",
        f"/office/cases/{case.number}/notices/",
    ):
        response = browser.get(place)
        assert response.status_code == 200
        assert SECRET not in response.content.decode()
    assert "Sealed" in sentence(browser.get(f"/office/outbox/{row.pk}/"))


def test_the_reviewer_reads_it_on_my_cases_and_nobody_else_does():
    case = in_review(CODE)
    row = to_reviewer(case)
    browser = client_of("reviewer", reviewer_code=CODE)
    assert "A case for your review" in sentence(browser.get("/office/review/"))
    assert browser.get(f"/office/review/papers/{row.pk}/").content[:5] == b"%PDF-"
    other = client_of("reviewer", reviewer_code="R-4302")
    assert other.get(f"/office/review/papers/{row.pk}/").status_code == 404
    assert client_of("intake").get(f"/office/review/papers/{row.pk}/").status_code in (403, 404)
    panel.release(actor("panel_scheduler"), case.number, case.reviews[0].id, "Another one is free.")
    assert browser.get(f"/office/review/papers/{row.pk}/").status_code == 404, "with the case the file closes"


def test_who_lost_the_case_gets_no_message_and_the_paper_does_not_wait():
    case = in_review(CODE)
    panel.release(actor("panel_scheduler"), case.number, case.reviews[0].id, "Another one is free.")
    tasks.post()
    row = to_reviewer(case)
    assert (row.state, row.served["message"]) == ("sent", False)
    assert not [one for one in mail.outbox if one.to == [SECRET]]


def test_a_mail_server_that_is_away_is_tried_again_and_names_no_address():
    case = in_review(CODE)
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST="127.0.0.1", EMAIL_PORT=9, EMAIL_TIMEOUT=2):
        tasks.post()
    row = to_reviewer(case)
    assert row.state == "failed"
    assert SECRET not in row.failure
    with clock.standing_at(clock.now() + timedelta(minutes=3)):
        tasks.post()
    assert to_reviewer(case).state == "sent"


def test_nobody_marks_it_as_mailed():
    from openimr.service.cases.refusals import Refused
    from openimr.service.outbox.handling import mailed

    row = to_reviewer(in_review(CODE))
    with pytest.raises(Refused, match="work page by itself"):
        mailed(somebody("letter_quality"), [row.pk], day=clock.today(), method="mail", place="Sacramento")


def test_a_returned_review_tells_the_reviewer_without_the_question():
    from openimr.service.cases.commands.quality import return_to_reviewer
    from openimr.service.outbox.making import text

    case = signed_case()
    after = return_to_reviewer(
        somebody("letter_quality"), case.number, "Which visit do you mean, the one in May?"
    )
    row = to_reviewer(after, "review-returned")
    assert row.name == case.reviews[0].reviewer
    assert "came back to you" in text(row)
    assert "in May" not in text(row), "quality's words are for the reviewer's page"
    assert "in May" not in json.dumps(after.notices[-1].said)
