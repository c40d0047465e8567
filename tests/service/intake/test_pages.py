"""Every page of intake opens, for whom it is meant."""

from __future__ import annotations

import pytest

from ..accounts.people import new_client
from ..office_case import a_case
from .sending import bring, dcn_of


def test_pages_open(intake, docket, forms):
    case = a_case("A0", treatments=["Valium 10mg #60", "Acupuncture 2 x 4 for the left shoulder"])
    bring(intake, forms[docket[0].number])
    dcn = dcn_of(intake)
    for path in (
        "/office/mail/",
        f"/office/mail/{dcn}/",
        f"/office/mail/{dcn}/case/",
        f"/office/mail/{dcn}/pages/1.png",
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


def test_the_public_form_needs_no_account(ready):
    assert new_client().get("/apply/").status_code == 200
    assert new_client().get("/apply/received/CM26-0000001/").status_code == 404


@pytest.mark.parametrize("path", ["/office/mail/D99-000001/", "/office/mail/D99-000001/pages/1.png"])
def test_a_paper_that_is_none_is_not_found(intake, path):
    assert intake.get(path).status_code == 404
