"""The portal in a real browser: in by the link, records sent, out again; no barrier, nothing wider than the screen."""

from __future__ import annotations

import pytest

from ..browsing import EVERYTHING, SIZES, browsing, fits, without_barrier
from ..starting import office_with

pytestmark = pytest.mark.browser

FILLING = """
from tests.service.office_case import a_case
from tests.service.portal.parties import notified
from openimr.service.portal import access
records, question = notified(a_case("B1"), "acknowledgement"), a_case("C2")
found = {
    "records": access.invite(records.number, "employee"),
    "question": access.invite(question.number, "requesting physician"),
}
"""


@pytest.fixture(autouse=True)
def _begin():
    """Here the service runs in a process of its own."""


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """The service with two cases: its address, and a code for each."""
    with office_with(FILLING, tmp_path_factory.mktemp("portal"), demo=False) as found:
        address = found.pop("at")
        yield address, {name: url.rstrip("/").rpartition("/")[2] for name, url in found.items()}


@pytest.fixture(params=SIZES)
def page(request, chromium, portal):
    with browsing(chromium, portal[0], excused="status of 422") as opened:
        yield opened(SIZES[request.param])


def look(page, name: str) -> None:
    without_barrier(page, name, rules=EVERYTHING)
    fits(page, f"portal-{name}-{page.viewport_size['width']}")


def test_a_party_comes_by_its_link_looks_sends_and_leaves(page, portal, tmp_path):
    from .parties import a_pdf

    file = tmp_path / "mri report.pdf"
    file.write_bytes(a_pdf("mri" + "x" * page.viewport_size["width"]))
    page.goto("/portal/")
    look(page, "enter")
    page.fill("input[name=code]", "not a code")
    page.click("text=Open my case")
    look(page, "wrong")
    page.goto(f"/portal/open/{portal[1]['records']}/")
    page.click("text=Open my case")
    assert page.url.endswith("/portal/case/"), "the code stands in no further address"
    look(page, "status")
    page.click("nav >> text=Papers")
    look(page, "papers")
    page.click("nav >> text=Help")
    look(page, "help")
    page.click("nav >> text=Send")
    page.click("button:has-text('Send')")
    assert page.url.endswith("/records/"), "the browser itself asks for what is missing"
    page.select_option("select[name=kind]", "imaging_report")
    page.set_input_files("input[type=file]", str(file))
    page.click("button:has-text('Send')")
    page.wait_for_selector("text=mri report")
    look(page, "sent")
    page.click("text=Close")
    page.wait_for_selector("text=Your case is closed on this device")
    assert page.request.get("/portal/case/").status == 403


def test_a_question_is_seen_and_what_was_typed_survives(page, portal):
    page.goto(f"/portal/open/{portal[1]['question']}/")
    page.click("text=Open my case")
    look(page, "asked")
    page.click("nav >> text=Questions")
    look(page, "questions")
    page.click("a:has-text('Answer')")
    look(page, "question")
    page.fill("textarea", "10 mg at night.")
    page.set_input_files(
        "input[type=file]", {"name": "x.pdf", "mimeType": "application/pdf", "buffer": b"no pdf"}
    )
    page.click("button:has-text('Send the answer')")
    page.wait_for_selector("text=x.pdf is no PDF")
    look(page, "question-refused")
    assert page.input_value("textarea") == "10 mg at night."
