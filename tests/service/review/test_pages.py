"""The reviewer's pages in a browser without JavaScript, and what htmx asks of them; nobody's name on any of them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from openimr.service import clock
from openimr.service.cases.commands import panel, review
from openimr.service.cases.selectors import get
from openimr.service.review import content as typing
from openimr.service.review import drafts
from openimr.service.review.models import PageOpened
from openimr.service.reviewers import declaring

from ..accounts.people import code_of
from ..office.viewer_papers import of_pages
from ..office_case import a_case, actor, client_of
from ..reviewers.panel import SECRET, nobody_else
from .cases import TWO, in_review, reviewer, with_lost_paper, with_paper, written

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture(scope="module")
def paper() -> bytes:
    """A PDF of three pages."""
    return of_pages(3, ["Date of visit: 03/04/2026", "No functional gain is noted."])


@pytest.fixture(scope="module")
def browser(home):
    """A reviewer, signed in."""
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield client_of("reviewer", reviewer_code="R-4201")


def hidden(html: str) -> dict[str, str]:
    """The hidden fields of the first form that acts on a case."""
    return dict(
        re.findall(
            r'<input type="hidden" name="(submission|expected|version|part)"[^>]*?value="([^"]*)"', html
        )
    )


def place(case, rest: str = "") -> str:
    return f"/office/cases/{case.number}/review/{rest}"


def posted(content, case) -> dict[str, str]:
    """What the form of the workbench sends for this content."""
    out = {"part": "writing", **{name: content[name] for name in ("summary", "age", "sex", "diagnoses")}}
    for number, entry in content["items"].items():
        out[f"item-{number}-decision"] = entry["decision"]
        out[f"item-{number}-rationale"] = entry["rationale"]
        for side in ("administrator", "own"):
            for at, row in enumerate(entry[side]):
                out |= {f"item-{number}-{side}-{at}-{part}": text for part, text in row.items()}
            if entry[f"{side}_none"]:
                out[f"item-{number}-{side}-none"] = "1"
    return out


def confirmed(browser, address: str, data: dict[str, object]):
    """A post that gives password and code where they are asked for."""
    response = browser.post(address, data)
    if "confirm_password" in response.content.decode():
        more = {"confirm_password": "correct horse battery", "confirm_code": code_of(browser.user)}
        response = browser.post(address, {**data, **more})
    return response


def test_from_the_list_over_the_declaration_to_the_signature(browser, paper):
    nobody_else("R-4201")
    case = a_case("C0", treatments=TWO)
    panel.assign(actor("panel_scheduler"), case.number, "R-4201", confirmed=("Q5",), reason="x")
    case = with_paper(get(case.number), paper, title="Visits of the spring")

    html = browser.get("/office/review/").content.decode()
    assert case.number in html
    assert "Accept or refuse" in html
    for rest in (
        "",
        "sign/",
        "preliminary/",
        "question/",
        "comparable/",
        f"file/{case.documents[-1].id}/",
        f"file/{case.documents[-1].id}/1-900.png",
    ):
        refused = browser.get(place(case, rest))
        assert refused.status_code == 302, f"{rest} before the declaration"
        assert refused["Location"] == place(case, "accept/"), "there the file is opened"

    response = browser.get(place(case, "accept/"))
    html = response.content.decode()
    assert html.count('type="radio"') == 2 * len(declaring.questions(case))
    assert "checked" not in html, "nothing is chosen beforehand"
    fields = hidden(html)
    response = browser.post(place(case, "accept/"), {**fields, "familial:spouse": "no", "qualified": "on"})
    html = response.content.decode()
    assert "unknown, not none" in html
    assert len(re.findall(r"checked", html)) == 2, "what was answered is kept"
    answers = {one.key: "no" for one in declaring.questions(case)}
    response = browser.post(place(case, "accept/"), {**hidden(html), **answers, "qualified": "on"})
    assert response["Location"] == place(case)

    html = browser.get(place(case)).content.decode()
    assert html.count('type="radio"') == 4
    assert not re.search(r'type="radio"[^>]*checked', html), "no default and no suggestion"
    assert "Visits of the spring" in html
    assert "See comparable letters" not in html
    content = written(get(case.number))
    saved = browser.post(
        place(case, "draft/"), {**posted(content, case), "version": "0"}, headers={"HX-Request": "true"}
    )
    part = saved.content.decode()
    assert "version 1" in part
    assert 'id="checks"' in part
    assert 'value="1"' in part
    html = browser.get(place(case)).content.decode()
    assert content["summary"] in html
    assert 'value="Benzodiazepines; Muscle relaxants"' in html
    assert len(re.findall(r'type="radio"[^>]*checked', html)) == 2

    html = browser.get(place(case, "preliminary/")).content.decode()
    response = browser.post(place(case, "preliminary/"), hidden(html))
    assert response.status_code == 302
    assert "See comparable letters" in browser.get(place(case)).content.decode()
    assert "drug=valium" in browser.get(place(case, "comparable/")).content.decode().lower()

    html = browser.get(place(case, "sign/")).content.decode()
    assert "3 pages not opened" in html
    data = {**hidden(html), "documents": [case.documents[0].id], "attestations": list(typing.ATTESTATIONS)}
    response = confirmed(browser, place(case, "sign/"), data)
    html = response.content.decode()
    assert "Not ticked as reviewed: Visits of the spring" in html
    assert get(case.number).state == "C1"
    assert html.count("checked") >= 6, "the ticks are kept"
    data = {**data, **hidden(html), "documents": [one.id for one in case.documents]}
    response = confirmed(browser, place(case, "sign/"), data)
    assert response.status_code == 302, response.content.decode()
    assert get(case.number).state == "C3"
    assert "Signed" in browser.get("/office/review/").content.decode()


def test_the_pages_of_the_file_are_shown_searched_and_noted(browser, paper):
    case = with_paper(in_review("R-4201"), paper, title="Visits of the spring")
    document = case.documents[-1]
    address = place(case, f"file/{document.id}/")
    noted = PageOpened.objects.filter(case=case.number, actor="reviewer:R-4201", document=document.id)
    assert browser.get(f"{address}2-900.png").content[:8] == b"\x89PNG\r\n\x1a\n"
    assert not noted.exists(), "a picture fetched ahead does not count"
    assert "<html" in browser.get(address).content.decode()
    assert set(noted.values_list("page", flat=True)) == {1}

    whole = sum(one.pages or 0 for one in case.documents)
    part = browser.get(f"{address}?page=2", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert f'id="left-{document.id}" hx-swap-oob="true">{document.pages - 2} not opened<' in part
    assert f'id="left" hx-swap-oob="true">{whole - 2} pages not opened yet<' in part
    browser.get(f"{address}?page=2", headers={"HX-Request": "true"})
    assert set(noted.values_list("page", flat=True)) == {1, 2}
    assert f"{whole - 2} pages not opened yet" in browser.get(place(case)).content.decode()

    hits = browser.get(
        place(case, "file/"), {"words": "date"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "<mark>" in hits
    assert re.search(rf'file/{document.id}/\?page=\d+&amp;words=date"', hits)
    for bad in (f"file/{document.id}/999-900.png", f"file/{document.id}/0-900.png", f"file/{document.id}/1-901.png",
                "file/nothing/", "file/nothing/1-900.png"):  # fmt: skip
        assert browser.get(place(case, bad)).status_code == 404, bad


def test_a_paper_that_can_t_be_shown_was_not_opened_and_not_searched(browser):
    """Its bytes are gone from the storage."""
    case = in_review("R-4201")
    lost = with_lost_paper(case)
    part = browser.get(place(lost, f"file/{lost.documents[-1].id}/"), headers={"HX-Request": "true"})
    assert "do not count it as read" in part.content.decode()
    assert not PageOpened.objects.filter(case=case.number).exists()
    found = browser.get(
        place(lost, "file/"), {"words": "pain"}, headers={"HX-Request": "true"}
    ).content.decode()
    assert "Not searched:" in found
    assert "pictures of pages" not in found, "it is no scan"


def test_what_reviewers_must_not_see_is_not_in_the_file(browser, paper):
    case = with_paper(in_review("R-4201"), paper, title="The form with the address", in_file=False)
    document = case.documents[-1]
    assert "The form with the address" not in browser.get(place(case)).content.decode()
    for rest in ("", "1-900.png", "1-120.png"):
        assert browser.get(place(case, f"file/{document.id}/{rest}")).status_code == 404


@pytest.mark.parametrize("role", ["finance", "panel_scheduler"])
def test_the_file_is_closed_to_roles_that_see_no_medical_file(role, paper):
    case = with_paper(in_review("R-4201"), paper, title="Visits of the spring")
    client = client_of(role)
    for area in ("review/file", "records"):
        for rest in ("", "1-900.png"):
            address = f"/office/cases/{case.number}/{area}/{case.documents[-1].id}/{rest}"
            assert client.get(address).status_code == 403, address


def test_a_declared_conflict_closes_everything_at_once(browser):
    nobody_else("R-4201")
    case = a_case("C0")
    panel.assign(actor("panel_scheduler"), case.number, "R-4201", confirmed=("Q5",), reason="x")
    fields = hidden(browser.get(place(case, "accept/")).content.decode())
    answers = {one.key: "no" for one in declaring.questions(case)} | {"familial:sibling": "yes"}
    response = browser.post(place(case, "accept/"), {**fields, **answers})
    assert response["Location"] == "/office/review/"
    assert get(case.number).state == "C0"
    papers = [f"file/{one.id}/{rest}" for one in case.documents for rest in ("", "1-900.png")]
    for rest in ("", "accept/", "refuse/", "file/", *papers):
        assert browser.get(place(case, rest)).status_code == 403
    history = client_of("intake").get(f"/office/cases/{case.number}/history/").content.decode()
    assert "Sibling" not in history, "what was declared is for the panel alone"


def test_two_windows_and_an_older_version(browser):
    case = in_review("R-4201")
    mine = get(case.number).reviews[0]
    content = typing.blank(case)
    for text, version in (("first", "0"), ("second", "1"), ("other window", "1")):
        part = browser.post(
            place(case, "draft/"),
            {**posted({**content, "summary": text}, case), "version": version},
            headers={"HX-Request": "true"},
        ).content.decode()
    assert "Another window kept something in between" in part
    html = browser.get(place(case, "versions/"), {"show": "2"}).content.decode()
    assert "second" in html
    browser.post(place(case, "versions/2/"))
    assert drafts.latest(case, mine).content["summary"] == "second"
    assert len(drafts.versions(case, mine)) == 4
    assert browser.post(place(case, "versions/99/")).status_code == 404


def test_nothing_changed_in_another_window_is_signed_unseen(browser):
    case = in_review("R-4201")
    drafts.save(case, case.reviews[0], written(case), 0)
    html = browser.get(place(case, "sign/")).content.decode()
    drafts.save(case, case.reviews[0], {**written(case), "summary": "Something else."}, 1)
    data = {
        **hidden(html),
        "documents": [one.id for one in case.documents],
        "attestations": list(typing.ATTESTATIONS),
    }
    response = confirmed(browser, place(case, "sign/"), data)
    assert "changed in another window" in response.content.decode()
    assert get(case.number).state == "C1"


def test_the_boxes_of_the_page_itself_are_no_other_window(browser):
    """They are kept one by one while they are ticked, faster than the page can learn the new version."""
    case = in_review("R-4201")
    drafts.save(case, case.reviews[0], written(case), 0)
    html = browser.get(place(case, "sign/")).content.decode()
    boxes = {"documents": [one.id for one in case.documents], "attestations": list(typing.ATTESTATIONS)}
    for version, kept in ((1, {"attestations": boxes["attestations"][:2]}), (2, boxes)):
        drafts.save(case, case.reviews[0], {**written(case), **kept}, version)
    confirmed(browser, place(case, "sign/"), {**hidden(html), **boxes})
    assert get(case.number).state == "C3"


def test_a_question_and_its_answer(browser):
    case = in_review("R-4201")
    html = browser.get(place(case, "question/")).content.decode()
    day = (clock.today() + timedelta(days=3)).isoformat()
    data = {**hidden(html), "to": "requesting physician", "text": "What dose, R-4201 asks?", "due": day}
    html = browser.post(place(case, "question/"), data).content.decode()
    assert "names a reviewer" in html
    assert "What dose, R-4201 asks?" in html, "what was typed is kept"
    response = browser.post(place(case, "question/"), {**data, **hidden(html), "text": "What dose?"})
    assert response.status_code == 302
    assert "Your question is out" in browser.get(place(case)).content.decode()
    request = get(case.number).requests[-1].id
    clerk = client_of("records")
    html = clerk.get(place(case, f"question/{request}/")).content.decode()
    assert "What dose?" in html
    assert "R-4201" not in re.sub(r"(?s)<div class=\"casehead.*?</dl>", "", html)
    response = clerk.post(place(case, f"question/{request}/"), {**hidden(html), "text": "10 mg."})
    assert response.status_code == 302
    assert "10 mg." in browser.get(place(case)).content.decode()


def test_no_page_and_no_paper_of_a_case_names_its_reviewer(browser, paper):
    """Every page of a case, opened by every role, and every notice: the sealed name stands on none."""
    from openimr.service.notices.models import Outgoing

    case = with_paper(in_review("R-4201", TWO), paper)
    review.preliminary(reviewer("R-4201"), case.number, {1: "upheld", 2: "upheld"})
    names = [*SECRET.split(), "ottilie@sealed.example", "A99887766"]
    rests = ["", "history/", "prepare/", "reviewer/", "reviewer/R-4201/", "reviewer/extension/", "reviewer/second/",
             "review/", "review/sign/", "review/versions/", "review/comparable/", "review/question/", "quality/",
             "records/", "notices/", "letter/"]  # fmt: skip
    addresses = [f"/office/cases/{case.number}/{rest}" for rest in rests]
    addresses += ["/office/", "/office/cases/", "/office/review/", "/office/reviewers/", "/office/reviewers/R-4201/",
                  "/office/reviewers/R-4201/change/", "/office/outbox/", "/office/board/"]  # fmt: skip
    opened = 0
    roles = ("intake", "records", "clinical_consultant", "panel_scheduler", "letter_quality", "medical_director",
             "finance", "regulator", "administrator")  # fmt: skip
    for client in (browser, *(client_of(role) for role in roles)):
        for address in addresses:
            response = client.get(address)
            html = response.content.decode(errors="replace")
            opened += response.status_code == 200
            for name in names:
                assert name not in html, (client.user.role, address)
                assert name not in str(response.headers), (client.user.role, address)
    assert opened > 40
    for row in Outgoing.objects.filter(case_number=case.number):
        assert not any(name in str(vars(row)) for name in names)
        if row.role != "reviewer":
            assert "R-4201" not in str(vars(row)), "outside the office not even the code"
