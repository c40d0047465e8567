"""The service as it runs: its own home, its own PostgreSQL, a few letters; and a browser, where there is one."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

django = pytest.importorskip("django", reason="the service's dependencies are not installed")
pytest.importorskip("psycopg", reason="the service's dependencies are not installed")

from openimr import samples  # noqa: E402
from openimr.samples import SampleLetter  # noqa: E402
from tests.service.starting import openimr_serve  # noqa: E402

# Test modules import models, so the settings are there before them: those of a home that is thrown away.
_HOME = Path(tempfile.mkdtemp(prefix="openimr-tests-"))
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ["OPENIMR_HOME"] = str(_HOME / "home")
os.environ["DJANGO_SETTINGS_MODULE"] = "openimr.service.settings"
os.environ.pop("DATABASE_URL", None)
os.environ |= {
    "OPENIMR_ORGANIZATION": "Example Independent Medical Review",
    "OPENIMR_ORGANIZATION_ADDRESS": "P.O. Box 1",
    "OPENIMR_ORGANIZATION_CITY": "Sacramento",
    "OPENIMR_ORGANIZATION_STATE": "CA",
    "OPENIMR_ORGANIZATION_ZIP": "95800",
    "OPENIMR_ORGANIZATION_PHONE": "(916) 555-0100",
    "OPENIMR_ORGANIZATION_FAX": "(916) 555-0101",
    "OPENIMR_ORGANIZATION_EMAIL": "office@example.org",
    "OPENIMR_ORGANIZATION_PORTAL": "https://imr.example.org/portal/",
}
django.setup()


@pytest.fixture(scope="session")
def letter() -> SampleLetter:
    """A letter with a drug and at least two disputed treatments."""
    return next(
        letter
        for letter in samples.letters(seed=11, count=60)
        if letter.layout == "2015"
        and letter.style.header
        and len(letter.determination.items) > 1
        and any(item.drugs for item in letter.determination.items)
    )


@pytest.fixture(scope="session")
def faulty(letter: SampleLetter) -> SampleLetter:
    """The same letter under another case number, whose summary gives another date of injury than its header."""
    from dataclasses import replace

    seeds = (samples.plant(letter.determination, "injury-date", seed) for seed in range(20))
    planted = next(planted for planted in seeds if planted is not None)
    determination = replace(planted.determination, case_number="CM16-0999999")
    return replace(letter, name="faulty", determination=determination)


@pytest.fixture(scope="session")
def home() -> Iterator[Path]:
    """The service in this process, ready, with two letters in its archive."""
    from openimr.service import bootstrap

    with bootstrap.database():
        bootstrap.prepare()
        yield _HOME / "home"
        from django.db import connections

        connections.close_all()


@pytest.fixture(scope="session")
def ready(home: Path) -> Iterator[Path]:
    """The same with passwords that are hashed quickly, as tests need no slow hash."""
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield home


#: The folder of the letters that are in the archive for the whole session, once they are.
STOCKED: list[Path] = []


@pytest.fixture(scope="session")
def stocked(home: Path, letter: SampleLetter, faulty: SampleLetter, tmp_path_factory) -> Path:
    from openimr.service import stocking

    folder = tmp_path_factory.mktemp("letters")
    (folder / "one.pdf").write_bytes(letter.pdf())
    (folder / "two.txt").write_text(faulty.text, encoding="utf-8")
    (folder / "three.pdf").write_bytes(b"%PDF-1.7 cut off")
    (folder / "notes.md").write_text("no letter", encoding="utf-8")
    stocked = stocking.stock(folder, lambda line: None)
    assert (stocked.added, [name for name, _ in stocked.refused]) == (2, ["three.pdf"])
    STOCKED.append(folder)
    return folder


@pytest.fixture
def client(stocked: Path):
    from django.test import Client

    return Client(SERVER_NAME="localhost")


@pytest.fixture(scope="module")
def site(tmp_path_factory, letter: SampleLetter, faulty: SampleLetter) -> Iterator[str]:
    """`openimr serve`, in a process of its own: the address of its first page."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "one.pdf").write_bytes(letter.pdf())
    (folder / "faulty.pdf").write_bytes(faulty.pdf())
    (folder / "text.txt").write_text(
        letter.text.replace(letter.determination.case_number, "CM16-0888888"), encoding="utf-8"
    )
    environment = {**os.environ, "OPENIMR_HOME": str(folder / "home")}
    environment.pop("DATABASE_URL", None)
    environment.pop("OPENIMR_ALLOWED_HOSTS", None)
    with openimr_serve(["--workers", "1", "--letters", str(folder)], environment, folder / "log") as one:
        yield one.said
    said = one.log.read_text()
    assert (one.status, "Traceback" in said) == (0, False), f"Ctrl-C ends it cleanly: {said}"
    assert not (folder / "home/database/data/postmaster.pid").exists(), "Ctrl-C stops the database"


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    """A headless browser; the test is skipped, saying so, where there is none.

    It goes with its module: while it is there an event loop runs, and Django's synchronous calls refuse to.
    """
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        pytest.skip("no Chromium here: install Debian's package chromium")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()
