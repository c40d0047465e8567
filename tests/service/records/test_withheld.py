"""Papers with the worker's address: for those who write to the parties, not for those who judge the medicine."""

from __future__ import annotations

import pytest

from openimr.service.accounts.permissions import sees, table
from openimr.service.cases import filed
from openimr.service.cases.actors import SYSTEM, Actor
from openimr.service.cases.domain.events.records import DocumentAdded
from openimr.service.cases.unit import work

from ..accounts.people import sentence
from ..api.callers import caller
from ..office_case import a_case, a_document, client_of

pytestmark = pytest.mark.usefixtures("home")
KINDS = ("application", "proof_of_service", "billing", "progress_report")


@pytest.fixture(scope="module")
def case(home):
    """A case with one paper of each kind, put in as the mail room and the forms do."""
    made = a_case("B1")
    with work(SYSTEM) as unit:
        unit.load(made.number, "case.view")
        for kind in KINDS:
            paper = a_document(type=kind, title=f"Paper {kind}", in_file=kind not in filed.WITHHELD)
            unit.emit(made.number, DocumentAdded(document=paper))
    return unit.case(made.number)


ROLES = [role for role in table().actions["file.view"].roles if role != "reviewer"]


@pytest.mark.parametrize("role", ROLES)
def test_who_opens_a_paper_that_bears_the_address(case, role):
    client = client_of(role)
    index = sentence(client.get(f"/office/cases/{case.number}/records/"))
    address = bool(sees(Actor("user:1", role), "employee.contact"))
    assert address is (role in ("intake", "records", "letter_quality", "regulator"))
    for one in case.documents:
        shown = address or one.type == "progress_report"
        assert (one.title in index) is shown, one.type
        for place in ("", "1-800.png", "paper.pdf"):
            status = client.get(f"/office/cases/{case.number}/records/{one.id}/{place}").status_code
            if not shown:
                assert status == 404, (one.type, place)
        assert (one in filed.seen_by(Actor("user:1", role), case)) is shown


@pytest.mark.parametrize("role", ["clinical_consultant", "medical_director"])
def test_the_interface_gives_them_no_such_paper_either(case, role):
    who = caller(role)
    told = who.get(f"/cases/{case.number}/documents").json()
    assert [one["type"] for one in told] == ["progress_report"]
    for one in case.documents:
        if one.type != "progress_report":
            assert who.get(f"/cases/{case.number}/documents/{one.id}").status_code == 404
