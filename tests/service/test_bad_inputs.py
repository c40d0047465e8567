"""What people and programs send that nobody expects, at every door: one clear sentence, never a failure of the server.

The doors: the public form, the form of intake, the mail room, the file of a case, the portal, the interface.
"""

from __future__ import annotations

import io
import json
import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from openimr.law.forms import Application

from .accounts.people import signed_in
from .api.callers import API, caller, issued
from .beginning import _begin  # noqa: F401 - a fixture
from .intake.sending import typed
from .office_case import a_case, application, client_of, person
from .portal.parties import a_pdf
from .portal.parties import client_of as party_of

pytestmark = pytest.mark.usefixtures("ready")

NAMES = {
    "emoji": "Avery 😀🩺 Example",
    "family of emoji": "👩‍👩‍👧‍👦 Example",
    "Hebrew": "שרה כהן",
    "Arabic": "عائشة المثال",
    "turned around": "Avery \u202eelpmaxE",
    "isolates": "\u2067Avery\u2069 Example",
    "combining": "A" + "\u0301" * 60 + " Example",
    "outside the first plane": "𝔄𝔳𝔢𝔯𝔶 𠜎",
    "half a character": "Avery \ud83d",
}
ODD_FILES = {
    "upwards": "../../../etc/passwd.pdf",
    "upwards on Windows": "..\\..\\boot.pdf",
    "NUL": "rep\x00ort.pdf",
    "300 characters": "x" * 296 + ".pdf",
    "turned around": "report\u202efdp.exe",
    "a line break": "report\r\nX-Evil: 1.pdf",
    "no name": ".pdf",
    "emoji": "🩺😀.pdf",
    "quotes": "a\"b';--<script>.pdf",
}


@pytest.fixture(scope="module")
def encrypted() -> bytes:
    """A PDF that opens with a password only."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(a_pdf("secret"))))
    writer.encrypt("a password", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def quiet(client: Client) -> Client:
    """Failures of the server are answers here, as for a browser."""
    client.raise_request_exception = False
    return client


def words(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def answered(response, *fine: int) -> str:
    """The answer is one of these, and no page of a failure; its words."""
    assert response.status_code in fine, (response.status_code, words(response)[:400])
    said = words(response)
    assert "Traceback" not in said
    return said


def form_of(**changes) -> Application:
    return Application.from_dict(application(**changes))


def named(name: str) -> dict:
    return application(employee={**application()["employee"], "name": name})


# Names


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("door", ["/apply/", "/office/applications/new/"])
def test_a_name_of_another_script_is_kept_as_typed_or_refused_by_field(name, door):
    from openimr.service.cases.models import CaseRow

    client = quiet(Client(SERVER_NAME="localhost") if door == "/apply/" else client_of("intake"))
    sent = typed(form_of(), employee_name=name.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))
    sent |= {} if door == "/apply/" else {"received": "04/01/2026", "channel": "mail"}
    response = client.post(door, sent)
    said = answered(response, 302, 422)
    if response.status_code == 302:
        number = re.search(r"CM\d\d-\d{7}", response["Location"])[0]
        assert CaseRow.objects.get(number=number).employee == sent["employee_name"].strip()
        # The pages and the papers of the case can be made.
        answered(quiet(client_of("intake")).get(f"/office/cases/{number}/"), 200)
        _papers_of(number)
    else:
        assert "employee" in said.lower() or "worker" in said.lower() or "name" in said.lower()
        assert 'name="employee_name"' in response.content.decode(), "what was typed is kept"


def _papers_of(number: str) -> None:
    from openimr.service.notices.models import Outgoing
    from openimr.service.outbox.making import make

    for row in Outgoing.objects.filter(case_number=number):
        assert make(row).startswith(b"%PDF-")


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_the_interface_takes_the_name_or_says_why_not(name):
    who = caller("intake")
    quiet(who.client)
    response = who.send("/applications", {"application": json.dumps(named(name))})
    assert response.status_code in (201, 422), response.content
    if response.status_code == 201:
        assert response.json()["case"]["employee"] == name
        _papers_of(response.json()["number"])
    else:
        assert response.json()["field"] == "employee_name"
        assert response.json()["message"].endswith(".")


def test_an_account_with_such_a_name_can_be_invited_and_works():
    office = quiet(client_of("administrator"))
    for name in (NAMES["emoji"], NAMES["Hebrew"], NAMES["turned around"]):
        sent = {"email": f"{uuid4().hex}@example.org", "role": "intake", "name": name, "reviewer_code": ""}
        answered(office.post("/office/users/invite/", sent, follow=True), 200, 422)
    answered(office.get("/office/users/"), 200)
    answered(quiet(signed_in(person("intake", name=NAMES["Arabic"]))).get("/office/"), 200)


# A treatment of 100,000 characters

LONG = "Valium 10mg #60 " * 6250


@pytest.mark.parametrize("door", ["/apply/", "/office/applications/new/"])
def test_a_treatment_of_a_hundred_thousand_characters_is_refused_at_its_field(door):
    client = quiet(Client(SERVER_NAME="localhost") if door == "/apply/" else client_of("intake"))
    sent = typed(form_of(), treatments=LONG)
    sent |= {} if door == "/apply/" else {"received": "04/01/2026", "channel": "mail"}
    said = answered(client.post(door, sent), 422)
    assert re.search(r"at most [\d,]+ ?(characters|can)|has [\d,]+ characters", said), said[:500]


def test_a_treatment_of_a_hundred_thousand_characters_is_refused_by_the_interface():
    who = caller("intake")
    quiet(who.client)
    response = who.send("/applications", {"application": json.dumps(application(treatments=[LONG]))})
    assert (response.status_code, response.json()["field"]) == (422, "treatments")
    assert "at most 20,000" in response.json()["message"]


def test_a_note_and_an_answer_of_a_hundred_thousand_characters():
    from openimr.service.cases.selectors import get

    case = a_case("A2")
    office = quiet(client_of("records"))
    path = f"/office/cases/{case.number}/notes/"
    said = answered(
        office.post(path, {"text": LONG, "submission": uuid4().hex, "expected": case.version}), 200, 422
    )
    assert "at most" in said
    assert get(case.number).notes == ()
    intake = quiet(client_of("intake"))
    answered(intake.post(f"/office/cases/{case.number}/items/split/", {"treatments": LONG, "reason": "x", "submission": uuid4().hex, "expected": case.version}), 302, 404, 422)  # fmt: skip


# An encrypted PDF


def upload(data: bytes, name: str = "report.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "application/pdf")


def doors(case):
    """Every place that takes a PDF: its name, and what sends one there."""
    intake, records = quiet(client_of("intake")), quiet(client_of("records"))
    public, party = quiet(Client(SERVER_NAME="localhost")), quiet(party_of(case))
    program = caller("records")
    quiet(program.client)
    form = {"submission": uuid4().hex, "expected": case.version, "received_from": "claims administrator"}
    return {
        "the public form": lambda file: public.post(
            "/apply/", {**typed(form_of()), "action": "add", "papers": file}
        ),
        "the mail room": lambda file: intake.post(
            "/office/mail/bring/", {"submission": uuid4().hex, "channel": "mail", "file": file}, follow=True
        ),
        "the file": lambda file: records.post(
            f"/office/cases/{case.number}/records/add/",
            {**form, "file": file, "received": "04/01/2026", "channel": "mail", "type": "progress_report"},
        ),
        "the portal": lambda file: party.post(
            "/portal/case/records/",
            {"files": file, "kind": "progress_report", "submission": uuid4().hex},
            follow=True,
        ),
        "the interface": lambda file: program.send(
            f"/cases/{case.number}/documents",
            {
                "papers": file,
                "types": "progress_report",
                "received_from": "claims administrator",
                "received": "2026-04-01",
            },
        ),
        "the letter drop": lambda file: public.post("/uploads/", {"file": file}, follow=True),
    }


DOORS = ("the public form", "the mail room", "the file", "the portal", "the interface", "the letter drop")


@pytest.mark.parametrize("door", DOORS)
def test_an_encrypted_pdf_is_refused_with_a_sentence(door, encrypted):
    from openimr.service.cases.selectors import get

    case = a_case("B1")
    said = answered(doors(case)[door](upload(encrypted)), 200, 404, 405, 422)
    assert re.search(r"encrypted|password|locked|protected", said), said[:600]
    assert get(case.number).documents == case.documents


# File names


@pytest.mark.parametrize("name", ODD_FILES.values(), ids=ODD_FILES)
@pytest.mark.parametrize("door", DOORS)
def test_a_file_with_an_odd_name_is_taken_or_refused_and_lies_nowhere_else(door, name, ready, tmp_path):
    case = a_case("B1")
    file = upload(a_pdf("odd"))
    # As a program would send it: no browser's own cleaning in between.
    file._name = name
    response = doors(case)[door](file)
    answered(response, 200, 201, 302, 400, 404, 405, 422)
    assert not [header for header in response.headers if header.lower() == "x-evil"]
    for folder in (ready.parent, ready):
        assert not [one for one in folder.glob("*") if "passwd" in one.name or "boot" in one.name]


# JSON nested ten thousand deep

DEEP = '{"a":' * 10_000 + "1" + "}" * 10_000
DEEP_LIST = "[" * 10_000 + "]" * 10_000


@pytest.mark.parametrize("text", [DEEP, DEEP_LIST, DEEP[:50_000], '{"treatments": ' + DEEP_LIST + "}"], ids=["objects", "lists", "cut off", "inside"])  # fmt: skip
def test_an_application_nested_ten_thousand_deep_is_one_sentence(text):
    who = caller("intake")
    quiet(who.client)
    response = who.send("/applications", {"application": text})
    assert response.status_code == 422, response.content[:300]
    assert response.json()["message"].count(".") >= 1
    assert response.json()["field"] is not None


@pytest.mark.parametrize(
    "text", [DEEP, DEEP_LIST, '{"answers": ' + DEEP_LIST + "}"], ids=["objects", "lists", "inside"]
)
@pytest.mark.parametrize(
    "path", ["eligibility/answers", "eligibility/decision", "requests/1/answer", "requests/1/information"]
)
def test_a_body_nested_ten_thousand_deep_is_one_sentence(path, text):
    case = a_case("A2" if path.startswith("elig") else "A3" if path.endswith("information") else "C2")
    who = Client(SERVER_NAME="localhost", raise_request_exception=False)
    role = "regulator" if path.startswith("elig") else "intake" if path.endswith("information") else "records"
    response = who.post(
        f"{API}/cases/{case.number}/{path}",
        text,
        content_type="application/json",
        headers={"Authorization": f"Bearer {issued(role)}", "Idempotency-Key": uuid4().hex},
    )
    assert response.status_code in (400, 404, 422), response.content[:300]
    assert response["Content-Type"].startswith("application/problem+json")
    assert response.json()["message"].endswith(".")
