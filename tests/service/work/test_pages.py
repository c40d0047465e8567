"""The pages of the work as each role sees them, and how many queries they take."""

from __future__ import annotations

import re

import pytest

from ..office_case import REVIEWER, a_case, client_of

pytestmark = pytest.mark.usefixtures("home")
STAFF = (
    "intake", "records", "clinical_consultant", "panel_scheduler", "letter_quality", "medical_director", "finance", "regulator",
)  # fmt: skip


def words(response) -> str:
    from ..accounts.people import sentence

    return sentence(response)


@pytest.mark.parametrize("role", [*STAFF, "reviewer"])
def test_every_page_of_the_work_opens_for_each_role_and_shows_its_own_queues(role):
    from openimr.service.cases.domain.tasks import queues

    client = client_of(role)
    page = client.get("/office/")
    assert page.status_code == 200
    for one in queues():
        shown = f"/office/queues/{one.key}/" in page.content.decode()
        assert shown == (one.role == role), one.key
        assert client.get(f"/office/queues/{one.key}/").status_code == (200 if one.role == role else 403), (
            one.key
        )
    for address in (
        "board/",
        "board/?show=missed&whose=role&priority=expedited",
        "calendar/",
        "calendar/?month=2030-12&duty=ours&whose=mine",
        "calendar/2026-11-24/",
        "calendar/mine.ics",
    ):
        assert client.get(f"/office/{address}").status_code == 200, address


def test_the_administrator_has_no_work_and_goes_on_to_the_accounts():
    client = client_of("administrator")
    assert client.get("/office/")["Location"].startswith("/office/")
    assert client.get("/office/board/").status_code == 403
    assert client.get("/office/calendar/mine.ics").status_code == 403


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("queues/no.such/", 404),
        ("calendar/2026-02-30/", 404),
        ("calendar/?month=2026-13", 200),
        ("calendar/?month=1999-01", 200),
        ("queues/intake.new/?who=nonsense&due=x&page=999999", 200),
    ],
)
def test_odd_addresses_are_answered(address, status):
    assert client_of("intake").get(f"/office/{address}").status_code == status


def test_nobody_gets_in_unsigned():
    from ..accounts.people import new_client

    for address in ("", "board/", "calendar/mine.ics", "queues/intake.new/"):
        response = new_client().get(f"/office/{address}")
        assert response.status_code == 302
        assert "/sign-in/" in response["Location"]


def test_a_case_is_taken_from_the_queue_and_the_claim_undone():
    client = client_of("letter_quality")
    number = a_case("C3").number
    page = client.get("/office/queues/quality.check/").content.decode()
    address = re.search(rf'data-claim="(/office/queues/quality.check/claim/{number}/)"', page).group(1)
    page = client.post(address, follow=True)
    assert f"Case {number} is yours." in words(page)
    undo = re.search(r'action="(/office/queues/quality.check/give-back/[^"]+)"', page.content.decode()).group(
        1
    )
    assert number in client.get("/office/").content.decode()
    assert "is back in the queue" in words(client.post(undo, follow=True))
    assert number not in client.get("/office/").content.decode()
    assert client.get(address).status_code == 405, "nothing changes by looking"


def test_a_colleague_is_told_by_name_who_has_it():
    first, second = client_of("letter_quality"), client_of("letter_quality")
    number = a_case("C3").number
    first.post(f"/office/queues/quality.check/claim/{number}/")
    page = second.post(f"/office/queues/quality.check/claim/{number}/", follow=True)
    assert f"{first.user.shown_as} has case {number} since" in words(page)


def test_the_next_leads_to_the_work():
    client = client_of("letter_quality")
    a_case("C3")
    response = client.post("/office/queues/quality.check/next/")
    assert re.fullmatch(r"/office/cases/CM\d\d-\d{7}/quality/", response["Location"])


def test_bulk_reports_row_by_row_where_one_fails():
    client, colleague = client_of("records"), client_of("records")
    free, taken = a_case("B0").number, a_case("B0").number
    colleague.post(f"/office/queues/assignment.notice/claim/{taken}/")
    bulk = "/office/queues/assignment.notice/bulk/"
    page = client.post(bulk, {"row": [free, taken], "action": "claim"})
    assert page.status_code == 200
    said = words(page)
    assert "1 taken, 1 not." in said
    assert f"{colleague.user.shown_as} has case {taken}" in said
    assert "2 cases" not in said
    page = client.post(bulk, {"row": [free], "action": "give-back"}, follow=True)
    assert "1 case given back." in words(page)
    assert "No row was selected" in words(client.post(bulk, {"action": "claim"}, follow=True))
    assert client.post(bulk, {"row": [free], "action": "delete"}).status_code == 404
    assert (
        client.post("/office/queues/intake.new/bulk/", {"row": [free], "action": "claim"}).status_code == 200
    )


def test_a_whole_page_of_rows_can_be_sent():
    from openimr.service.work.views.queue import PAGE

    client = client_of("records")
    rows = [f"CM26-99{n:05}" for n in range(PAGE)]
    page = client.post(
        "/office/queues/assignment.notice/bulk/", {"row": rows, "action": "claim", "csrfmiddlewaretoken": "x"}
    )
    assert page.status_code == 200


def test_escalating_asks_first_keeps_what_was_typed_and_marks_the_rows():
    client = client_of("medical_director")
    numbers = [a_case("E0").number for _ in range(2)]
    page = client.post("/office/queues/appeal.wait/bulk/", {"row": numbers, "action": "escalate"})
    assert "before a supervisor?" in words(page)
    hidden = dict(re.findall(r'name="(rows|submission)" value="([^"]+)"', page.content.decode()))
    address = "/office/queues/appeal.wait/escalate/"
    refused = client.post(address, {**hidden, "reason": " "})
    assert refused.status_code == 200
    assert hidden["rows"] in refused.content.decode(), "the selection is kept"
    page = client.post(address, {**hidden, "reason": "Two petitions cross."}, follow=True)
    assert "2 cases escalated." in words(page)
    assert words(client.get("/office/queues/appeal.wait/?who=escalated")).count("Two petitions cross.") == 2
    again = client.post(address, {**hidden, "reason": "Two petitions cross."}, follow=True)
    assert "0 escalated, 2 not." in words(again), "sent twice it is done once"


def test_a_reviewer_sees_own_cases_alone_and_initials():

    mine = a_case("C1")
    client = client_of("reviewer", reviewer_code=REVIEWER)
    other = client_of("reviewer")
    for address in ("/office/", "/office/queues/review.reviewer/", "/office/board/"):
        page = client.get(address).content.decode()
        assert mine.employee.name not in page, address
    assert (
        mine.number in client.get("/office/queues/review.reviewer/?page=last").content.decode()
        or mine.number in client.get("/office/").content.decode()
    )
    for address in (
        "/office/",
        "/office/queues/review.reviewer/",
        "/office/board/",
        "/office/calendar/mine.ics",
    ):
        assert mine.number not in other.get(address).content.decode(), address


def test_the_board_shows_law_and_service_level_apart():
    from datetime import UTC, datetime, timedelta

    old = a_case("C0", at=datetime.now(UTC) - timedelta(days=60))
    client = client_of("panel_scheduler")
    text = words(client.get("/office/board/?show=over&whose=role"))
    assert "By law" in text
    assert "Service level" in text
    assert old.number in client.get("/office/board/?show=over&whose=role").content.decode()
    fresh = a_case("C0")
    assert fresh.number not in client.get("/office/board/?show=over&whose=role").content.decode()


@pytest.mark.parametrize(
    ("role", "address", "most"),
    [
        ("letter_quality", "/office/", 9),
        ("letter_quality", "/office/queues/quality.check/", 9),
        ("letter_quality", "/office/board/", 17),
        ("letter_quality", "/office/calendar/", 8),
        ("letter_quality", "/office/cases/", 8),
        ("letter_quality", "/office/cases/?q=example", 9),
        ("letter_quality", "/office/cases/{number}/", 10),
        ("letter_quality", "/office/cases/{number}/history/", 11),
    ],
)
def test_pages_take_few_queries_however_many_rows(role, address, most):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_of(role)
    cases = [a_case("C3") for _ in range(3)]
    for one in cases:
        client.post(f"/office/queues/quality.check/claim/{one.number}/")
    address = address.format(number=cases[0].number)
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(address).status_code == 200
    assert len(seen) <= most, "\n".join(one["sql"][:150] for one in seen)
