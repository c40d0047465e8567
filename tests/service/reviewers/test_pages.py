"""The panel's pages: the registry, the choice, what the regulator approves."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from openimr.law.reviewers import License
from openimr.service import clock
from openimr.service.cases.commands import panel
from openimr.service.cases.selectors import get
from openimr.service.reviewers import registry

from ..office_case import a_case, actor, client_of
from .panel import SECRET, nobody_else, on_panel
from .test_panel import accepted

pytestmark = pytest.mark.usefixtures("home")
TODAY = clock.today()


@pytest.fixture(scope="module")
def scheduler(home):
    """A panel scheduler, signed in."""
    return client_of("panel_scheduler")


def hidden(html: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(submission|expected)"[^>]*?value="([^"]*)"', html))


def management(html: str) -> dict[str, str]:
    return dict(
        re.findall(
            r'<input type="hidden" name="(\w+-(?:TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS)" value="(\d+)"', html
        )
    )


def test_the_list_filters_and_warns(scheduler):
    on_panel(
        "R-3101", licenses=(License("NV", None, "physician", "active", None, TODAY + timedelta(days=20)),)
    )
    on_panel(
        "R-3102", licenses=(License("OR", None, "physician", "active", None, TODAY - timedelta(days=2)),)
    )
    html = scheduler.get("/office/reviewers/").content.decode()
    assert "NV license: 20 days left" in html
    assert "OR license: ended" in html
    for query, there, away in (
        ({"state": "NV"}, "R-3101", "R-3102"),
        ({"q": "3102"}, "R-3102", "R-3101"),
        ({"expiry": "7"}, "R-3102", "R-3101"),
        ({"expiry": "30", "state": "NV"}, "R-3101", "R-3102"),
        ({"standing": "inactive"}, "", "R-3101"),
        ({"specialty": "Pain Medicine"}, "R-3101", "nobody"),
    ):
        html = scheduler.get("/office/reviewers/", query).content.decode()
        assert there in html, query
        assert f"/office/reviewers/{away}/" not in html, query
    assert "No reviewer here" in scheduler.get("/office/reviewers/", {"q": "R-99999"}).content.decode()


def filled(html: str, **more: str) -> dict[str, str]:
    return {
        **hidden(html),
        **management(html),
        "degree": "MD",
        "years": "12",
        "weekly_hours": "30",
        "discipline": "none",
        "qme": "no",
        "active": "yes",
        "declaration": "none",
        "licenses-0-state": "ca",
        "licenses-0-type": "physician",
        "licenses-0-status": "active",
        "licenses-0-expires": (TODAY + timedelta(days=300)).isoformat(),
        "licenses-0-number": "A55443322",
        "boards-0-specialty": "Pain Medicine",
        "boards-0-expires": (TODAY + timedelta(days=300)).isoformat(),
        "name": SECRET,
        "email": "ottilie@sealed.example",
        **more,
    }


def test_a_reviewer_is_added_and_changed_and_never_named(scheduler):
    html = scheduler.get("/office/reviewers/add/").content.decode()
    data = filled(html)
    response = scheduler.post("/office/reviewers/add/", {**data, "licenses-0-state": "XX"})
    html = response.content.decode()
    assert "no state" in html
    assert 'value="A55443322"' in html, "before it is recorded, what was typed is kept"
    response = scheduler.post("/office/reviewers/add/", data)
    assert response.status_code == 302, response.content.decode()
    code = response["Location"].split("/")[3]
    one = registry.get(code)
    assert [each.state for each in one.facts.licenses] == ["CA"]
    assert one.facts.declared == ()
    for address in (f"/office/reviewers/{code}/", f"/office/reviewers/{code}/change/", "/office/reviewers/"):
        html = scheduler.get(address).content.decode()
        assert SECRET not in html
        assert "A55443322" not in html
        assert "sealed.example" not in html

    html = scheduler.get(f"/office/reviewers/{code}/change/").content.decode()
    again = {
        **filled(html), "name": "", "email": "", "licenses-0-number": "", "qme": "", "reason": "asked anew",
        "affiliations-0-relation": "financial:interest", "affiliations-0-to": "Some Insurer", "affiliations-0-percent": "2.5",
    }  # fmt: skip
    html = scheduler.post(f"/office/reviewers/{code}/change/", again).content.decode()
    assert "the declaration says otherwise" in html
    response = scheduler.post(f"/office/reviewers/{code}/change/", {**again, "declaration": "some"})
    assert response.status_code == 302, response.content.decode()
    one = registry.get(code)
    assert (one.facts.qme, str(one.facts.declared[0].percent)) == (None, "2.5")
    stale = scheduler.post(
        f"/office/reviewers/{code}/change/",
        {**again, "declaration": "some", "submission": "other-one", "years": "20"},
    )
    assert "Somebody else changed the entry" in stale.content.decode()
    assert 'value="20"' in stale.content.decode()


@pytest.mark.parametrize(
    "role",
    [
        "intake",
        "records",
        "clinical_consultant",
        "reviewer",
        "letter_quality",
        "finance",
        "regulator",
        "administrator",
    ],
)
def test_the_registry_is_closed_to_everybody_else(role):
    on_panel("R-3101")
    client = client_of(role)
    for address in (
        "/office/reviewers/",
        "/office/reviewers/R-3101/",
        "/office/reviewers/add/",
        "/office/reviewers/R-3101/change/",
    ):
        assert client.get(address).status_code == 403


def test_preparing_and_choosing_by_the_pages(scheduler):
    nobody_else("R-3111", "R-3112")
    case = a_case("B3")
    consultant = client_of("clinical_consultant")
    address = f"/office/cases/{case.number}/prepare/"
    html = consultant.get(address).content.decode()
    assert "Physical Medicine" in html, "the requesting physician's specialty is shown beside"
    assert not re.search(r"<option value=\"[^\"]+\"[^>]* selected", html), "and nothing is chosen beforehand"
    html = consultant.post(
        address, {**hidden(html), "specialty": "Pain Medicine", "issues": ""}
    ).content.decode()
    assert "Set out the issues" in html
    assert (
        consultant.post(
            address, {**hidden(html), "specialty": "Pain Medicine", "issues": "Is it?"}
        ).status_code
        == 302
    )

    base = f"/office/cases/{case.number}/reviewer/"
    html = scheduler.get(base).content.decode()
    order = list(dict.fromkeys(re.findall(rf"{base}(R-\d+)/", html)))
    assert sorted(order) == ["R-3111", "R-3112"]
    assert "How they are ordered" in html
    assert re.findall(rf"{base}(R-\d+)/", scheduler.get(base).content.decode())[:1] == order[:1], (
        "a reload changes nothing"
    )
    html = scheduler.get(f"{base}{order[1]}/").content.decode()
    html = scheduler.post(f"{base}{order[1]}/", {**hidden(html), "confirmed": ["Q5"]}).content.decode()
    assert "number 2 of the order" in html
    data = {**hidden(html), "reason": "Reads the language of the file."}
    html = scheduler.post(f"{base}{order[1]}/", data).content.decode()
    assert "knows the condition" in html
    assert "Reads the language of the file." in html
    response = scheduler.post(f"{base}{order[1]}/", {**data, **hidden(html), "confirmed": ["Q5"]})
    assert response.status_code == 302
    held = get(case.number)
    assert held.open_reviews[0].reviewer == order[1]
    html = scheduler.get(base).content.decode()
    assert "Take back" in html
    html = scheduler.get(f"{base}release/{held.reviews[0].id}/").content.decode()
    response = scheduler.post(f"{base}release/{held.reviews[0].id}/", {**hidden(html), "reason": "Fell ill."})
    assert response.status_code == 302
    assert get(case.number).state == "C0"


def test_nobody_qualified_says_which_rule_excluded_how_many(scheduler):
    nobody_else()
    on_panel("R-3121", qme=True)
    on_panel(
        "R-3122", licenses=(License("CA", None, "physician", "active", None, TODAY - timedelta(days=1)),)
    )
    case = a_case("C0")
    html = scheduler.get(f"/office/cases/{case.number}/reviewer/").content.decode()
    assert "Nobody can have the case today" in html
    assert re.search(r"<strong>1</strong> no appointment as a qualified medical evaluator", html)
    page = scheduler.get(f"/office/cases/{case.number}/reviewer/R-3121/").content.decode()
    assert "Give the case to" not in page
    on_panel("R-3121", active=False, qme=True)
    on_panel("R-3122", active=False)


def test_extension_and_second_reviewer_by_the_pages():
    case = accepted("R-3131")
    base = f"/office/cases/{case.number}/reviewer/"
    asks, decides = client_of("medical_director"), client_of("regulator")
    for rest, answer, field in (
        ("extension/", "extension/answer/", "extensions"),
        ("second/", "second/answer/", "second_reviewer"),
    ):
        html = asks.get(base + rest).content.decode()
        assert asks.post(base + rest, {**hidden(html), "reason": ""}).status_code == 200
        assert asks.post(base + rest, {**hidden(html), "reason": "Four thousand pages."}).status_code == 302
        html = decides.get(base + answer).content.decode()
        assert "Four thousand pages." in html
        assert "checked" not in html
        assert (
            "needs your attention"
            in decides.post(base + answer, {**hidden(html), "note": "x"}).content.decode()
        )
        assert (
            decides.post(base + answer, {**hidden(html), "granted": "yes", "note": "Approved."}).status_code
            == 302
        )
        assert getattr(get(case.number), field)
        assert asks.get(base + answer).status_code == 403


def test_a_second_person_at_once_is_told(scheduler):
    nobody_else("R-3141", "R-3142")
    case = a_case("C0")
    base = f"/office/cases/{case.number}/reviewer/"
    html = scheduler.get(f"{base}R-3141/").content.decode()
    panel.assign(actor("panel_scheduler"), case.number, "R-3142", confirmed=("Q5",), reason="x")
    response = scheduler.post(
        f"{base}R-3141/", {**hidden(html), "confirmed": ["Q5"], "reason": "Typed before."}
    )
    html = response.content.decode()
    assert "Somebody else worked on case" in html
    assert "Typed before." in html
