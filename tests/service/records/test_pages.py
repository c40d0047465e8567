"""The pages of the file: the index, papers that are brought, what is refused by name, who sees what."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from openimr.service.review.models import PageOpened

from ..accounts.people import sentence
from ..office_case import REVIEWER, a_case, a_document, actor, client_of

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture(scope="module")
def browsers(home):
    roles = ("intake", "records", "clinical_consultant", "regulator", "finance", "panel_scheduler")
    found = {role: client_of(role) for role in roles}
    found["reviewer"] = client_of("reviewer", reviewer_code=REVIEWER)
    return found


@pytest.fixture(scope="module")
def pdfs():
    """Real PDFs, each another."""
    from openimr import samples

    return [one.pdf() for one in samples.letters(seed=5, count=2)]


def here(case, rest=""):
    return f"/office/cases/{case.number}/records/{rest}"


def today():
    from openimr.service import clock

    return clock.today()


def terms(case, **more):
    return {"expected": str(case.version), "submission": uuid4().hex, **more}


def delivery(case, **more):
    return terms(
        case, received_from="claims administrator", received=today().isoformat(), channel="electronic",
        type="progress_report", **more,
    )  # fmt: skip


def upload(name, data):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, data, "application/pdf")


def now(case):
    from openimr.service.cases.selectors import get

    return get(case.number)


def test_papers_are_kept_and_hostile_ones_refused_by_name_with_the_others_kept(browsers, pdfs):
    case = a_case("B1")
    files = [
        upload("Report_of_May.pdf", pdfs[0]),
        upload("holiday.pdf", b"\x89PNG\r\n\x1a\n" + b"0" * 500),
        upload("cut off.pdf", pdfs[1][: len(pdfs[1]) // 3]),
        upload("empty.pdf", b""),
        upload("again.pdf", pdfs[0]),
    ]
    sent = browsers["records"].post(here(case, "add/"), {**delivery(case), "file": files})
    assert sent.status_code == 302
    papers = now(case).documents
    assert [one.title for one in papers] == ["Report of May", "Again"]
    assert papers[1].duplicate_of == papers[0].id
    assert papers[0].pages >= 1
    words = sentence(browsers["records"].get(here(case)))
    for name in ("holiday.pdf is no PDF", "cut off.pdf can't be taken", "empty.pdf is empty"):
        assert name in words
    assert "2 papers are in the file" in words
    assert "Duplicate of Report of May" in words


def test_the_page_s_own_script_gets_json(browsers, pdfs):
    case = a_case("B1")
    headers = {"Accept": "application/json"}
    sent = browsers["records"].post(
        here(case, "add/"),
        {**delivery(case, title="Denial"), "file": upload("a.pdf", pdfs[0])},
        headers=headers,
    )
    assert sent.json() == {"added": ["a.pdf"], "refused": []}
    assert now(case).documents[0].title == "Denial"
    bad = browsers["records"].post(
        here(case, "add/"), {**delivery(case), "file": upload("b.pdf", b"%PDF-1.7 nothing")}, headers=headers
    )
    assert bad.json()["added"] == []
    assert bad.json()["refused"][0].startswith("b.pdf can't be taken")


def test_what_was_typed_survives_when_nothing_could_be_taken(browsers):
    case = a_case("B1")
    data = {**delivery(case, author="Dr. <Sample>"), "file": upload("x.pdf", b"no pdf")}
    page = browsers["records"].post(here(case, "add/"), data)
    html = page.content.decode()
    assert page.status_code == 422
    assert "x.pdf is no PDF" in html
    assert 'value="Dr. &lt;Sample&gt;"' in html
    assert re.search(r'value="progress_report"\s+selected', html)
    none = browsers["records"].post(here(case, "add/"), delivery(case))
    assert none.status_code == 422
    assert "No paper came" in none.content.decode()


def test_nothing_about_a_delivery_is_taken_for_granted(browsers, pdfs):
    case = a_case("B1")
    page = browsers["records"].post(here(case, "add/"), terms(case, file=upload("a.pdf", pdfs[0])))
    assert page.status_code == 422
    assert now(case).documents == ()
    html = browsers["records"].get(here(case)).content.decode()
    assert not re.search(r'<option value="[^"]+" selected', html)


def test_too_large_is_refused_before_it_is_read(browsers):
    case = a_case("B1")
    kind = {"content_type": "multipart/form-data; boundary=x"}
    huge = browsers["records"].generic(
        "POST", here(case, "add/"), b"", CONTENT_LENGTH=str(400 * 2**20), **kind
    )
    assert huge.status_code == 413
    assert "larger than 300 MB" in huge.content.decode()
    fits = browsers["records"].generic(
        "POST", here(case, "add/"), b"", CONTENT_LENGTH=str(200 * 2**20), **kind
    )
    assert fits.status_code != 413


def test_one_paper_larger_than_a_paper_may_be(browsers, pdfs, monkeypatch):
    from openimr.service.records import taking

    monkeypatch.setattr(taking, "LARGEST", 2**20)
    case = a_case("B1")
    files = [upload("huge.pdf", b"%PDF-1.7" + b"0" * 2**20), upload("fine.pdf", pdfs[0])]
    browsers["records"].post(here(case, "add/"), {**delivery(case), "file": files})
    assert [one.title for one in now(case).documents] == ["Fine"]
    assert "huge.pdf has 1 MB; a paper may have 1 MB" in sentence(browsers["records"].get(here(case)))


@pytest.mark.parametrize(
    ("role", "opens", "adds"),
    [("intake", True, True), ("records", True, True), ("clinical_consultant", True, False),
     ("regulator", True, False), ("reviewer", False, False), ("finance", False, False),
     ("panel_scheduler", False, False)],
)  # fmt: skip
def test_who_opens_the_file_and_who_adds(browsers, role, opens, adds):
    case = a_case("B1")
    page = browsers[role].get(here(case))
    assert (page.status_code == 200) is opens
    assert ("data-papers" in page.content.decode()) is adds


def added(case, *papers, **terms_):
    from openimr.service.cases.commands import records

    given = {"received": today(), "received_from": "employee", **terms_}
    return records.add(actor("records"), case.number, papers, **given)


def test_the_reviewer_sees_the_file_and_not_the_form(browsers):
    case = added(
        a_case("C1"), a_document(type="application", title="The form"), a_document(title="New report")
    )
    form, report = case.documents[-2:]
    words = sentence(browsers["reviewer"].get(here(case)))
    assert "The form" not in words
    assert "New report" in words
    assert "One paper came after you got this case" in words
    assert "New" in words
    assert "What you can do" not in words
    assert "May cost" not in words
    for rest in ("", "paper.pdf", "1-900.png", "1-120.png"):
        assert browsers["reviewer"].get(here(case, f"{form.id}/{rest}")).status_code == 404
        assert browsers["finance"].get(here(case, f"{form.id}/{rest}")).status_code == 403
    assert browsers["records"].get(here(case, f"{form.id}/")).status_code == 200
    assert browsers["reviewer"].get(here(case, f"{report.id}/")).status_code == 200
    other_case = a_case("C1")
    assert browsers["reviewer"].get(here(other_case, f"{report.id}/1-900.png")).status_code == 404
    assert "Papers came after the reviewer got this case" in sentence(browsers["records"].get(here(case)))
    other = a_case("B3")
    assert browsers["reviewer"].get(here(other)).status_code == 403, "not their case"


def test_a_paper_is_looked_at_page_by_page(browsers, pdfs):
    case = a_case("B1")
    browsers["records"].post(here(case, "add/"), {**delivery(case), "file": upload("a.pdf", pdfs[0])})
    paper = now(case).documents[0]
    page = browsers["records"].get(here(case, f"{paper.id}/?page=1"))
    assert f"of {paper.pages}" in page.content.decode()
    for odd in ("0", "99999999", "x", "-3"):
        assert browsers["records"].get(here(case, f"{paper.id}/?page={odd}")).status_code == 200
    drawn = browsers["records"].get(here(case, f"{paper.id}/1-900.png"))
    assert drawn.content.startswith(b"\x89PNG")
    assert "private" in drawn["Cache-Control"]
    assert browsers["records"].get(here(case, f"{paper.id}/9999-900.png")).status_code == 404
    whole = browsers["records"].get(here(case, f"{paper.id}/paper.pdf"))
    assert b"".join(whole.streaming_content) == pdfs[0]
    alone = browsers["records"].get(here(case, f"{paper.id}/"), headers={"HX-Target": "viewer"})
    assert "<html" not in alone.content.decode()
    assert not PageOpened.objects.filter(case=case.number).exists(), "what the staff opens is not noted"
    assert whole["Content-Disposition"].startswith("attachment")
    assert browsers["records"].get(here(case, "none/")).status_code == 404


def test_describing_anew_offers_to_take_it_back(browsers):
    case = added(a_case("B1"), a_document(type="other", title="Scan"))
    paper = case.documents[0]
    url = here(case, f"{paper.id}/describe/")
    assert 'value="Scan"' in browsers["records"].get(url).content.decode()
    data = {"type": "imaging_report", "title": "MRI", "received": paper.received.isoformat(), "in_file": "on"}
    bad = browsers["records"].post(url, terms(case, **{**data, "type": "", "title": "MRI <1>"}))
    assert bad.status_code == 422
    assert "MRI &lt;1&gt;" in bad.content.decode()
    done = browsers["records"].post(url, terms(case, **data), follow=True)
    undo = here(case, f"{paper.id}/undo/")
    assert undo in done.content.decode()
    assert now(case).document(paper.id).type == "imaging_report"
    browsers["records"].post(undo)
    assert now(case).document(paper.id).title == "Scan"
    again = browsers["records"].post(here(case, "none/undo/"))
    assert again.status_code == 404


def test_the_second_to_describe_is_told_and_keeps_the_typing(browsers):
    case = added(a_case("B1"), a_document(title="Scan"))
    paper = case.documents[0]
    added(case, a_document())
    data = {"type": "imaging_report", "title": "MRI of May", "received": paper.received.isoformat()}
    page = browsers["intake"].post(here(case, f"{paper.id}/describe/"), terms(case, **data))
    html = page.content.decode()
    assert page.status_code == 422
    assert "Somebody else worked on case" in html
    assert 'value="MRI of May"' in html
    fields = dict(re.findall(r'name="(expected|submission)" value="([^"]+)"', html))
    sent = browsers["intake"].post(here(case, f"{paper.id}/describe/"), {**data, **fields})
    assert sent.status_code == 302
    assert now(case).document(paper.id).title == "MRI of May"


def test_the_notice_of_assignment_shows_due_dates_and_the_paper_first(browsers):
    case = a_case("B0")
    page = browsers["records"].get(here(case, "assign/"))
    words = sentence(page)
    assert "Records due if the claims administrator is served electronically now" in words
    assert "12 calendar days" in words
    assert "15 calendar days" in words
    assert "10 calendar days" in words
    services = {
        f"service-{one.role.replace(' ', '-')}": "electronic" if one.email else "mail"
        for one in case.parties
        if one.role != "employer"
    }
    shown = sentence(browsers["records"].post(here(case, "assign/"), terms(case, do="preview", **services)))
    assert "We must have the records by" in shown
    assert "Valium" in shown
    assert now(case).state == "B0"
    sent = browsers["records"].post(here(case, "assign/"), terms(case, do="it", **services))
    assert sent.status_code == 302
    assert now(case).state == "B1"


def test_what_is_missing_is_shown_with_law_cost_and_mark(browsers):
    from datetime import UTC, datetime

    case = a_case("B1", at=datetime(2026, 4, 16, 18, tzinfo=UTC), received="2026-04-10", signed_on="2026-04-08",
                  rfa_date="2026-03-20", ur_decision_date="2026-03-25", ur_served_date="2026-03-26")  # fmt: skip
    words = sentence(browsers["records"].get(here(case)))
    assert "There is no request for authorization in the file" in words
    assert "May cost $5,000" in words
    assert "not verified" in words
    assert "There may have been nothing of the kind; a person must find out." in words
    assert "Not enough for any decision" in words


@pytest.mark.parametrize(
    ("rest", "role", "state", "words"),
    [
        ("complete/", "records", "B1", "a utilization review decision alone is never enough"),
        ("insufficient/", "records", "B1", "until then the file can't be found insufficient"),
        ("proceed/", "clinical_consultant", "B2", "never enough"),
        ("refer/", "records", "B1", "The records are not late."),
    ],
)
def test_what_can_t_be_done_says_why_before_anything_is_typed(browsers, rest, role, state, words):
    case = a_case(state)
    page = browsers[role].get(here(case, rest))
    assert page.status_code == 200
    assert words in sentence(page)
    assert (
        browsers[role].post(here(case, rest), terms(case, at=today().isoformat(), reason="x")).status_code
        == 422
    )
    assert now(case).state == state


def test_complete_shows_the_due_date_before_it_is_confirmed(browsers):
    case = added(a_case("B1"), a_document(), received_from="requesting physician")
    page = sentence(browsers["records"].get(here(case, "complete/")))
    assert "The determination would be due" in page
    assert "30 calendar days" in page
    data = {"at": today().isoformat(), "reason": ""}
    counted = sentence(browsers["records"].post(here(case, "complete/"), terms(case, do="count", **data)))
    assert "30 calendar days" in counted
    assert now(case).state == "B1"
    refused = browsers["records"].post(here(case, "complete/"), terms(case, do="it", **data))
    assert refused.status_code == 422
    assert "Say why the file is complete" in refused.content.decode()
    data["reason"] = "Nothing else exists."
    done = browsers["records"].post(here(case, "complete/"), terms(case, do="it", **data))
    assert done.status_code == 302
    assert now(case).state == "B3"


def test_the_reminder_and_going_on(browsers):
    case = a_case("B2")
    sent = browsers["records"].post(here(case, "remind/"), terms(case, codes=["NO_RFA"]))
    assert sent.status_code == 302
    assert now(case).notices[-1].kind == "records-reminder"
    case = added(case, a_document(), received_from="requesting physician")
    page = browsers["clinical_consultant"].post(
        here(case, "proceed/"), terms(case, at=today().isoformat(), reason="The report tells it.")
    )
    assert page.status_code == 302
    assert now(case).state == "B3"
