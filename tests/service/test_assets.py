"""What the pages are dressed in: everything a template names is there, and it is small."""

from __future__ import annotations

import re
from pathlib import Path

from openimr import service

ROOT = Path(service.__file__).parent
STATIC = ROOT / "static/openimr"
TEMPLATES = "\n".join(path.read_text("utf-8") for path in (ROOT / "templates").rglob("*.html"))
CODE = TEMPLATES + (ROOT / "letters/templatetags/letter.py").read_text("utf-8")


def test_every_class_of_the_design_system_is_in_the_style_sheet():
    css = (STATIC / "uswds.css").read_text("utf-8")
    own = (STATIC / "site.css").read_text("utf-8") + (STATIC / "letter.css").read_text("utf-8")
    used = set(re.findall(r"usa-[\w-]+", CODE))
    assert {name for name in used if f".{name}" not in css + own} == set(), "run tools/trim_uswds.py"


def test_every_icon_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="(\w+)"', (STATIC / "icons.svg").read_text("utf-8")))
    named = set(re.findall(r'{% icon "(\w+)"', TEMPLATES))
    assert named - sprite == set(), "run tools/trim_uswds.py"
    assert {"check_circle", "remove_circle", "half_circle"} <= sprite


def test_style_sheets_fetch_nothing_from_elsewhere():
    for path in STATIC.glob("*.css"):
        for url in re.findall(r"url\(([^)]*)\)", path.read_text("utf-8")):
            assert (STATIC / url.strip("\"'")).is_file(), f"{path.name}: {url}"


def test_everything_together_is_small():
    """The public site, the archive, the office and the portal together, fonts and icons included; a page takes a part of it."""
    assert sum(path.stat().st_size for path in STATIC.rglob("*") if path.is_file()) < 480_000


def test_licenses_are_noted():
    notice = (STATIC / "NOTICE.md").read_text("utf-8")
    for path in STATIC.rglob("*"):
        if path.is_file() and path.name not in {"NOTICE.md", "OFL.txt"}:
            stem = re.sub(r"-[A-Z]\w+\.woff2$", "-", path.name)
            assert stem in notice, path.name
