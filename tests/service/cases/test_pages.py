"""The list, the overview and the history of cases, as each role sees them."""

from __future__ import annotations

import re

import pytest

from ..office_case import REVIEWER, STATES, a_case, client_of

pytestmark = pytest.mark.usefixtures("home")


@pytest.mark.parametrize("state", STATES)
def test_overview_and_history_open_in_every_state(state):
    case = a_case(state)
    client = client_of("regulator")
    for rest in ("", "history/"):
        response = client.get(f"/office/cases/{case.number}/{rest}")
        assert response.status_code == 200, (state, rest)
        assert case.number in response.content.decode()


def test_a_case_that_is_not_there_is_said_to_be_missing():
    assert client_of("intake").get("/office/cases/CM26-9999998/").status_code == 404


def test_the_list_finds_by_number_name_and_claim():
    case = a_case("B1")
    client = client_of("records")
    assert client.get("/office/cases/", {"q": case.number})["Location"].endswith(f"/{case.number}/")
    for words in (case.employee.name.split()[1], case.application["claim_number"]):
        assert case.number in client.get("/office/cases/", {"q": words}).content.decode()
    assert "No case is found" in client.get("/office/cases/", {"q": "Zzyzx Nobody"}).content.decode()


def test_a_reviewer_sees_only_cases_that_they_hold_and_no_contact_data():
    mine, other = a_case("C1"), a_case("B3")
    client = client_of("reviewer", reviewer_code=REVIEWER)
    # By number: this reviewer holds other tests' cases too, and a list has pages.
    assert (
        client.get(f"/office/cases/?q={mine.number}").headers["Location"] == f"/office/cases/{mine.number}/"
    )
    found = client.get(f"/office/cases/?q={other.number}")
    assert found.status_code == 200
    assert f"/office/cases/{other.number}/" not in found.content.decode()
    assert client.get(f"/office/cases/{other.number}/").status_code == 403
    page = client.get(f"/office/cases/{mine.number}/").content.decode()
    for secret in (mine.employee.name, "Sample Street", "555-0100"):
        assert secret not in page
    assert client.get(f"/office/cases/{mine.number}/history/").status_code == 403


def test_a_note_is_kept_once_however_often_it_is_sent():
    case = a_case("A2")
    client = client_of("intake")
    page = client.get(f"/office/cases/{case.number}/")
    token = re.search(r'name="submission" value="([0-9a-f]+)"', page.content.decode()).group(1)
    data = {"text": "Called the adjuster.", "submission": token, "expected": case.version}
    for _ in range(2):
        assert client.post(f"/office/cases/{case.number}/notes/", data).status_code == 302
    assert client.get(f"/office/cases/{case.number}/").content.decode().count("Called the adjuster.") == 1
    empty = client.post(f"/office/cases/{case.number}/notes/", {**data, "text": "  ", "submission": "other"})
    assert empty.status_code == 200
    assert "required" in empty.content.decode().lower()
