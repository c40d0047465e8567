"""The mail room's main path in a real browser: dropped, claimed by key, opened with what was read, looked at, begun."""

from __future__ import annotations

import re
from datetime import date

import pytest

from openimr import samples

from .. import browsing
from ..starting import office_with

pytestmark = pytest.mark.browser

FILLING = """
from openimr.service.accounts import demo
demo.make([("intake", "Demo Intake"), ("records", "Demo Records")], [])
found = {}
"""


@pytest.fixture(autouse=True)
def _begin():
    """Here the service runs in a process of its own."""


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """The service in the demo: its address."""
    with office_with(FILLING, tmp_path_factory.mktemp("office")) as found:
        yield found["at"]


@pytest.fixture
def page(chromium, office):
    """A page of the office, signed in as intake; the browser must have nothing to complain about."""
    with browsing.browsing(chromium, office) as opened:
        page = opened(reduced_motion="reduce")
        browsing.enter(page, "Demo Intake")
        yield page


def looked_at(page, name: str) -> None:
    browsing.looked_at(page, name, barriers=("phone",))


def test_from_the_mail_room_to_the_eligibility_review(page, tmp_path):
    case = samples.docket(11, 4, date(2026, 4, 16))[3]
    form, denial, broken = (tmp_path / name for name in ("form.pdf", "denial.pdf", "broken.pdf"))
    form.write_bytes(case.application_pdf())
    denial.write_bytes(case.denial_pdf())
    broken.write_bytes(b"%PDF-1.7 cut off")

    page.goto("/office/mail/")
    assert page.get_by_text("Everything is sorted").is_visible()
    looked_at(page, "mail-empty")
    # Choosing sends by itself; how the papers came in must be said first.
    page.get_by_label("Fax", exact=True).check()
    with page.expect_navigation():
        page.locator("#drop-file").set_input_files([form, broken, denial])
    assert "2 papers came in: D" in page.locator(".messages").inner_text()
    assert "broken.pdf can't be taken" in page.locator(".messages").inner_text()
    assert page.locator("[data-row]").count() == 2
    looked_at(page, "mail")

    # By keys: to the first row, claimed.
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("c")
    assert re.search(r"/office/mail/D\d\d-\d{6}/$", page.url)
    assert page.locator(".guess").inner_text().startswith("It seems to be: Application")
    width = page.locator(".leaf__picture").evaluate(
        "async shown => { const one = new Image(); one.src = shown.getAttribute('href'); await one.decode();"
        " return one.naturalWidth; }"
    )
    assert width > 400
    # The paper is turned and enlarged beside what is typed, and the way back stays the mail room.
    page.locator("#id_title_0").fill("The form itself")
    page.locator("#v-larger").click()
    page.locator(".viewer__percent", has_text="125%").wait_for()
    assert page.locator("#id_title_0").input_value() == "The form itself"
    page.locator("#id_title_0").fill("")
    looked_at(page, "paper")
    page.get_by_role("button", name="Open a new case").click()

    # What was read stands in the form, marked; what is typed survives a reload before anything is sent.
    assert page.locator("#id_employee_name").input_value() == case.application.employee.name
    assert page.get_by_text("Read by the software: check it").count() > 30
    with page.expect_response(lambda one: "/drafts/" in one.url and one.status == 204):
        page.locator("#id_employee_language").fill("Spanish")
    page.locator("#v-larger").click()
    page.locator(".viewer__percent", has_text="125%").wait_for()
    assert page.url.endswith("/case/"), "looking at the paper does not leave the form"
    page.reload()
    assert page.locator("#id_employee_language").input_value() == "Spanish"
    page.locator("#id_received").fill("")
    page.get_by_role("button", name="Open the case").click()
    # The refusal is read first.
    page.wait_for_function("document.activeElement.classList.contains('refused')")
    assert "no day is taken for granted" in page.locator("#id_received_error").inner_text()
    assert page.locator("#id_employee_language").input_value() == "Spanish"
    looked_at(page, "mail-case")
    page.locator("#id_received").fill(f"{case.application.received:%m/%d/%Y}")
    page.get_by_role("button", name="Open the case").click()

    # The treatments: the vocabulary offers words, each is confirmed, then the review begins.
    assert re.search(r"/office/cases/CM\d\d-\d{7}/items/$", page.url)
    number = re.search(r"CM\d\d-\d{7}", page.url)[0]
    part = page.locator("input[list=parts]").first
    part.fill("")
    with page.expect_response(lambda one: "/words/part/" in one.url):
        part.press_sequentially("lumb")
    page.locator("#parts option").first.wait_for(state="attached")
    assert "lumbar spine" in page.locator("#parts option").evaluate_all("all => all.map(one => one.value)")
    part.fill("lumbar spine")
    looked_at(page, "items")
    while page.locator(".treatment:not(.treatment--done)").count():
        page.locator(".treatment:not(.treatment--done) button", has_text="Confirm").first.click()
        page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Undo").click()
    assert page.locator(".treatment:not(.treatment--done)").count() == 1
    page.locator(".treatment:not(.treatment--done) button", has_text="Confirm").first.click()
    page.get_by_role("button", name="Start the eligibility review").click()
    assert page.get_by_text("Eligibility review").first.is_visible()

    # The other paper knows its case by the claim number on it.
    page.goto("/office/mail/")
    page.locator(".table__open").first.click()
    assert page.locator(".choose").first.inner_text().startswith(number)
    page.locator(".choose input").first.check()
    page.locator("#find-case").fill(case.application.claim_number)
    page.locator("#found input[type=radio]").first.wait_for()
    page.get_by_role("button", name="Attach it to this case").click()
    assert f"is in case {number}" in page.locator(".messages").inner_text()
    assert page.get_by_text("Everything is sorted").is_visible()


def test_papers_dropped_with_the_mouse_and_discarded(page):
    page.goto("/office/mail/")
    page.get_by_label("Scan at the counter").check()
    words = samples.docket(11, 1, date(2026, 4, 16))[0].denial_pdf().decode("latin-1")
    transfer = page.evaluate_handle(
        """words => { const bytes = Uint8Array.from(words, c => c.charCodeAt(0)); const data = new DataTransfer();
                      data.items.add(new File([bytes], "dropped.pdf", {type: "application/pdf"})); return data; }""",
        words,
    )
    with page.expect_navigation():
        page.dispatch_event("form[data-drop]", "drop", {"dataTransfer": transfer})
    page.get_by_text("One paper came in").wait_for()
    page.locator(".table__open").last.click()
    page.get_by_text("Discard it").first.click()
    page.get_by_label("Why it belongs to no case").fill("An advertisement")
    page.get_by_role("button", name="Discard it").click()
    assert "was discarded" in page.locator(".messages").inner_text()
    page.get_by_role("button", name="Undo").click()
    assert "is back in the queue" in page.locator(".messages").inner_text()


def test_the_public_form_without_scripts_and_with(chromium, office):
    context = chromium.new_context(viewport=browsing.WIDE, base_url=office, java_script_enabled=False)
    page = context.new_page()
    page.goto("/apply/")
    page.locator("#id_employee_name").fill("Avery Visitor")
    page.locator("#id_injury_date").fill("02/30/2025")
    page.get_by_role("button", name="Send the application").click()
    assert "no date of the calendar" in page.locator("#id_injury_date_error").inner_text()
    assert page.locator("#id_employee_name").input_value() == "Avery Visitor"
    page.locator("#id_injury_date").fill("02/03/2025")
    page.locator("#id_treatments").fill("Valium 10mg #60\nUrine drug screen")
    page.locator("#id_signed_0").check()
    page.get_by_role("button", name="Send the application").click()
    assert re.search(r"/apply/received/CM\d\d-\d{7}-\w{4}-\w{4}/$", page.url), page.locator(
        "main"
    ).inner_text()[:600]
    receipt = page.locator("main").inner_text()
    assert "Receipt number" in receipt
    assert "Valium" not in receipt, "who filed it may be anybody"
    cookies = context.cookies()
    receipt_address = page.url
    context.close()

    scripted = chromium.new_context(viewport=browsing.WIDE, base_url=office)
    scripted.add_cookies(cookies)
    page = scripted.new_page()
    page.goto(receipt_address)
    assert page.get_by_role("button", name="Print this page").is_visible()
    looked_at(page, "received")
    page.goto("/apply/receipt/?number=CM26-0000001-0000-0000")
    looked_at(page, "receipt")
    page.goto("/apply/")
    looked_at(page, "apply")
    scripted.close()
