"""What a paper may be: from its name and its first page, with the reason; nothing is filled in or kept."""

from __future__ import annotations

from datetime import date

import pytest

from openimr import samples
from openimr.service.records.guessing import guess, of_text

from ..office_case import a_case, client_of

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("name", "first", "kind", "day", "why"),
    [
        ("scan.pdf", "", None, None, ""),
        ("2026-08-13_progress_report.pdf", "", "progress_report", date(2026, 8, 13), "The file’s name says so."),
        ("MRI-lumbar-08-02-2026.pdf", "", "imaging_report", date(2026, 8, 2), "The file’s name says so."),
        ("x.pdf", "Clinic\nDate of service: 07/05/2026\nPrinted 11/01/2026", None, date(2026, 7, 5), "The first page says “Date of service”."),
        ("x.pdf", "Clinic\nDate of birth 04/05/1975", None, date(1975, 4, 5), ""),
        ("x.pdf", "July 24, 2026\nDear Sir", None, date(2026, 7, 24), "It is the first date on the first page."),
        ("x.pdf", "Due 12/24/2027", None, None, ""),
        ("x.pdf", "13/45/2026", None, None, ""),
    ],
)  # fmt: skip
def test_type_and_day(name, first, kind, day, why):
    found = of_text(name, first, TODAY)
    assert found.type == kind
    if name == "x.pdf" and "birth" in first:
        assert found.dated is None, "a date of birth is no date of a paper"
        return
    assert found.dated == day
    assert found.dated_why == why


def test_a_real_denial_is_known_by_its_first_lines():
    case = samples.docket(31, 1, TODAY)[0]
    for info, data in case.records():
        found = guess(info.file, data, TODAY)
        assert found.type is None or found.type_why
        assert found.dated is None or found.dated <= TODAY


def test_the_page_is_told_and_nothing_is_kept(home):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from openimr.service.cases.selectors import get

    case = a_case("B1")
    client = client_of("records")
    letter = next(iter(samples.letters(seed=5, count=1))).pdf()
    address = f"/office/cases/{case.number}/records/guess/"
    answer = client.post(address, {"file": SimpleUploadedFile("Operative_Report_2026-01-05.pdf", letter)})
    found = answer.json()
    assert answer.status_code == 200
    assert found["type"]
    assert found["why"].endswith(".")
    assert get(case.number).version == case.version
    broken = client.post(address, {"file": SimpleUploadedFile("MRI_2026-01-05.pdf", b"%PDF-1.7 cut")}).json()
    assert (broken["title"], broken["dated"]) == ("Imaging report", "2026-01-05")
    assert client.get(address).status_code == 405
    assert client_of("finance").post(address, {}).status_code == 403
