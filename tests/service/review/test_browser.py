"""The workbench in a real browser: pages opened beside the writing, by mouse and by keys, counted as they are opened."""

from __future__ import annotations

import pytest

from .. import browsing
from ..starting import office_with

pytestmark = pytest.mark.browser

FILLING = """
from openimr.service.accounts import demo
demo.make([("records", "Demo records")], ["R-0901"])
from tests.service.office.viewer_papers import of_pages
from tests.service.office_case import a_case
from tests.service.review.cases import with_paper
case = a_case("C1")
case = with_paper(case, of_pages(14, ["Lumbar radiculopathy", "six visits"]), title="Visits of the spring")
case = with_paper(case, of_pages(1, ["No change since"]), title="A short note")
found = {"case": case.number, "papers": [one.id for one in case.documents]}
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """The service in the demo: its address, a case in review, and the papers in it."""
    with office_with(FILLING, tmp_path_factory.mktemp("office")) as found:
        yield found


@pytest.fixture
def sign_in(chromium, office):
    """Pages of the office for somebody; the browser must have nothing at all to complain about."""
    with browsing.browsing(chromium, office["at"], excused=None) as opened:

        def make(who, **more):
            page = opened(reduced_motion="reduce", **more)
            browsing.enter(page, who)
            return page

        yield make


def looked_at(page, name: str) -> None:
    browsing.looked_at(page, name, seen="#v-paper")


def at_page(page, number: int) -> None:
    """Wait until the page is the open one, and its picture has come."""
    page.locator(f'.thumb[aria-current][id="v-thumb-{number}"]').wait_for(state="attached")
    width = page.locator(".leaf__picture").evaluate(
        "async shown => { const one = new Image(); one.src = shown.getAttribute('href'); await one.decode();"
        " return one.naturalWidth; }"
    )
    assert width >= 899


def test_pages_are_counted_as_they_are_opened_and_typing_goes_on(sign_in, office):
    page = sign_in("R-0901")
    bench = f"/office/cases/{office['case']}/review/"
    page.goto(bench)
    page.locator("#viewer").wait_for()
    page.locator(".bench__list a", has_text="Visits of the spring").click()
    at_page(page, 1)
    left = page.locator(f"#left-{office['papers'][-2]}")
    assert left.inner_text() == "13 not opened"
    whole = int(page.locator("#left").inner_text().split()[0])
    assert page.locator(".bench__list a[aria-current]").inner_text() == "Visits of the spring"

    # By keys, while nothing is typed, and with Alt from within the text; what is typed stays.
    page.keyboard.press("ArrowRight")
    at_page(page, 2)
    summary = page.locator("#summary")
    summary.fill("The injured worker")
    page.keyboard.press("Alt+]")
    at_page(page, 3)
    page.keyboard.type(" is well [now].")
    assert summary.input_value() == "The injured worker is well [now]."
    assert page.evaluate("document.activeElement.id") == "summary"
    page.locator("#kept", has_text="version").wait_for()
    page.keyboard.press("Alt+[")
    at_page(page, 2)
    assert left.inner_text() == "11 not opened", "a page opened twice is opened once"
    assert page.locator("#left").inner_text() == f"{whole - 2} pages not opened yet"
    assert page.url.endswith(bench), "the address stays that of the workbench"

    # Size and turn by keys; the last page by its number; the keyboard stays at the viewer there.
    page.locator("#v-paper").focus()
    page.keyboard.press("+")
    page.locator(".viewer__percent", has_text="125%").wait_for()
    page.keyboard.press("-")
    page.locator(".viewer__percent", has_text="100%").wait_for()
    page.locator("#v-page").fill("13")
    page.keyboard.press("Enter")
    at_page(page, 13)
    page.locator("#v-after").focus()
    page.keyboard.press("Enter")
    at_page(page, 14)
    assert page.evaluate("Boolean(document.activeElement.closest('#viewer'))")
    assert left.inner_text() == "9 not opened"
    looked_at(page, "workbench")

    # Words in the whole file lead to the page, lit there.
    page.locator("#words").fill("no change")
    page.keyboard.press("Enter")
    page.locator(".hits a").first.click()
    page.locator(".leaf__lit").wait_for(state="attached")
    assert page.locator(f"#left-{office['papers'][-1]}").inner_text() == "all opened"
    looked_at(page, "workbench-found")

    # Before the signature the same is said, and nothing was lost on the way.
    page.goto(f"{bench}sign/")
    assert "9 pages not opened" in page.locator("main").inner_text()
    page.goto(bench)
    assert summary.input_value() == "The injured worker is well [now]."


def test_the_records_page_by_page_for_staff(sign_in, office):
    page = sign_in("Demo records")
    paper = f"/office/cases/{office['case']}/records/{office['papers'][-2]}/"
    page.goto(paper)
    at_page(page, 1)
    page.keyboard.press("ArrowRight")
    at_page(page, 2)
    assert page.url.endswith("?page=2"), "each page has its address"
    assert page.locator(".viewer__thumbs", has_text="opened").count() == 0, "of the staff it is not noted"
    looked_at(page, "records-paper")
    page.go_back()
    at_page(page, 1)


def test_without_scripts_every_page_can_be_opened(sign_in, office):
    page = sign_in("R-0901", java_script_enabled=False)
    page.goto(f"/office/cases/{office['case']}/review/")
    page.locator(".bench__list a", has_text="Visits of the spring").click()
    page.get_by_role("link", name="Next page").click()
    assert page.url.endswith(f"/review/file/{office['papers'][-2]}/?page=2")
    page.get_by_role("link", name="Back to the review").click()
    assert page.locator("#summary").count() == 1
