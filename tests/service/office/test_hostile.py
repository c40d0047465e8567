"""Addresses and forms with what no browser sends by itself: refused or ignored, never a failure of the server."""

from __future__ import annotations

import pytest

from ..office_case import a_case, client_of

pytestmark = pytest.mark.usefixtures("home")
WORDS = (
    "a\x00b",
    "²",
    "9" * 40,
    "-1",
    "'; --",
    "%",
    "(((",
    "\udcff".encode("utf-8", "replace").decode(),
    "a & | ! :*",
)


@pytest.mark.parametrize("words", WORDS)
def test_no_word_in_an_address_makes_the_server_fail(words):
    case = a_case("B1")
    clients = {
        role: client_of(role)
        for role in ("records", "intake", "panel_scheduler", "regulator", "administrator")
    }
    asked = [
        ("records", "/office/cases/", ("q", "state", "priority", "sort", "page")),
        ("records", "/office/outbox/", ("q", "kind", "page", "pile")),
        ("records", "/office/outbox/mailed/", ("row",)),
        ("records", "/office/queues/records.wait/", ("who", "due", "page")),
        ("records", "/office/calendar/", ("month", "duty", "whose")),
        ("records", "/office/board/", ("show", "whose", "priority")),
        ("intake", "/office/mail/", ("q", "show", "channel", "page")),
        ("panel_scheduler", "/office/reviewers/", ("q", "specialty", "state", "standing", "expiry", "page")),
        ("regulator", "/office/reports/monthly/", ("month", "format")),
        ("regulator", "/office/reports/queues/records.wait/", ("days",)),
        ("administrator", "/office/users/", ("role",)),
        ("records", "/", ("q", "year", "page", "drug", "category", "sort")),
    ]
    for role, path, names in asked:
        for name in names:
            response = clients[role].get(path, {name: words})
            assert response.status_code in (200, 302, 400, 404), (path, name, words)
    for path in (f"/office/cases/{words}/", f"/office/mail/{words}/", f"/office/users/{words}/", f"/letters/{words}/",
                 f"/office/queues/{words}/", f"/office/calendar/{words}/", f"/office/cases/{case.number}/records/{words}/"):  # fmt: skip
        from urllib.parse import quote

        assert clients["records"].get(quote(path)).status_code in (200, 302, 400, 403, 404), (path, words)


def test_nul_in_a_form_is_refused_and_nothing_is_recorded():
    from openimr.service.cases.selectors import get

    case = a_case("B1")
    client = client_of("records")
    path = f"/office/cases/{case.number}/notes/"
    assert (
        client.post(path, {"text": "a\x00b", "submission": "s", "expected": case.version}).status_code == 400
    )
    assert client.post("/office/outbox/mailed/", {"row": "1\x00"}).status_code == 400
    assert get(case.number).version == case.version
