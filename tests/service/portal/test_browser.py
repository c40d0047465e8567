"""The portal in a real browser: in by the link, records sent, out again; no barrier, nothing wider than the screen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.browser
SIZES = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
#: Where pictures are kept, for a person to look at.
PICTURES = os.environ.get("OPENIMR_PICTURES")

SERVE = """
import json, sys
import django
django.setup()
from openimr.service import bootstrap
with bootstrap.database():
    bootstrap.prepare()
    from tests.service.office_case import a_case
    from tests.service.portal.parties import notified
    from openimr.service.portal import access
    records, question = notified(a_case("B1"), "acknowledgement"), a_case("C2")
    codes = {
        "records": access.invite(records.number, "employee"),
        "question": access.invite(question.number, "requesting physician"),
    }
    from django.db import connections
    connections.close_all()
    from openimr.service import serving
    port = serving.free_port("127.0.0.1", 8730, exactly=False)
    ready = lambda: print(json.dumps([f"http://127.0.0.1:{port}", codes]), flush=True)
    serving.Server("127.0.0.1", port, workers=1, ready=ready).run()
"""


@pytest.fixture(autouse=True)
def _begin():
    """Here the service runs in a process of its own."""


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """The service with two cases: its address, and a code for each."""
    home = tmp_path_factory.mktemp("portal") / "home"
    environment = {
        **os.environ, "OPENIMR_HOME": str(home), "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "openimr.service.settings",
    }  # fmt: skip
    environment.pop("DATABASE_URL", None)
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    address, codes = json.loads(process.stdout.readline())
    yield address, {name: url.rstrip("/").rpartition("/")[2] for name, url in codes.items()}
    process.terminate()
    process.wait(30)


@pytest.fixture(params=SIZES)
def page(request, chromium, portal):
    context = chromium.new_context(viewport=SIZES[request.param], base_url=portal[0])
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type in ("error", "warning") else None)
    page.on("pageerror", lambda problem: said.append(str(problem)))
    yield page
    context.close()
    assert not [one for one in said if "status of 422" not in one]


def look(page, name: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    width = page.viewport_size["width"]
    found = axe.Axe().run(page).response["violations"]
    assert not found, [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} is wider than {width}"
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"portal-{name}-{width}.png"), full_page=True)


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
