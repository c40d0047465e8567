"""The demo office as its users get it: ``openimr serve --demo`` in a process of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from ..starting import openimr_serve
from .recorder import Recorder, recording
from .walking import Walk

#: Cases that the office has besides the one that is worked: with two, one is in review, one in quality.
CASES = 3
#: A demo office that runs already (for working on these tests); its home is OPENIMR_PATH_HOME.
RUNNING = os.environ.get("OPENIMR_PATH_SITE")


@dataclass
class Served:
    """The office: where it is, where it keeps its data, and what it printed."""

    address: str
    home: Path
    log: Path


@pytest.fixture(scope="package")
def served(tmp_path_factory) -> Iterator[Served]:
    """The office of the demonstration, with a few cases and no worker beside it but its own."""
    if RUNNING:
        yield Served(RUNNING, Path(os.environ["OPENIMR_PATH_HOME"]), Path(os.environ["OPENIMR_PATH_LOG"]))
        return
    folder = tmp_path_factory.mktemp("path")
    # As a user starts it: with none of the settings of the other tests.
    environment = {
        name: value
        for name, value in os.environ.items()
        if name != "DATABASE_URL" and not name.startswith("OPENIMR_")
    }
    environment["OPENIMR_HOME"] = str(folder / "home")
    options = ["--demo", "--cases", str(CASES), "--workers", "2"]
    with openimr_serve(options, environment, folder / "log") as one:
        yield Served(one.said, folder / "home", one.log)


@pytest.fixture(scope="package")
def recorder(served: Served) -> Iterator[Recorder]:
    """What the office answers, every byte of it."""
    with recording(served.address) as one:
        yield one


@pytest.fixture(scope="module")
def walk(chromium, recorder: Recorder, served: Served) -> Iterator[Walk]:
    """The browser in which the case is worked."""
    one = Walk(chromium, recorder, served.home)
    yield one
    one.close()
