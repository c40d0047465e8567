"""A person at the office's pages: signs in, looks, presses; and what is noticed on the way."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openimr import pages

from .recorder import Recorder

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
#: Where the tutorial's pictures are; they are written only where OPENIMR_PICTURES is set.
PICTURES = Path(__file__).parents[3] / "docs/images/case"
_WRITE = bool(os.environ.get("OPENIMR_PICTURES"))
#: A picture's width in pixels, and the most bytes of one.
WIDTH = 1200
LARGEST = 150_000
#: What makes the sign-ins of an office an hour older, in a process with the office's settings.
_AGE = """
import django
django.setup()
from importlib import import_module
from django.conf import settings
from django.contrib.sessions.models import Session
store, aged = import_module(settings.SESSION_ENGINE).SessionStore, 0
for key in Session.objects.values_list("pk", flat=True):
    session = store(session_key=key)
    if "openimr_confirmed_at" in session:
        session["openimr_confirmed_at"] -= 3600
        session.save()
        aged += 1
print(aged)
"""


@dataclass
class Walk:
    """One browser in which different people sign in, one after the other."""

    browser: Any
    recorder: Recorder
    home: Path
    number: str = ""
    reviewer: str = ""
    complaints: list[str] = field(default_factory=list)
    barriers: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    finished: bool = False

    def __post_init__(self) -> None:
        """Open the browser's first window."""
        self.context, self.page = self.window()

    def window(self, viewport: dict[str, int] = WIDE) -> tuple[Any, Any]:
        """A browser of its own: own cookies, nothing kept. The policy keeps the tester's scripts out, so not here."""
        context = self.browser.new_context(
            viewport=viewport,
            base_url=self.recorder.address,
            bypass_csp=True,
            reduced_motion="reduce",
            locale="en-US",
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("console", self._noted)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("response", lambda r: r.status >= 500 and self.complaints.append(f"{r.status} {r.url}"))
        return context, page

    def _noted(self, message: Any) -> None:
        # A refused form is a 4xx, which Chromium notes.
        if message.type in ("error", "warning") and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def close(self) -> None:
        """Close the browser's window."""
        self.context.close()

    # -- who one is

    def as_(self, who: str) -> None:
        """Sign in by one click on the demo's page: as the one of a role, or as one of the colleagues by name."""
        self.page.goto("account/demo/")
        role = self.page.locator(".cast__one", has=self.page.locator("strong", has_text=exactly(who)))
        if not role.count():
            role = self.page.locator(".colleagues button, .cast__one", has_text=who)
        role.first.click()
        self.page.wait_for_load_state()

    def nobody(self) -> None:
        """Sign out, by forgetting every cookie."""
        self.context.clear_cookies()

    # -- where one goes, what one presses

    def at(self, area: str = "") -> str:
        """The address of a page of the case."""
        return f"office/cases/{self.number}/{area}"

    def go(self, path: str) -> None:
        """Open a page."""
        answer = self.page.goto(path)
        assert answer.status == 200, f"{path}: {answer.status}: {self.said()}"

    def open_case(self, area: str = "") -> None:
        """Open a page of the case."""
        self.go(self.at(area))

    def press(self, name: str, *, exact: bool = False) -> None:
        """Press the button or link that is called so, and wait for the page that follows."""
        main = self.page.locator("main")
        control = main.get_by_role("button", name=name, exact=exact).or_(
            main.get_by_role("link", name=name, exact=exact)
        )
        control.first.click()
        self.page.wait_for_load_state()

    def said(self) -> str:
        """What the page says."""
        return str(self.page.inner_text("main"))

    def sees(self, *words: str) -> None:
        """Assert that the page says each of ``words``; what it says otherwise is in the failure."""
        said = " ".join(self.said().split())
        missing = [one for one in words if one not in said]
        assert not missing, f"{self.page.url} does not say {missing}, but: {said[:3000]}"

    def bring(self, chooser: str, *files: tuple[str, bytes]) -> None:
        """Drop files on the place that takes them."""
        given = [{"name": n, "mimeType": "application/pdf", "buffer": data} for n, data in files]
        self.page.locator(chooser).set_input_files(given)

    def download(self, name: str) -> bytes:
        """The file behind a link of the page."""
        link = self.page.locator("main").get_by_role("link", name=name).first
        answer = self.page.request.get(link.get_attribute("href"))
        assert answer.status == 200, f"{name}: {answer.status}"
        return bytes(answer.body())

    @staticmethod
    def text_of(pdf: bytes) -> str:
        """What a PDF says."""
        return "\n".join(page.text for page in pages.read(pdf).pages)

    def an_hour_later(self) -> None:
        """Make every sign-in an hour old, so that password and code are asked for again."""
        done = subprocess.run(
            [sys.executable, "-c", _AGE],
            env={**os.environ, "OPENIMR_HOME": str(self.home), "OPENIMR_DEMO": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert int(done.stdout) >= 1

    # -- what is noticed

    def look(self, name: str = "", *, keep: bool = False, top: bool = True) -> None:
        """Test the page at both widths for barriers; ``keep`` it as the tutorial's picture ``name``.

        ``top``: the picture shows the page's top, else what is in sight.
        """
        if keep:
            if top:
                self.page.evaluate("scrollTo(0, 0)")
            self._keep(name)
        where = self.page.url
        for viewport in (WIDE, PHONE):
            self.page.set_viewport_size(viewport)
            self._test(where, viewport["width"])
        self.page.set_viewport_size(WIDE)

    def _test(self, where: str, width: int) -> None:
        from axe_playwright_python.sync_playwright import Axe

        path = where.removeprefix(self.recorder.address)
        for one in Axe().run(self.page).response["violations"]:
            if one["impact"] in ("serious", "critical"):
                nodes = [node["html"][:160] for node in one["nodes"]][:3]
                self.barriers.append(f"{path} at {width}: {one['id']}: {nodes}")
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            self.barriers.append(f"{path} at {width}: it is {wide} wide")

    def _keep(self, name: str) -> None:
        self.pictures.append(name)
        if not _WRITE:
            return
        self.page.wait_for_load_state("networkidle")
        data = self.page.screenshot()
        PICTURES.mkdir(parents=True, exist_ok=True)
        (PICTURES / f"{name}.png").write_bytes(shrunk(data))


def shrunk(data: bytes) -> bytes:
    """A picture :data:`WIDTH` pixels wide, in as few colors as make it smaller than :data:`LARGEST`."""
    from PIL import Image

    image = Image.open(io.BytesIO(data)).convert("RGB")
    if image.width != WIDTH:
        image = image.resize((WIDTH, round(image.height * WIDTH / image.width)), Image.Resampling.LANCZOS)
    for colors in (256, 128, 64, 32):
        out = io.BytesIO()
        # This method keeps rare strong colors, such as that of what is marked.
        reduced = image.quantize(
            colors, method=Image.Quantize.MAXCOVERAGE, kmeans=2, dither=Image.Dither.NONE
        )
        reduced.save(out, "PNG", optimize=True)
        if out.tell() < LARGEST:
            break
    return out.getvalue()


def exactly(text: str) -> re.Pattern[str]:
    """Text that is this and nothing more."""
    return re.compile(rf"^\s*{re.escape(text)}\s*$")
