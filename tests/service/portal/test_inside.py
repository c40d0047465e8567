"""What a party sees and does in its case, and what it never sees."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from openimr.law.states import states
from openimr.service.cases.selectors import get
from openimr.service.ledger.models import Event
from openimr.service.portal.telling import told, words

from ..accounts.people import sentence
from ..office_case import REVIEWER, STATES, a_case
from .parties import a_pdf, client_of, notified, with_letter

PAGES = (
    "/portal/case/",
    "/portal/case/papers/",
    "/portal/case/records/",
    "/portal/case/questions/",
    "/portal/case/help/",
)
CODE = re.compile(rb"R-\d{4}")


def test_there_are_words_for_every_state():
    assert set(words()) == {one.code for one in states() if one.office}


@pytest.mark.parametrize("state", STATES)
def test_every_page_opens_in_every_state_and_says_nothing_of_a_reviewer(ready, state):
    case = a_case(state)
    for role in ("employee", "claims administrator"):
        client = client_of(case, role)
        for path in PAGES:
            response = client.get(path)
            assert response.status_code == 200, (path, role)
            assert not CODE.search(response.content), (path, "a reviewer's code")
            assert REVIEWER.encode() not in response.content
        page = sentence(client.get("/portal/case/"))
        assert words()[state].title in page.replace("’", "'")
        assert case.number in page


def test_the_scan_would_find_a_code(ready):
    """The test above can fail: the office's own page of the same case holds the code."""
    from ..office_case import client_of as staff

    case = a_case("C1")
    page = staff("regulator").get(f"/office/cases/{case.number}/")
    assert CODE.search(page.content)


def test_what_reviewers_and_quality_write_is_not_shown(ready):
    case = a_case("C3")
    client = client_of(case)
    pages = " ".join(sentence(client.get(path)) for path in PAGES)
    for hidden in ("The guideline does not support long use", "49-year-old male", "upheld", "Pain Medicine"):
        assert hidden not in pages


@pytest.mark.parametrize(
    ("state", "role", "day", "yours"),
    [
        ("B1", "claims administrator", "Your records must reach us", True),
        ("B1", "employee", "The claims administrator's records must reach us", False),
        ("B3", "employee", "The decision is due", False),
        ("D0", "employee", "Last day to appeal", True),
        ("C2", "requesting physician", "Your answer must reach us", True),
        ("C2", "employee", "The answer to the doctor's question must reach us", False),
    ],
)
def test_the_days_are_those_of_this_party(ready, state, role, day, yours):
    from openimr.service import clock

    case = a_case(state)
    found = {one.title: one.yours for one in told(case, role, clock.now()).days}
    assert found.get(day) is yours, found


def test_only_what_was_served_on_the_party_is_listed_and_opens(ready):
    case = notified(a_case("B1"), "duplicate", to=["employee"], duplicate_of="CM26-0000001")
    case = notified(case, "duplicate", to=["claims administrator"], duplicate_of="CM26-0000001")
    own, other = case.notices[-2].id, case.notices[-1].id
    client = client_of(case)
    assert f"/portal/case/papers/notice/{own}.pdf" in client.get("/portal/case/papers/").content.decode()
    pdf = client.get(f"/portal/case/papers/notice/{own}.pdf")
    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")
    assert pdf.content == client.get(f"/portal/case/papers/notice/{own}.pdf").content
    assert client.get(f"/portal/case/papers/notice/{other}.pdf").status_code == 404
    assert client.get(f"/portal/case/papers/secret/{own}.pdf").status_code == 404


def test_the_letter_is_there_for_whom_it_was_served_on_and_for_nobody_else(ready):
    pdf = a_pdf("the letter")
    case = with_letter(a_case("C3"), pdf)
    assert client_of(case).get("/portal/case/papers/letter/1.pdf").content == pdf
    assert client_of(case).get("/portal/case/papers/letter/2.pdf").status_code == 404
    assert client_of(case, "requesting physician").get("/portal/case/papers/letter/1.pdf").status_code == 404


def test_a_letter_that_was_changed_in_the_storage_is_not_shown(ready):
    from openimr.service.bootstrap import wiring

    pdf = a_pdf("another letter, then damaged")
    case = with_letter(a_case("C3"), pdf)
    path = wiring().issued._path(case.letter.sha256)
    path.chmod(0o600)
    path.write_bytes(pdf[:-1] + b" ")
    response = client_of(case).get("/portal/case/papers/letter/1.pdf")
    assert response.status_code == 503
    assert "not the one that was issued" in sentence(response)


def _send(client, *files, **more):
    page = client.get("/portal/case/records/").content.decode()
    token = re.search(r'name="submission" value="([0-9a-f]+)"', page)
    data = {"submission": token[1] if token else "x" * 32, "kind": "progress_report", **more}
    uploads = [SimpleUploadedFile(name, data, "application/pdf") for name, data in files]
    return client.post("/portal/case/records/", {**data, "files": uploads}), data


def test_records_go_straight_into_the_case_from_the_party(ready):
    case = a_case("B1")
    client = client_of(case, "claims administrator")
    response, _ = _send(client, ("march report.pdf", a_pdf("one")), ("april.pdf", a_pdf("two!!")))
    assert response.status_code == 302
    after = get(case.number)
    added = after.documents[-2:]
    assert [(one.title, one.type, one.received_from, one.pages) for one in added] == [
        ("march report", "progress_report", "claims administrator", 1),
        ("april", "progress_report", "claims administrator", 1),
    ]
    assert {one.added_by for one in added} == {f"party:{case.number}:claims_administrator"}
    last = Event.objects.filter(stream=f"case:{case.number}").latest("number")
    assert (last.type, last.role) == ("records.received", "party")
    page = sentence(client.get("/portal/case/records/"))
    assert "2 papers are in the case now" in page
    assert "march report" in page


def test_sending_the_same_form_twice_sends_once(ready):
    case = a_case("B1")
    client = client_of(case)
    first, data = _send(client, ("a.pdf", a_pdf("twice")))
    again = client.post(
        "/portal/case/records/",
        {**data, "files": [SimpleUploadedFile("a.pdf", a_pdf("twice"), "application/pdf")]},
    )
    assert (first.status_code, again.status_code) == (302, 302)
    assert len(get(case.number).documents) == len(case.documents) + 1
    assert "nothing was done twice" in sentence(client.get("/portal/case/records/"))


@pytest.mark.parametrize(
    ("name", "data", "kind", "said"),
    [
        ("photo.jpg", b"\xff\xd8\xff\xe0 not a pdf", "progress_report", "photo.jpg is no PDF"),
        ("cut.pdf", b"%PDF-1.7 cut off", "progress_report", "cut.pdf can't be taken"),
        ("empty.pdf", b"", "progress_report", "empty"),
        ("good.pdf", None, "", "Choose what kind of paper it is"),
        ("good.pdf", None, "application", "Choose what kind of paper it is|valid choice"),
    ],
)
def test_what_cant_be_taken_is_refused_in_one_sentence(ready, name, data, kind, said):
    case = a_case("B1")
    response, _ = _send(client_of(case), (name, data if data is not None else a_pdf("g")), kind=kind)
    assert response.status_code == 422
    assert re.search(said, sentence(response).replace("’", "'"))
    assert get(case.number).version == case.version


@pytest.mark.parametrize("state", ["D0", "T1", "A5"])
def test_a_case_that_is_over_takes_no_records(ready, state):
    case = a_case(state)
    client = client_of(case)
    assert "takes no more records" in sentence(client.get("/portal/case/records/"))
    response, _ = _send(client, ("a.pdf", a_pdf("late")))
    assert response.status_code == 422
    assert get(case.number).version == case.version


def _answer(client, number: int, text: str = "", *files):
    path = f"/portal/case/questions/{number}/"
    page = client.get(path).content.decode()
    token = re.search(r'name="submission" value="([0-9a-f]+)"', page)[1]
    uploads = [SimpleUploadedFile(name, data, "application/pdf") for name, data in files]
    data = {"submission": token, "text": text, **({"files": uploads} if uploads else {})}
    return client.post(path, data), data


def test_a_question_of_eligibility_is_answered_by_whom_it_was_put_to(ready):
    case = a_case("A3")
    asked = case.requests[-1]
    other = client_of(case, "claims administrator")
    assert other.get(f"/portal/case/questions/{asked.id}/").status_code == 404
    client = client_of(case)
    assert "Please sign." in sentence(client.get("/portal/case/"))
    response, _ = _answer(client, asked.id, "Here it is.", ("signed.pdf", a_pdf("signed")))
    assert response.status_code == 302
    after = get(case.number)
    assert (after.state, after.requests[-1].answer) == ("A2", "Here it is.")
    assert after.requests[-1].documents == (after.documents[-1].id,)
    assert client.get(f"/portal/case/questions/{asked.id}/").status_code == 302
    assert "Here it is." in sentence(client.get("/portal/case/questions/"))


def test_a_refused_file_leaves_the_question_open_and_keeps_what_was_typed(ready):
    case = a_case("A3")
    response, _ = _answer(client_of(case), case.requests[-1].id, "My long answer.", ("x.pdf", b"no pdf"))
    assert response.status_code == 422
    assert "My long answer." in response.content.decode()
    assert get(case.number).version == case.version


def test_the_doctors_question_goes_to_all_in_copy_and_is_answered_by_one(ready):
    case = a_case("C2")
    asked = case.requests[-1]
    employee, physician = client_of(case), client_of(case, "requesting physician")
    assert "Which dose?" in sentence(employee.get("/portal/case/questions/"))
    assert employee.get(f"/portal/case/questions/{asked.id}/").status_code == 404
    assert _answer(physician, asked.id, "")[0].status_code == 422
    assert _answer(physician, asked.id, "10 mg at night.")[0].status_code == 302
    assert get(case.number).state == "C1"
    page = sentence(employee.get("/portal/case/questions/"))
    assert "10 mg at night." in page
    assert "The doctor asked the requesting physician" in page


def test_an_answer_sent_twice_is_recorded_once(ready):
    case = a_case("C2")
    client = client_of(case, "requesting physician")
    response, data = _answer(client, case.requests[-1].id, "10 mg.")
    version = get(case.number).version
    again = client.post(f"/portal/case/questions/{case.requests[-1].id}/", data)
    assert (response.status_code, again.status_code) == (302, 302)
    assert get(case.number).version == version


def test_withdrawing_is_told_to_call_the_office(ready):
    page = sentence(client_of(a_case("B1")).get("/portal/case/help/"))
    assert "You want to withdraw the request for review Call the office." in page
    assert "LC 4610.6(f)" in page


def test_an_employee_is_not_shown_the_file_or_notes(ready):
    case = a_case("C1")
    client = client_of(case)
    for path in (f"/office/cases/{case.number}/", f"/office/cases/{case.number}/records/", "/office/outbox/"):
        assert client.get(path).status_code in (302, 403), path
