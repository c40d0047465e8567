"""The public form: what is typed is never lost, papers are refused by name, a receipt for the sender alone."""

from __future__ import annotations

import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from openimr.law.forms import Application

from ..accounts.people import new_client
from ..office_case import a_case, application
from .sending import typed


@pytest.fixture
def form(ready):
    return Application.from_dict(application())


@pytest.fixture
def visitor(ready):
    return new_client()


def pdf(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/pdf")


def words(response) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def number_in(response) -> str:
    return re.search(r"CM\d\d-\d{7}", response["Location"])[0]


def test_sent_and_receipted(visitor, form, docket):
    from openimr.service import clock
    from openimr.service.cases.selectors import get

    added = visitor.post(
        "/apply/", {**typed(form), "action": "add", "papers": pdf("denial.pdf", docket[0].denial_pdf())}
    )
    assert added.status_code == 302
    page = visitor.get("/apply/").content.decode()
    digest = re.search(r'name="type_([0-9a-f]{64})"', page)[1]
    sent = visitor.post("/apply/", typed(form, **{f"type_{digest}": "utilization_review_decision"}))
    assert sent.status_code == 302, words(sent)
    number = number_in(sent)
    case = get(number)
    assert (case.channel, case.received, case.state) == ("web", clock.today(), "A0")
    assert [(one.type, one.channel) for one in case.documents] == [("utilization_review_decision", "web")]
    receipt = words(visitor.get(sent["Location"]))
    assert f"Receipt number {number}-" in receipt
    assert "Your application is received" in receipt
    assert form.employee.name not in receipt
    assert 'value=""' in visitor.get("/apply/").content.decode()
    assert form.employee.name not in visitor.get("/apply/").content.decode(), "the draft is gone"


def test_a_receipt_tells_that_it_arrived_and_opens_nothing(visitor, form):
    """Whoever files may be anybody: no access to the case before somebody looked, and then for the parties alone."""
    from openimr.service.cases.actors import SYSTEM
    from openimr.service.cases.commands.intake import confirm_items, start_review
    from openimr.service.cases.selectors import get
    from openimr.service.notices.models import Outgoing
    from openimr.service.outbox.making import make
    from openimr.service.portal.models import Invitation

    sent = visitor.post("/apply/", typed(form))
    number, address = number_in(sent), sent["Location"]
    page = visitor.get(address)
    for secret in (form.employee.name, form.claim_number, form.treatments[0], "/portal/open/"):
        assert secret not in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    # The papers of the case hold no way in either, whoever gets them.
    for row in Outgoing.objects.filter(case_number=number):
        assert b"/open/" not in make(row)
    assert not Invitation.objects.filter(case_number=number).exists()
    # Anybody with the number reads the same; nobody without it reads anything.
    other = new_client()
    receipt = address.rstrip("/").rpartition("/")[2]
    assert words(other.get(address)) == words(page)
    found = other.get("/apply/receipt/", {"number": f" {receipt.lower().replace('-', '', 3)} "})
    assert found.status_code in (302, 404)
    assert other.get("/apply/receipt/", {"number": receipt.lower()})["Location"] == address
    for wrong in (number, f"{number}-0000-0000", f"{receipt}9", "x" * 200, "\x00", "../.."):
        assert other.get("/apply/receipt/", {"number": wrong}).status_code in (400, 404), wrong
    assert other.get(f"/apply/received/{number}/").status_code == 404
    assert other.get("/portal/case/").status_code == 403

    case = get(number)
    confirm_items(SYSTEM, number, [one.number for one in case.items])
    start_review(SYSTEM, number)
    after = words(other.get(address))
    assert "being worked on" in after
    assert form.employee.name not in after
    access = Outgoing.objects.filter(case_number=number, kind="portal-access")
    assert {one.role for one in access} >= {"employee", "claims administrator"}
    for row in access:
        make(row)
    held = Invitation.objects.filter(case_number=number).values_list("role", flat=True)
    assert sorted(held) == sorted(one.role for one in access)


def test_receipt_numbers_can_t_be_tried_without_end(visitor, monkeypatch):
    from openimr.service.intake.views import apply
    from openimr.service.rates.counting import Limit

    monkeypatch.setattr(apply, "RECEIPTS", Limit("apply.receipt.test", 3, 600))
    wrong = [visitor.get("/apply/receipt/", {"number": f"CM26-000000{n}-0000-0000"}) for n in range(5)]
    assert [one.status_code for one in wrong] == [404, 404, 404, 429, 429]
    assert "wait" in words(wrong[-1])


def test_a_refusal_and_a_reload_keep_what_was_typed(visitor, form):
    refused = visitor.post("/apply/", typed(form, injury_date="02/30/2025", treatments=""))
    assert refused.status_code == 422
    for response in (refused, visitor.get("/apply/")):
        page = response.content.decode()
        assert 'value="02/30/2025"' in page
        assert form.employee.name in page
        assert form.claim_number in page
    assert "no date of the calendar" in words(refused)


def test_the_command_s_refusal_stands_at_its_field(visitor, form):
    refused = visitor.post("/apply/", typed(form, treatments="  "))
    assert refused.status_code == 422
    page = refused.content.decode()
    at = page.index('id="id_treatments_error"')
    assert "No disputed treatment is named" in page[at : at + 900]
    assert "8 CCR 9792.10.1(b)(1)" in page[at : at + 900]


def test_typing_is_kept_without_sending(visitor, form):
    assert visitor.post("/apply/draft/", typed(form)).status_code == 204
    assert form.employee.name in visitor.get("/apply/").content.decode()
    visitor.post("/apply/forget/")
    assert form.employee.name not in visitor.get("/apply/").content.decode()
    assert form.employee.name not in new_client().get("/apply/").content.decode()


def test_bad_papers_are_refused_by_name_and_the_others_kept(visitor, form, docket, monkeypatch):
    from openimr.service.intake.views import apply

    monkeypatch.setattr(apply, "LARGEST", 400_000)
    papers = [
        pdf("good.pdf", docket[0].denial_pdf()),
        pdf("broken.pdf", b"%PDF-1.7 cut off"),
        pdf("note.pdf", b"just words"),
        pdf("huge.pdf", b"%PDF-1.7" + b"0" * 500_000),
        pdf("empty.pdf", b""),
    ]
    response = visitor.post("/apply/", {**typed(form), "action": "add", "papers": papers})
    assert response.status_code == 422
    said = words(response)
    for name in ("broken.pdf", "note.pdf", "huge.pdf", "empty.pdf"):
        assert name in said
    assert "good.pdf" in said
    assert visitor.get("/apply/").content.decode().count('name="type_') == 1, "the good one is kept"


def test_a_paper_that_is_refused_holds_the_sending_back(visitor, form):
    from openimr.service.cases.models import CaseRow

    before = CaseRow.objects.count()
    response = visitor.post("/apply/", {**typed(form), "papers": pdf("broken.pdf", b"%PDF-1.7 cut off")})
    assert response.status_code == 422
    assert CaseRow.objects.count() == before


def test_each_paper_is_named_and_can_be_taken_out(visitor, form, docket):
    visitor.post(
        "/apply/", {**typed(form), "action": "add", "papers": pdf("denial.pdf", docket[0].denial_pdf())}
    )
    refused = visitor.post("/apply/", typed(form))
    assert "Say what denial.pdf is" in words(refused)
    digest = re.search(r'name="type_([0-9a-f]{64})"', refused.content.decode())[1]
    visitor.post("/apply/", typed(form, action=f"remove:{digest}"))
    assert visitor.post("/apply/", typed(form)).status_code == 302


def test_a_double_click_gives_one_case_and_its_receipt(visitor, form):
    from openimr.service.cases.models import CaseRow

    sent = typed(form)
    first = visitor.post("/apply/", sent)
    count = CaseRow.objects.count()
    again = visitor.post("/apply/", sent)
    assert again["Location"] == first["Location"]
    assert CaseRow.objects.count() == count


def test_programs_that_fill_in_everything_are_refused_and_told(visitor, form):
    response = visitor.post("/apply/", typed(form, website="http://spam.example"))
    assert response.status_code == 422
    assert "people don’t see" in words(response)


def test_a_flood_is_held_back_and_nothing_typed_is_lost(visitor, form, monkeypatch):
    from openimr.service.intake.views import apply
    from openimr.service.rates.counting import Limit

    monkeypatch.setattr(apply, "SENDING", Limit("apply.test", 1, 3600))
    visitor.post("/apply/", typed(form, treatments=""))
    held = visitor.post("/apply/", typed(form))
    assert held.status_code == 429
    assert form.employee.name in held.content.decode()
    assert "minutes" in words(held)


def test_without_the_token_nothing_is_taken(ready, form):
    from django.test import Client

    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    assert strict.post("/apply/", typed(form)).status_code == 403


def test_a_visitor_is_not_told_whose_claim_it_is(visitor, form):
    other = a_case(
        "A0", claim_number="EX-5550", employee={"name": "Rowan Secret"}, date_of_birth="1960-01-02"
    )
    refused = visitor.post("/apply/", typed(form, claim_number="EX5550"))
    said = words(refused)
    assert refused.status_code == 422
    assert "belongs to another injured worker" in said
    assert other.number not in said
    assert "Rowan" not in said


def test_nothing_is_chosen_beforehand(visitor):
    page = visitor.get("/apply/").content.decode()
    chosen = re.findall(r'<input type="radio"[^>]*value="([^"]*)"[^>]*checked', page)
    assert chosen
    assert set(chosen) == {""}, "not stated, everywhere"
    assert not re.findall(r'<option value="[^"]+" selected', page)
