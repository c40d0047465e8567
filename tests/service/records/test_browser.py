"""Eligibility and records in a real browser: answered twice, decided, assigned, papers dropped, complete; axe looks on."""

from __future__ import annotations

import re

import pytest

from openimr import samples
from openimr.service import clock

from .. import browsing
from ..starting import office_with

pytestmark = pytest.mark.browser

FILLING = """
from datetime import UTC, datetime, timedelta
from openimr.service.accounts import demo
roles = ["intake", "records", "regulator", "clinical_consultant", "reviewer"]
demo.make([(role, f"Demo {role}") for role in roles[:-1]], ["R-0901"])
from tests.service.office_case import a_case
ago = datetime.now(UTC) - timedelta(days=40)
two = {"treatments": ["Valium 10mg #60", "Acupuncture 2 x 4"], "liability_disputed": True}
found = {
    "main": a_case("A2", **two).number,
    "old": a_case("B1", at=ago).number,
    "review": a_case("C1").number,
    "twin": a_case("B1", claim_number="TWIN", date_of_birth="1980-01-02").number,
    "other": a_case("B1", claim_number="TWIN", date_of_birth="1980-01-02").number,
}
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """The service in the demo: its address, and the cases in it."""
    with office_with(FILLING, tmp_path_factory.mktemp("office")) as found:
        yield found


@pytest.fixture
def sign_in(chromium, office):
    """Pages of the office for a role; the browser must have nothing to complain about."""
    with browsing.browsing(chromium, office["at"]) as opened:

        def make(role):
            page = opened(reduced_motion="reduce")
            browsing.enter(page, role)
            return page

        yield make


def looked_at(page, name: str) -> None:
    browsing.looked_at(page, name, barriers=("wide",))


def no_to_all(page, base):
    page.goto(f"{base}eligibility/open/")
    page.get_by_label("I looked at each of these questions").check()
    page.locator("form.stepform button[value=it]").click()


def test_a_case_from_the_questions_to_a_complete_file(sign_in, office, tmp_path):
    base = f"/office/cases/{office['main']}/"
    intake, regulator = sign_in("Demo intake"), sign_in("Demo regulator")

    intake.goto(f"{base}eligibility/")
    looked_at(intake, "eligibility")
    # What is settled is folded, keys go through what is open, and a link to a question unfolds it.
    assert not intake.locator("details.folded[open]").count()
    intake.keyboard.press("n")
    first = intake.evaluate("document.activeElement.name")
    intake.keyboard.press("n")
    assert intake.evaluate("document.activeElement.name") != first
    intake.keyboard.press("p")
    assert intake.evaluate("document.activeElement.name") == first
    intake.keyboard.press("e")
    assert not intake.locator("details.folded:not([open])").count()
    looked_at(intake, "eligibility-unfolded")
    # An answer against the facts wants a note; what was typed stays.
    intake.locator("input[name=answer-UNSIGNED][value=yes]").check()
    intake.get_by_role("button", name="Record my answers").click()
    assert intake.evaluate("document.activeElement.classList.contains('refused')"), (
        "the refusal is read first"
    )
    assert intake.locator("input[name=answer-UNSIGNED][value=yes]").is_checked()
    intake.locator("input[name=answer-UNSIGNED-note]").fill("The signature is a stamp.")
    intake.get_by_role("button", name="Record my answers").click()
    no_to_all(intake, base)
    intake.get_by_role("link", name="Send to the regulator").click()
    intake.locator("form.stepform button[value=it]").click()

    no_to_all(regulator, base)
    regulator.goto(f"{base}eligibility/")
    assert "differ" in regulator.locator("#differ").inner_text()
    looked_at(regulator, "eligibility-differs")
    # The regulator's own answers settle it; then only liability is left, and it is answered too.
    for code, words in (("UNSIGNED", "It is signed."), ("LIABILITY", "The notice of acceptance is there.")):
        regulator.locator(f"input[name=answer-{code}][value=no]").check()
        regulator.locator(f"input[name=answer-{code}-note]").fill(words)
    regulator.get_by_role("button", name="Record my answers").click()
    regulator.get_by_role("link", name="Find it eligible").click()
    looked_at(regulator, "eligible")
    regulator.get_by_label("Standard").check()
    regulator.get_by_label("No: 30 days to decide").check()
    regulator.get_by_label("Why", exact=False).last.fill("Not on the list.")
    regulator.locator("form.stepform button[value=it]").click()
    assert "Found eligible" in regulator.locator(".messages").inner_text()

    records = sign_in("Demo records")
    records.goto(f"{base}records/")
    records.get_by_role("link", name="Send the notice of assignment").click()
    looked_at(records, "assign")
    records.get_by_role("button", name="Show the notices first").click()
    records.locator("form.stepform button[value=it]").click()
    assert "in the outbox" in records.locator(".messages").inner_text()

    # Papers are chosen together; each is described and sent by itself, and the broken one stays, by name.
    files = [tmp_path / "Report_of_May.pdf", tmp_path / "broken.pdf", tmp_path / "Denial.pdf"]
    letters = list(samples.letters(seed=5, count=2))
    files[0].write_bytes(letters[0].pdf())
    files[1].write_bytes(b"%PDF-1.7 cut off")
    files[2].write_bytes(letters[1].pdf())
    records.locator("#papers-file").set_input_files(files)
    assert records.locator(".papers__one").count() == 3
    # What a file may be is said and fills nothing in by itself.
    maybe = records.locator(".papers__one").nth(2).locator(".papers__maybe").first
    maybe.wait_for()
    dated = records.locator(".papers__one").nth(2).get_by_label("Date of the paper")
    assert dated.input_value() == ""
    records.locator(".papers__one").nth(2).get_by_role("button", name="Take “of").click()
    assert dated.input_value() != ""
    records.get_by_label("Who sent them").select_option("requesting physician")
    records.get_by_label("How they came").select_option("electronic")
    records.locator("#id_received").fill(clock.today().isoformat())
    records.get_by_role("button", name="Add 3 papers to the file").click()
    assert "Say what Report_of_May.pdf is." in records.locator("[data-said]").inner_text()
    for place, kind in enumerate(("progress_report", "other", "utilization_review_decision")):
        records.locator(".papers__one select").nth(place).select_option(kind)
    looked_at(records, "records-adding")
    records.get_by_role("button", name="Add 3 papers to the file").click()
    records.get_by_text("2 taken, 1 not").wait_for()
    assert "broken.pdf can't be taken" in records.locator(".papers__why:visible").inner_text()
    assert records.locator(".papers__one--good").count() == 2
    records.goto(f"{base}records/")
    assert records.locator("[data-row]").count() == 2
    looked_at(records, "records")
    records.get_by_role("link", name="Report of May", exact=True).click()
    width = records.locator(".leaf__picture").evaluate(
        "async shown => { const one = new Image(); one.src = shown.getAttribute('href'); await one.decode();"
        " return one.naturalWidth; }"
    )
    assert width > 400
    looked_at(records, "paper")
    records.get_by_role("link", name="Describe anew").click()
    records.get_by_label("Title").fill("Report of May 4")
    records.locator("form.stepform button[value=it]").click()
    records.get_by_role("button", name="Undo").click()
    assert records.get_by_role("link", name="Report of May", exact=True).is_visible()

    records.get_by_role("link", name="Declare the file complete").click()
    looked_at(records, "complete")
    records.locator("form.stepform button[value=it]").click()
    assert records.evaluate("document.activeElement.classList.contains('refused')")
    records.get_by_label(re.compile("^Why")).fill("The parties have nothing else.")
    records.locator("form.stepform button[value=it]").click()
    assert "the clock of the decision runs" in records.locator(".messages").inner_text()


def test_the_other_pages_have_no_barrier(sign_in, office):
    page = sign_in("Demo records")
    for case, rest in (
        ("old", "records/"),
        ("old", "records/insufficient/"),
        ("old", "records/remind/"),
        ("old", "records/refer/"),
        ("old", "changes/expedite/"),
        ("old", "changes/administrator/"),
        ("old", "changes/liability/"),
        ("old", "changes/terminate/"),
        ("twin", "changes/consolidate/"),
    ):
        page.goto(f"/office/cases/{office[case]}/{rest}")
        looked_at(page, f"{case}-{rest.strip('/').replace('/', '-')}")


def test_the_reviewer_s_index(sign_in, office):
    page = sign_in("R-0901")
    page.goto(f"/office/cases/{office['review']}/records/")
    assert page.locator("[data-row]").count() == 1
    looked_at(page, "reviewer")
