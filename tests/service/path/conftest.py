"""The demo office as its users get it: ``openimr serve --demo`` in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

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
    log = (folder / "log").open("w+")
    command = ["serve", "--demo", "--cases", str(CASES), "--port", "0", "--workers", "2"]
    process = subprocess.Popen(
        [sys.executable, "-m", "openimr.cli", *command],
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        env=environment,
    )
    line = process.stdout.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+/", line)
    if not found:
        process.wait(60)
        log.seek(0)
        pytest.fail(f"openimr serve --demo did not start: {line}{log.read()}")
    yield Served(found[0], folder / "home", folder / "log")
    process.send_signal(signal.SIGINT)
    process.wait(60)
    log.close()


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
