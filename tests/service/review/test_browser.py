"""The workbench in a real browser: pages opened beside the writing, by mouse and by keys, counted as they are opened."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request

import pytest

pytestmark = pytest.mark.browser
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
#: Where pictures are kept, for a person to look at.
PICTURES = os.environ.get("OPENIMR_PICTURES")

SERVE = """
import json, sys
from openimr.service import bootstrap
with bootstrap.database():
    bootstrap.prepare()
    from openimr.service.accounts import demo
    demo.make([("records", "Demo records")], ["R-0901"])
    from tests.service.office.viewer_papers import of_pages
    from tests.service.office_case import a_case
    from tests.service.review.cases import with_paper
    case = a_case("C1")
    case = with_paper(case, of_pages(14, ["Lumbar radiculopathy", "six visits"]), title="Visits of the spring")
    case = with_paper(case, of_pages(1, ["No change since"]), title="A short note")
    from django.db import connections
    connections.close_all()
    from openimr.service import serving
    port = serving.free_port("127.0.0.1", int(sys.argv[1]), exactly=False)
    found = {"at": f"http://127.0.0.1:{port}", "case": case.number, "papers": [one.id for one in case.documents]}
    serving.Server("127.0.0.1", port, workers=1, ready=lambda: print(json.dumps(found), flush=True)).run()
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """The service in the demo: its address, a case in review, and the papers in it."""
    folder = tmp_path_factory.mktemp("office")
    environment = {**os.environ, "OPENIMR_HOME": str(folder / "home"), "OPENIMR_DEMO": "1"}
    environment.pop("DATABASE_URL", None)
    with (folder / "log").open("w+") as log:
        process = subprocess.Popen(
            [sys.executable, "-c", SERVE, "8830"],
            env=environment, stdout=subprocess.PIPE, stderr=log, text=True,
        )  # fmt: skip
        line = ""
        for line in process.stdout:
            if line.startswith("{"):
                break
        if not line.startswith("{"):
            process.wait(30)
            log.seek(0)
            pytest.fail(f"the office did not start: {log.read()[-3000:]}")
        found = json.loads(line)
        urllib.request.urlopen(found["at"] + "/healthz", timeout=30)
        yield found
        process.terminate()
        process.wait(30)


@pytest.fixture
def sign_in(chromium, office):
    """Pages of the office for somebody; the browser must have nothing to complain about."""
    complaints: list[str] = []
    contexts = []

    def make(who, **more):
        context = chromium.new_context(viewport=WIDE, base_url=office["at"], reduced_motion="reduce", **more)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/account/demo/")
        page.locator("button", has_text=who).first.click()
        page.wait_for_load_state("networkidle")
        return page

    yield make
    for one in contexts:
        one.close()
    assert not complaints


def looked_at(page, name: str) -> None:
    """Axe finds nothing, and nothing is wider than the screen, at both sizes."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    for size, tag in ((PHONE, "phone"), (WIDE, "wide")):
        page.set_viewport_size(size)
        if PICTURES:
            page.screenshot(path=f"{PICTURES}/{name}-{tag}.png", full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{name}, {tag}: {wide} px too wide"
        assert page.locator("#v-paper").bounding_box()["height"] > 250, (
            f"{name}, {tag}: the page is to be seen"
        )
        found = axe.run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
        assert found.violations_count == 0, f"{name}, {tag}: {found.generate_report()}"


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
