"""The office in a process of its own: ``openimr serve``, or a script that fills an office and serves it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import textwrap
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT

_SERVE = """
import json, sys
import django
django.setup()
from openimr.service import bootstrap
with bootstrap.database():
    bootstrap.prepare()
{filling}
    from django.db import connections
    connections.close_all()
    from openimr.service import serving
    port = serving.free_port("127.0.0.1", 0, exactly=False)
    ready = lambda: print(json.dumps({{"at": f"http://127.0.0.1:{{port}}", **found}}), flush=True)
    serving.Server("127.0.0.1", port, workers=1, ready=ready).run()
"""


@dataclass
class Started:
    """A process that runs: what it printed when it was ready, its log, and at the end its status."""

    said: str
    log: Path
    status: int | None = None


@contextmanager
def started(
    command: list[str], environment: Mapping[str, str], log: Path, *, ready: str, stop: signal.Signals
) -> Iterator[Started]:
    """Run Python with ``command`` until the end of the block; it is ready once it prints what ``ready`` matches.

    Its errors go to the file ``log``; a process that ends before it was ready fails the test with them.
    """
    with log.open("w") as errors:
        process = subprocess.Popen(
            [sys.executable, *command], stdout=subprocess.PIPE, stderr=errors, text=True, env=environment
        )
    assert process.stdout is not None
    found, line = None, ""
    for line in process.stdout:  # the application may print before
        if found := re.search(ready, line):
            break
    if not found:
        process.wait(60)
        pytest.fail(f"{' '.join(command)[:60]} did not start: {line}{log.read_text()[-3000:]}")
    one = Started(found[0], log)
    try:
        yield one
    finally:
        process.send_signal(stop)
        one.status = process.wait(60)
        process.stdout.close()


@contextmanager
def openimr_serve(options: list[str], environment: Mapping[str, str], log: Path) -> Iterator[Started]:
    """``openimr serve`` on a free port, ended as by Ctrl-C; ``said`` is the address of its first page."""
    command = ["-m", "openimr.cli", "serve", "--port", "0", *options]
    with started(command, environment, log, ready=r"http://127\.0\.0\.1:\d+/", stop=signal.SIGINT) as one:
        yield one


@contextmanager
def office_with(filling: str, folder: Path, *, demo: bool = True) -> Iterator[dict[str, Any]]:
    """An office with what ``filling`` put into it, in the demo or not.

    ``filling`` is Python that runs once the database is ready; it leaves what the test must know in the dict
    ``found``. That is given back, with the address as ``at``, without a slash at its end.
    """
    environment = {
        **os.environ,
        "OPENIMR_HOME": str(folder / "home"),
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "openimr.service.settings",
    }
    environment.pop("DATABASE_URL", None)
    if demo:
        environment["OPENIMR_DEMO"] = "1"
    script = _SERVE.format(filling=textwrap.indent(filling, "    "))
    with started(["-c", script], environment, folder / "log", ready=r"^\{.*", stop=signal.SIGTERM) as one:
        found = json.loads(one.said)
        urllib.request.urlopen(found["at"] + "/healthz", timeout=30)
        yield found
