"""The pages of the outbox: piles, one paper, printing, the proof of service, sending again, what came back."""

from __future__ import annotations

from datetime import timedelta

import pypdfium2
import pytest

from openimr.service import clock
from openimr.service.ledger.models import Event
from openimr.service.notices.models import Outgoing

from ..accounts.people import sentence
from ..office_case import a_case, client_of
from ..portal.parties import notified
from .test_making import rows, sent

HOME = "/office/outbox/"


@pytest.fixture
def client(ready):
    return client_of("records")


@pytest.fixture(autouse=True)
def _empty(ready):
    Outgoing.objects.update(sent=clock.now())
    yield
    Outgoing.objects.update(sent=clock.now())


def test_an_empty_pile_says_so(client):
    assert "Nothing lies here" in sentence(client.get(HOME))


def test_papers_lie_in_their_piles(client):
    case, (employee, administrator) = sent()
    assert case.number in sentence(client.get(HOME))
    assert employee.name in sentence(client.get(HOME, {"pile": "hand"}))
    assert administrator.name in sentence(client.get(HOME, {"pile": "mail"}))
    Outgoing.objects.filter(pk=administrator.pk).update(failure="The mail server did not take it.")
    page = sentence(client.get(HOME, {"pile": "failed"}))
    assert "The mail server did not take it." in page
    assert case.number not in sentence(client.get(HOME, {"pile": "mail"}))


def test_the_filter_by_case(client):
    one, _ = sent(to=("employee",))
    two, _ = sent(to=("employee",))
    page = sentence(client.get(HOME, {"q": one.number}))
    assert one.number in page
    assert two.number not in page


def test_one_paper_shows_text_recipient_and_pdf(client):
    _case, (row, _) = sent()
    page = sentence(client.get(f"{HOME}{row.pk}/"))
    for word in (row.name, "Sample Street", "CM26-0000001", "First-class mail"):
        assert word in page
    pdf = client.get(f"{HOME}{row.pk}/paper.pdf")
    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")
    assert client.get(f"{HOME}999999999/").status_code == 404


def test_the_print_run_begins_every_paper_on_a_new_sheet(client):
    for _ in range(3):
        sent(to=("employee",))
    response = client.get(f"{HOME}print/")
    assert response["Content-Type"] == "application/pdf"
    whole = pypdfium2.PdfDocument(response.content)
    assert len(whole) >= 6
    assert len(whole) % 2 == 0


def test_mailing_asks_for_the_proof_and_notes_it_once(client):
    case, (row, _) = sent()
    page = client.post(f"{HOME}mailed/", {"row": [row.pk], "action": "mailed"})
    assert "Proof of service" in sentence(page)
    data = {
        "row": [row.pk],
        "day": clock.today().isoformat(),
        "method": "mail",
        "place": "Sacramento, California",
    }
    assert client.post(f"{HOME}mailed/", data).status_code == 302
    row.refresh_from_db()
    assert row.sent is not None
    assert row.served["place"] == "Sacramento, California"
    event = Event.objects.filter(stream="outbox").latest("number")
    assert (event.type, event.data["case"], event.data["place"]) == (
        "paper.mailed",
        case.number,
        "Sacramento, California",
    )
    assert "Sacramento, California" in sentence(client.get(f"{HOME}{row.pk}/"))
    client.post(f"{HOME}mailed/", data)
    assert Event.objects.filter(stream="outbox", type="paper.mailed", data__paper=row.pk).count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"day": (clock.today() + timedelta(days=1)).isoformat()}, "lies in the future"),
        ({"day": (clock.today() - timedelta(days=30)).isoformat()}, "it can't have left before"),
        ({"place": " "}, "Fill in “Place of mailing”"),
        ({"method": ""}, "Choose one under “How”"),
        ({"method": "pigeon"}, "Choose one of those offered under “How”"),
    ],
)
def test_a_proof_that_cant_be_is_refused_and_what_was_typed_stays(client, changes, said):
    _case, (row, _) = sent()
    data = {
        "row": [row.pk],
        "day": clock.today().isoformat(),
        "method": "mail",
        "place": "Sacramento",
        **changes,
    }
    response = client.post(f"{HOME}mailed/", data)
    assert response.status_code == 422
    assert said in sentence(response).replace("’", "'")
    row.refresh_from_db()
    assert row.sent is None


def test_a_failed_paper_is_tried_again(client, ready):
    _case, (_, row) = sent()
    Outgoing.objects.filter(pk=row.pk).update(
        failure="no", attempts=5, next_attempt=clock.now() + timedelta(hours=9)
    )
    client.post(f"{HOME}{row.pk}/again/")
    row.refresh_from_db()
    assert (row.failure, row.attempts, row.next_attempt) == (None, 0, None)
    assert Event.objects.filter(stream="outbox").latest("number").type == "paper.retried"


def test_what_came_back_is_noted(client):
    _case, (row, _) = sent()
    back = f"{HOME}{row.pk}/returned/"
    today = clock.today().isoformat()
    response = client.post(back, {"day": today, "reason": "No such street"})
    assert "has not left yet" in sentence(response)
    Outgoing.objects.filter(pk=row.pk).update(sent=clock.now() - timedelta(days=1))
    assert client.post(back, {"day": today, "reason": ""}).status_code == 422
    assert client.post(back, {"day": today, "reason": "No such street"}).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.returned_reason) == ("returned", "No such street")
    assert "No such street" in sentence(client.get(HOME, {"pile": "returned"}))


def test_who_looks_may_not_always_send(ready):
    _case, (row, _) = sent()
    regulator = client_of("regulator")
    assert "Mark as mailed" not in sentence(regulator.get(f"{HOME}{row.pk}/"))
    assert regulator.get(f"{HOME}mailed/").status_code == 403
    assert regulator.get(f"{HOME}print/").status_code == 403
    for role in ("finance", "reviewer", "administrator", "panel_scheduler"):
        assert client_of(role).get(HOME).status_code == 403


def test_the_page_of_a_case_lists_its_papers(client):
    case, _ = sent()
    page = sentence(client.get(f"/office/cases/{case.number}/notices/"))
    assert "Duplicate" in page or "already" in page
    assert "Nothing was sent" in sentence(client.get(f"/office/cases/{a_case('B1').number}/notices/"))


def test_papers_to_reviewers_are_shown_only_to_who_may_know_the_code(ready):
    case = notified(a_case("C1"), "reviewer-assignment", reviewer="R-0901", assignment_due="2026-12-31")
    row = rows(case, role="reviewer")[0]
    assert row.name == "R-0901"
    for role, status in (
        ("intake", 404),
        ("records", 404),
        ("letter_quality", 200),
        ("medical_director", 200),
    ):
        client = client_of(role)
        assert client.get(f"{HOME}{row.pk}/").status_code == status, role
        listed = sentence(client.get(f"/office/cases/{case.number}/notices/"))
        assert ("R-0901" in listed.partition("Papers of the case")[2]) is (status == 200), role
