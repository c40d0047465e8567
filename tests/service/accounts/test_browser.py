"""The pages of accounts in a real browser: without a word from the console, usable without scripts, axe-clean."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
#: Where pictures are kept, for a person to look at.
PICTURES = os.environ.get("OPENIMR_PICTURES")

SERVE = """
import sys
from openimr.service import bootstrap
with bootstrap.database():
    bootstrap.prepare()
    from openimr.service.accounts import demo, recording
    from openimr.service.accounts.models import User
    from openimr.service.accounts.permissions import table
    # In the server's one process: what the ledger would receive is printed.
    recording.register(lambda type, data, actor: print("recorded", type, flush=True))
    staff = [role for role in table().roles if role not in ("party", "reviewer")]
    made = demo.make([(role, f"Demo {table().roles[role].title}") for role in staff], ["R-0042", "R-0043"])
    fresh = User.objects.create_user("fresh@example.org", "records", name="Fresh Person")
    fresh.set_password("correct horse battery")
    fresh.save()
    print(made[0].password, made[0].totp_secret, flush=True)
    from django.db import connections
    connections.close_all()
    from openimr.service import serving
    port = serving.free_port("127.0.0.1", int(sys.argv[1]), exactly=False)
    serving.Server("127.0.0.1", port, workers=1, ready=lambda: print(f"http://127.0.0.1:{port}/", flush=True)).run()
"""


@pytest.fixture(autouse=True)
def _begin():
    """Here the service runs in a process of its own."""


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """The service in the demo: its address, the password and the authenticator's secret."""
    home = tmp_path_factory.mktemp("office") / "home"
    environment = {**os.environ, "OPENIMR_HOME": str(home), "OPENIMR_DEMO": "1"}
    environment.pop("DATABASE_URL", None)
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, "8700"],
        env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    password, secret = process.stdout.readline().split()
    address = process.stdout.readline().strip()
    urllib.request.urlopen(address + "healthz", timeout=30)
    yield address, password, secret
    process.terminate()
    process.wait(30)


@pytest.fixture
def browse(chromium, office):
    complaints: list[str] = []
    contexts = []

    def browse(viewport=WIDE, **options):
        context = chromium.new_context(viewport=viewport, base_url=office[0], **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield browse
    for context in contexts:
        context.close()
    # A refused form is a 4xx, which Chromium notes.
    assert not [one for one in complaints if "status of 4" not in one]


def code(secret: str) -> str:
    import base64
    import hmac
    import struct

    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1").digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def look(page, name: str) -> None:
    """No violation of accessibility, nothing wider than the screen; a picture where one is wanted."""
    from axe_playwright_python.sync_playwright import Axe

    width = page.viewport_size["width"]
    # The office's frame has tests of its own; pages of one column are the same on a phone.
    in_the_office = "/office/" in page.url
    if in_the_office or width > 1000:
        found = Axe().run(page, context="#main" if in_the_office else None).response["violations"]
        assert not found, [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name} is wider than {width}"
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)


def enter(page, role: str) -> None:
    page.goto("account/demo/")
    page.locator(".cast__one", has_text=role).first.click()
    page.wait_for_load_state()


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_a_first_sign_in_without_scripts(browse, viewport):
    page = browse(viewport, java_script_enabled=False)
    page.goto("account/sign-in/")
    page.get_by_label("E-mail address").fill("fresh@example.org")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Set up your authenticator"
    secret = page.locator(".secret code").inner_text().replace(" ", "")
    # Only the narrow one goes on, so that the account is fresh for the wide one.
    if viewport is PHONE:
        page.get_by_label("Code that your authenticator shows now").fill(code(secret))
        page.get_by_role("button", name="Put it into use").click()
        assert page.locator(".codes li").count() == 10
        page.get_by_role("link", name="I have kept them").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Fresh Person"
    page.get_by_role("button", name="Sign out").first.click()
    page.goto("account/")
    assert page.get_by_role("heading", level=1).inner_text() == "Sign in"


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_pages_are_sound(browse, office, viewport):
    _, password, _ = office
    page = browse(viewport)
    page.goto("account/sign-in/?ended=idle")
    look(page, "sign-in")
    page.get_by_label("E-mail address").fill("intake@demo.invalid")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    look(page, "sign-in-wrong")
    page.get_by_label("E-mail address").fill("intake@demo.invalid")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    look(page, "code")
    page.get_by_role("textbox", name="Code").fill("123")
    page.get_by_role("button", name="Go on").click()
    look(page, "code-wrong")
    page.goto("account/password/forgotten/")
    look(page, "forgotten")
    page.goto("account/password/new/zz-zz-zz/")
    look(page, "link-old")
    page.goto("account/demo/")
    look(page, "demo")
    enter(page, "Administrator")
    page.goto("account/")
    look(page, "account")
    page.goto("account/confirm/")
    look(page, "confirm")
    page.goto("account/password/")
    look(page, "password")
    for name, path in (("people", "office/users/"), ("invite", "office/users/invite/")):
        page.goto(path)
        look(page, name)
    page.get_by_role("button", name="Send the invitation").click()
    look(page, "invite-refused")
    page.goto("office/users/")
    page.get_by_role("link", name="R-0042").click()
    assert "sealed" in page.inner_text("main")
    look(page, "person-reviewer")
    page.goto("office/users/")
    page.get_by_role("link", name="Demo Intake").click()
    look(page, "person")
    enter(page, "Finance")
    page.goto("office/users/")
    assert "“Manage accounts” is for administrators." in page.inner_text("main")
    look(page, "refused")


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_setting_up_and_being_locked_out(browse, office, viewport):
    page = browse(viewport)
    page.goto("account/sign-in/")
    email = f"nobody-{viewport['width']}@example.org"
    for _ in range(5):
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password").fill("wrong")
        page.get_by_role("button", name="Sign in").click()
    assert re.search(r"closed until \d+:\d\d [AP]M", page.inner_text("h1"))
    look(page, "locked")
    other = browse(viewport)
    enter(other, "Panel scheduler")
    other.goto("account/second-factor/")
    assert other.get_by_role("heading", level=1).inner_text() == "Another authenticator", (
        "the click counted as both"
    )
    assert other.locator(".qr img").evaluate("i => i.complete && i.naturalWidth > 0")
    look(other, "set-up")
    other.goto("account/recovery-codes/")
    look(other, "recovery-codes")
