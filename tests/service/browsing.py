"""Looking at the office in a real browser: what it complains of, barriers, and whether a page fits the screen."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
SIZES = {"phone": PHONE, "wide": WIDE}
#: Where pictures are kept, for a person to look at.
PICTURES = os.environ.get("OPENIMR_PICTURES")
#: What axe looks for: the rules of WCAG alone, or its good practices too.
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
EVERYTHING = {"resultTypes": ["violations"]}


@contextmanager
def browsing(
    chromium: Any, address: str, *, excused: str | None = "status of 4"
) -> Iterator[Callable[..., Any]]:
    """New pages of the site at ``address``, each in a browser that knows nothing of the others.

    At the end the browser must have had nothing to complain about but what is ``excused``: a refused form is a
    4xx, which Chromium notes.
    """
    complaints: list[str] = []
    contexts: list[Any] = []

    def opened(viewport: Mapping[str, int] = WIDE, **options: Any) -> Any:
        context = chromium.new_context(viewport=viewport, base_url=address, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()
    left = [one for one in complaints if excused is None or excused not in one]
    assert not left, left


def enter(page: Any, who: str) -> None:
    """Sign in as one of the cast of the demo."""
    page.goto("/account/demo/")
    page.locator("button", has_text=who).first.click()
    page.wait_for_load_state("networkidle")


def without_barrier(
    page: Any, name: str, *, rules: Mapping[str, Any] = WCAG, context: str | None = None
) -> None:
    """Axe finds nothing on the page, or in the part of it that ``context`` selects."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed").Axe()
    found = axe.run(page, context=context, options=rules)
    assert found.violations_count == 0, f"{name}: {found.generate_report()}"


def fits(page: Any, name: str) -> None:
    """Nothing is wider than the screen; a picture where one is wanted."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png", full_page=True)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{name}: {wide} px too wide"


def looked_at(
    page: Any, name: str, *, barriers: Collection[str] = tuple(SIZES), seen: str | None = None
) -> None:
    """The page fits at both sizes and has no barrier at the sizes named; ``seen`` is there, 250 px high at least."""
    for tag, size in SIZES.items():
        page.set_viewport_size(size)
        fits(page, f"{name}-{tag}")
        if seen:
            assert page.locator(seen).bounding_box()["height"] > 250, f"{name}-{tag}: {seen} is to be seen"
        if tag in barriers:
            without_barrier(page, f"{name}-{tag}")
