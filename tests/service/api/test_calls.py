"""The calls: filing once whatever happens, lists by cursor, papers, answers, eligibility, errors."""

from __future__ import annotations

import json
import threading
from datetime import timedelta

import pytest
from django.db import connections

from openimr.service import clock
from openimr.service.api.models import Filing, Token
from openimr.service.cases.models import CaseRow
from openimr.service.cases.selectors import get
from openimr.service.ledger.models import Event

from ..office_case import REVIEWER, a_case, application
from .callers import API, Caller, caller, problem, upload

# Applications


def test_an_application_is_filed_with_its_papers(ready):
    who = caller(party="claims administrator")
    response = who.file(
        papers=[upload("form.pdf", "a"), upload("decision.pdf", "bb")],
        kinds=["application", "utilization_review_decision"],
    )
    assert response.status_code == 201, response.content
    number = response.json()["number"]
    case = get(number)
    assert (case.state, case.channel, case.received) == ("A0", "api", clock.today())
    assert [(one.type, one.in_file, one.received_from) for one in case.documents] == [
        ("application", False, "claims administrator"),
        ("utilization_review_decision", True, "claims administrator"),
    ]
    first = Event.objects.filter(stream=f"case:{number}").earliest("number")
    assert first.actor.startswith("party:token-")
    assert who.get(f"/applications/{number}").json()["case"]["state"] == "A0"
    assert [one["number"] for one in who.get("/applications").json()["items"]] == [number]


def test_the_same_key_files_once_and_gives_the_same_case(ready):
    who = caller(party="attorney")
    data = {"application": json.dumps(application())}
    first, again = (who.send("/applications", data, "my-request-1") for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["number"] == again.json()["number"]
    other = {"application": json.dumps(application(claim_number="ANOTHER-1"))}
    assert (
        first.json()["number"]
        in problem(who.send("/applications", other, "my-request-1"), 409, "key_used")["message"]
    )
    assert Filing.objects.filter(token=Token.objects.latest("pk")).count() == 1


def test_the_same_key_of_another_token_is_another_request(ready):
    data = {"application": json.dumps(application())}
    one, two = caller(party="attorney"), caller(party="attorney")
    numbers = {who.send("/applications", data, "the-same-key").json()["number"] for who in (one, two)}
    assert len(numbers) == 2


def test_the_same_key_six_times_at_once_files_once(ready):
    who, before = caller(party="attorney"), CaseRow.objects.count()
    data = {"application": json.dumps(application())}
    start, found = threading.Barrier(6), []

    def work():
        start.wait()
        try:
            found.append(Caller(who.token).send("/applications", data, "at-once-1"))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(one.status_code for one in found) == [200] * 5 + [201]
    assert len({one.json()["number"] for one in found}) == 1
    assert CaseRow.objects.count() == before + 1


@pytest.mark.parametrize(
    ("send", "code", "field", "words"),
    [
        (lambda who: who.file(key=None), "invalid", "Idempotency-Key", "required"),
        (lambda who: who.file(key="short"), "invalid", "Idempotency-Key", "at least 8"),
        (
            lambda who: who.send("/applications", {"application": "{no json"}),
            "invalid",
            "application",
            "no JSON",
        ),
        (
            lambda who: who.send("/applications", {"application": "[1]"}),
            "invalid",
            "application",
            "JSON object",
        ),
        (lambda who: who.send("/applications", {}), "invalid", "application", "required"),
        (lambda who: who.file(colour="red"), "invalid", None, "no field 'colour'"),
        (lambda who: who.file(injury_date="31 June"), "invalid", None, "must be a date"),
        (
            lambda who: who.file(injury_date="1960-01-01"),
            "refused",
            "injury_date",
            "before the worker was born",
        ),
        (lambda who: who.file(treatments=[]), "refused", "treatments", "No disputed treatment"),
        (lambda who: who.file(papers=[upload()], kinds=[]), "invalid", "paper_types", "1 files and 0 types"),
        (
            lambda who: who.file(papers=[upload()], kinds=["poem"]),
            "invalid",
            "paper_types",
            "'poem' is no type",
        ),
        (lambda who: who.file(papers=[_text()], kinds=["other"]), "refused", "papers", "is no PDF"),
    ],
)
def test_what_is_wrong_with_an_application_is_said_in_one_sentence(ready, send, code, field, words):
    who, before = caller(party="attorney"), CaseRow.objects.count()
    found = problem(send(who), 422, code)
    assert found["field"] == field
    assert words in found["message"]
    assert CaseRow.objects.count() == before


def _text():
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("note.txt", b"hello", "application/pdf")


def test_a_claim_of_somebody_else_is_refused_with_the_rule_and_without_a_case_number(ready):
    other = a_case("B1", claim_number="TAKEN-77")
    someone = {"name": "Robin Otherwise", "state": "CA"}
    who = caller(party="attorney")
    response = who.file(claim_number="TAKEN-77", employee=someone, date_of_birth="1990-01-01")
    found = problem(response, 422, "refused")
    assert found["law"] == "LC 4610.5(d)"
    assert other.number not in found["message"]


def test_whoever_files_cant_say_when_it_arrived(ready):
    who = caller(party="attorney")
    number = who.file(received=(clock.today() - timedelta(days=9)).isoformat(), channel="mail").json()[
        "number"
    ]
    assert (get(number).received, get(number).channel) == (clock.today(), "api")


# Cases


def test_lists_come_in_pages_that_lose_and_double_nothing(ready):
    for _ in range(5):
        a_case("A0")
    who, seen, cursor = caller("intake"), [], None
    while True:
        page = who.get("/cases", limit=3, state="A0", **({"cursor": cursor} if cursor else {})).json()
        seen += [one["number"] for one in page["items"]]
        if len(seen) == 3:
            a_case("A0")  # one that comes meanwhile shifts nothing
        cursor = page["next"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == CaseRow.objects.filter(state="A0").count() - 1
    problem(who.get("/cases", cursor="nonsense"), 422, "invalid")
    problem(who.get("/cases", state="Z9"), 422, "invalid")
    problem(who.get("/cases", limit=1000), 422, "invalid")


def test_a_party_and_a_reviewer_see_their_own_alone(ready, request):
    from openimr.service.accounts.models import User

    mine, other = a_case("C1"), a_case("B1")
    User.objects.filter(reviewer_code=REVIEWER).update(reviewer_code="R-9701")
    reviewer = caller("reviewer", reviewer_code=REVIEWER)
    request.addfinalizer(lambda: User.objects.filter(reviewer_code=REVIEWER).update(reviewer_code="R-9702"))
    listed = [one["number"] for one in reviewer.get("/cases", limit=200).json()["items"]]
    assert mine.number in listed
    assert other.number not in listed
    problem(reviewer.get(f"/cases/{other.number}"), 404, "not_found")
    text = reviewer.get(f"/cases/{mine.number}").content.decode()
    for secret in (mine.employee.name, "Sample Street", "555-0100"):
        assert secret not in text
    party = caller(party="employee")
    assert party.get("/cases").json()["items"] == []
    unknown = problem(party.get("/cases/CM26-9999999"), 404, "not_found")["message"]
    theirs = problem(party.get(f"/cases/{other.number}"), 404, "not_found")["message"]
    assert unknown.replace("CM26-9999999", "") == theirs.replace(other.number, "")


@pytest.mark.parametrize("role", ["intake", "records"])
def test_who_may_not_know_a_reviewers_code_never_gets_it(ready, role):
    for state in ("C1", "C2", "C3", "D1"):
        case, who = a_case(state), caller(role)
        for path in ("", "/clocks", "/events", "/documents"):
            text = who.get(f"/cases/{case.number}{path}").content.decode()
            assert "R-0" not in text, (state, path)


def test_a_party_never_gets_anything_of_a_reviewer_in_any_state(ready):
    from ..office_case import STATES

    who = caller(party="employee")
    row = Token.objects.latest("pk")
    for state in STATES:
        case = a_case(state)
        Filing.objects.create(token=row, key=case.number, content="", case_number=case.number, at=clock.now())
        for path in (f"/cases/{case.number}", f"/cases/{case.number}/clocks", f"/applications/{case.number}"):
            text = who.get(path).content.decode()
            assert REVIEWER not in text, (state, path)
            assert "49-year-old male" not in text


def test_finance_sees_no_contact_data_and_the_regulator_does(ready):
    case = a_case("B1")
    assert "Sample Street" not in caller("finance").get(f"/cases/{case.number}").content.decode()
    assert "Sample Street" in caller("regulator").get(f"/cases/{case.number}").content.decode()


def test_clocks_are_those_of_the_contract(ready):
    found = caller("records").get(f"/cases/{a_case('B3').number}/clocks").json()
    decision = next(one for one in found if one["clock"] == "I9")
    assert decision["due"]
    assert decision["law"]
    assert decision["working"]


def test_the_history_is_paged_and_its_data_are_for_some(ready):
    case = a_case("C1")
    page = caller("regulator").get(f"/cases/{case.number}/events", limit=2).json()
    assert [one["number"] for one in page["items"]] == [1, 2]
    assert page["items"][0]["data"]["number"] == case.number
    rest = caller("regulator").get(f"/cases/{case.number}/events", cursor=page["next"], limit=200).json()
    assert [one["number"] for one in rest["items"]] == list(range(3, case.version + 1))
    assert all(
        one["data"] is None for one in caller("records").get(f"/cases/{case.number}/events").json()["items"]
    )


# Papers


def test_papers_are_sent_listed_and_read_back_byte_by_byte(ready):
    case, who = a_case("B1"), caller("records")
    file = upload("progress.pdf", "hello there")
    data = {
        "papers": [file],
        "types": ["progress_report"],
        "received_from": "claims administrator",
        "received": clock.today().isoformat(),
    }
    response = who.send(f"/cases/{case.number}/documents", data)
    assert response.status_code == 201, response.content
    (sent,) = response.json()
    assert sent["id"] in [one["id"] for one in who.get(f"/cases/{case.number}/documents").json()]
    file.seek(0)
    assert who.get(f"/cases/{case.number}/documents/{sent['id']}").content == file.read()
    problem(who.get(f"/cases/{case.number}/documents/none"), 404, "not_found")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"types": []}, "types"),
        ({"types": ["poem"]}, "types"),
        ({"received_from": "nobody"}, "received_from"),
        ({"received": ""}, "received"),
    ],
)
def test_nothing_about_a_paper_is_taken_as_given(ready, changes, field):
    case = a_case("B1")
    data = {
        "papers": [upload()],
        "types": ["other"],
        "received_from": "employee",
        "received": clock.today().isoformat(),
        **changes,
    }
    found = problem(caller("records").send(f"/cases/{case.number}/documents", data), 422, "invalid")
    assert found["field"] == field
    assert get(case.number).version == case.version


def test_a_party_sends_to_the_case_that_it_filed(ready):
    who = caller(party="claims administrator")
    number = who.file().json()["number"]
    response = who.send(f"/cases/{number}/documents", {"papers": [upload()], "types": ["other"]})
    assert response.status_code == 201
    assert get(number).documents[-1].received_from == "claims administrator"
    problem(who.get(f"/cases/{number}/documents"), 403, "scope")


def test_a_paper_sent_twice_with_one_key_is_there_once(ready):
    case, who = a_case("B1"), caller("records")
    found = []
    for _ in range(2):
        data = {
            "papers": [upload()],
            "types": ["other"],
            "received_from": "employee",
            "received": clock.today().isoformat(),
        }
        found.append(who.send(f"/cases/{case.number}/documents", data, "the-same-paper"))
    assert found[0].status_code == 201
    problem(found[1], 409, "repeated")
    assert len(get(case.number).documents) == len(case.documents) + 1


# Answers and eligibility


def test_somebody_else_was_faster(ready):
    case = a_case("A3")
    body = {"text": "Here.", "expected": case.version - 1}
    found = problem(
        caller("intake").post(f"/cases/{case.number}/requests/{case.requests[-1].id}/information", body),
        409,
        "conflict",
    )
    assert "Somebody else worked on case" in found["message"]


def test_answers_go_where_they_were_asked(ready):
    case = a_case("A3")
    path = f"/cases/{case.number}/requests/{case.requests[-1].id}/information"
    assert caller("intake").post(path, {"text": "By mail: here."}).json()["state"] == "A2"
    case = a_case("C2")
    path = f"/cases/{case.number}/requests/{case.requests[-1].id}/answer"
    assert caller("records").post(path, {"text": "10 mg."}).json()["state"] == "C1"
    problem(caller("records").post(path, {"text": ""}), 403, "not_allowed")


def test_the_regulator_answers_and_decides_and_nothing_is_defaulted(ready):
    case, who = a_case("A2"), caller("regulator")
    path = f"/cases/{case.number}/eligibility"
    found = who.get(path).json()
    assert "eligible" in found
    version = get(case.number).version
    assert (
        problem(who.post(f"{path}/decision", {"outcome": "eligible", "expected": version}), 422, "invalid")[
            "field"
        ]
        == "priority"
    )
    body = {"outcome": "eligible", "expected": version, "priority": "standard"}
    assert problem(who.post(f"{path}/decision", body), 422, "invalid")["field"] == "formulary"
    problem(who.post(f"{path}/decision", {"outcome": "maybe", "expected": version}), 422, "invalid")
    open_questions = _open(who, case)
    answers = [
        {"code": one.code, "item": one.item, "holds": False, "note": "looked at"} for one in open_questions
    ]
    assert who.post(f"{path}/answers", {"answers": answers, "expected": version}).status_code == 200
    body |= {"formulary": False, "expected": get(case.number).version}
    decided = who.post(f"{path}/decision", body)
    assert decided.status_code == 200, decided.content
    assert decided.json()["state"] == "B0"
    problem(caller("intake").post(f"{path}/decision", body), 403, "not_allowed")


def _open(who, case):
    from openimr.service.cases import legal
    from openimr.service.cases.commands.answering import still_open

    return still_open(legal.find(get(case.number), clock.now()).questions, "regulator")


# Description and errors


def test_the_description_is_public_and_a_page_of_our_own(ready):
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    schema = client.get(f"{API}/openapi.json").json()
    assert schema["openapi"].startswith("3.")
    assert "/api/v1/cases/{case_number}" in schema["paths"]
    page = client.get(f"{API}/docs/")
    html = page.content.decode()
    assert "https://cdn" not in html
    assert "<style" not in html
    assert "style=" not in html
    for path in schema["paths"]:
        assert path in html
    assert "injury_date" in str(client.get(f"{API}/schemas/application.json").json())


def test_an_address_that_is_none_is_a_problem_too(ready):
    response = caller("intake").get("/cases/CM26-1/nothing")
    assert response.status_code == 404


def test_what_fails_on_our_side_says_nothing_of_its_inside(ready, monkeypatch):
    from openimr.service.api.calls import cases as calls

    def broken(*arguments):
        raise RuntimeError("secret: R-0901 of /home/somewhere")

    monkeypatch.setattr(calls.showing, "case", broken)
    response = caller("intake").get(f"/cases/{a_case('A0').number}")
    assert "secret" not in response.content.decode()
    problem(response, 500, "failed")


def test_a_form_with_a_huge_field_or_cut_off_is_refused_with_a_sentence(ready):
    who = caller(party="attorney")
    problem(who.send("/applications", {"application": "x" * 3_000_000}), 413, "too_large")
    headers = {"Authorization": f"Bearer {who.token}", "Idempotency-Key": "some-key-1"}
    cut = who.client.post(f"{API}/applications", b"--x", content_type="multipart/form-data", headers=headers)
    problem(cut, 400, "invalid")


def test_what_is_no_call_is_a_problem_too(ready):
    who = caller(party="attorney")
    problem(who.get("/nothing"), 404, "not_found")
    problem(who.post("/cases", {}), 405, "method")
    problem(who.get("/cases", state="\x00"), 400, "invalid")
