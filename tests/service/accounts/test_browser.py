"""The pages of accounts in a real browser: without a word from the console, usable without scripts, axe-clean."""

from __future__ import annotations

import re
import time

import pytest

from ..browsing import EVERYTHING, PHONE, WIDE, browsing, fits, without_barrier
from ..starting import office_with

pytestmark = pytest.mark.browser

FILLING = """
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
found = {"password": made[0].password}
"""


@pytest.fixture(autouse=True)
def _begin():
    """Here the service runs in a process of its own."""


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """The service in the demo: its address, and the password of everybody in it."""
    with office_with(FILLING, tmp_path_factory.mktemp("office")) as found:
        yield found


@pytest.fixture
def browse(chromium, office):
    with browsing(chromium, office["at"] + "/") as opened:
        yield opened


def code(secret: str) -> str:
    import base64
    import hmac
    import struct

    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1").digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def look(page, name: str) -> None:
    """No violation of accessibility, nothing wider than the screen; a picture where one is wanted."""
    width = page.viewport_size["width"]
    # The office's frame has tests of its own; pages of one column are the same on a phone.
    in_the_office = "/office/" in page.url
    if in_the_office or width > 1000:
        without_barrier(page, name, rules=EVERYTHING, context="#main" if in_the_office else None)
    fits(page, f"{name}-{width}")


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
        page.locator(".codes li").first.wait_for()
        assert page.locator(".codes li").count() == 10
        page.get_by_role("link", name="I have kept them").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Fresh Person"
    page.get_by_role("button", name="Sign out").first.click()
    page.goto("account/")
    assert page.get_by_role("heading", level=1).inner_text() == "Sign in"


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_pages_are_sound(browse, office, viewport):
    page = browse(viewport)
    page.goto("account/sign-in/?ended=idle")
    look(page, "sign-in")
    page.get_by_label("E-mail address").fill("intake@demo.invalid")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    look(page, "sign-in-wrong")
    page.get_by_label("E-mail address").fill("intake@demo.invalid")
    page.get_by_label("Password").fill(office["password"])
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
