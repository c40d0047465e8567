"""Every page of intake opens, for whom it is meant."""

from __future__ import annotations

import pytest

from ..accounts.people import new_client
from ..office_case import a_case, client_of
from .sending import bring, dcn_of


def test_pages_open(intake, docket, forms):
    case = a_case("A0", treatments=["Valium 10mg #60", "Acupuncture 2 x 4 for the left shoulder"])
    bring(intake, forms[docket[0].number])
    dcn = dcn_of(intake)
    for path in (
        "/office/mail/",
        f"/office/mail/{dcn}/",
        f"/office/mail/{dcn}/case/",
        f"/office/mail/{dcn}/1-900.png",
        f"/office/mail/{dcn}/paper.pdf",
        f"/office/mail/{dcn}/find/?find=Avery",
        "/office/applications/new/",
        "/office/applications/words/drug/?x=vali",
        f"/office/cases/{case.number}/items/",
        f"/office/cases/{case.number}/items/lines/",
        f"/office/cases/{case.number}/items/form/",
        f"/office/cases/{case.number}/items/duplicates/",
    ):
        response = intake.get(path)
        assert response.status_code == 200, path


def test_the_pages_of_a_paper_are_for_those_who_sort_the_mail(intake, docket, forms):
    bring(intake, forms[docket[0].number])
    dcn = dcn_of(intake)
    alone = intake.get(f"/office/mail/{dcn}/?page=2", headers={"HX-Target": "viewer"}).content.decode()
    assert 'id="viewer"' in alone
    assert "<html" not in alone
    finance = client_of("finance")
    for rest in ("", "1-900.png", "paper.pdf"):
        assert finance.get(f"/office/mail/{dcn}/{rest}").status_code == 403, rest
    refused = intake.post(f"/office/mail/{dcn}/sort/", {"action": "attach"})
    assert refused.status_code == 422
    assert f'href="/office/mail/{dcn}/?zoom=' in refused.content.decode(), (
        "its links lead to a page, not to the form"
    )


def test_the_public_form_needs_no_account(ready):
    assert new_client().get("/apply/").status_code == 200
    assert new_client().get("/apply/received/CM26-0000001/").status_code == 404


@pytest.mark.parametrize("path", ["/office/mail/D99-000001/", "/office/mail/D99-000001/1-900.png"])
def test_a_paper_that_is_none_is_not_found(intake, path):
    assert intake.get(path).status_code == 404
