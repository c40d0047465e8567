"""Publishing: a second person, a gate, and the public site shows it."""

from __future__ import annotations

import pytest

from ..quality.office import issued_case, ready, somebody

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture(autouse=True)
def _ready(home):
    ready()


def test_the_copy_goes_into_the_archive_and_a_correction_takes_its_place(client):
    from django.db import connection

    from openimr.archive.connection import rows as select
    from openimr.service.cases.commands import correcting, publishing
    from openimr.service.issuing import reading

    case, who = issued_case(treatments=["Valium 10mg #60"])
    copy = publishing.public_copy(case)
    published = publishing.publish(somebody("letter_quality"), case.number, looked=True, sha256=copy.sha256)
    assert published.letter.published is not None
    assert reading.public(published, 1) == copy.pdf
    found = select(
        connection, "SELECT sha256, source, slug FROM archive.letter WHERE case_number = %s", [case.number]
    )
    assert [tuple(one) for one in found] == [(copy.sha256, case.number, case.number)]
    page = client.get(f"/letters/{case.number}/")
    assert page.status_code == 200
    words = page.content.decode()
    assert "Valium 10mg" in words
    for one in (case.employee.name, case.application["claim_number"], "Example Claims Services", "R-0901"):
        assert one not in words

    second = somebody("letter_quality")
    correcting.propose_correction(who, case.number, {"/dates/injury": "2024-01-02"}, "Copied wrongly.")
    corrected = correcting.approve_correction(second, case.number, service="mail")
    assert corrected.letter.published is None
    again = publishing.public_copy(corrected)
    publishing.publish(somebody("letter_quality"), case.number, looked=True, sha256=again.sha256)
    found = select(
        connection, "SELECT sha256, slug FROM archive.letter WHERE case_number = %s", [case.number]
    )
    assert [tuple(one) for one in found] == [(again.sha256, case.number)]


def test_who_may_not_and_when_it_is_refused():
    from openimr.service.cases.commands import publishing
    from openimr.service.cases.refusals import Conflict, Forbidden, Refused

    case, who = issued_case()
    copy, other = publishing.public_copy(case), somebody("letter_quality")
    with pytest.raises(Forbidden, match="must be done by somebody else"):
        publishing.publish(who, case.number, looked=True, sha256=copy.sha256)
    with pytest.raises(Forbidden):
        publishing.publish(somebody("regulator"), case.number, looked=True, sha256=copy.sha256)
    with pytest.raises(Refused, match="Compare the copy"):
        publishing.publish(other, case.number, looked=False, sha256=copy.sha256)
    with pytest.raises(Conflict, match="not the one that you looked at"):
        publishing.publish(other, case.number, looked=True, sha256="0" * 64)
    publishing.publish(other, case.number, looked=True, sha256=copy.sha256, submission="publish-once-1")
    with pytest.raises(Refused, match="published already"):
        publishing.publish(somebody("letter_quality"), case.number, looked=True, sha256=copy.sha256)


def test_a_leak_stops_it(monkeypatch):
    """A name that only the letter's fixed part could hold: the organization is called like the employer."""
    from django.conf import settings

    from openimr.service.cases.commands import publishing
    from openimr.service.cases.refusals import Refused

    case, _ = issued_case(employer={"organization": f"{settings.OPENIMR_ORGANIZATION}, Inc."})
    copy = publishing.public_copy(case)
    assert {one.what for one in copy.leaks} == {"the employer's organization"}
    with pytest.raises(Refused, match="organization: page 1"):
        publishing.publish(somebody("letter_quality"), case.number, looked=True, sha256=copy.sha256)
