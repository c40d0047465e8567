"""``openimr`` as its users call it: a real process, in the home it would have or in one that is given."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from openimr.cli import main


def openimr(
    *arguments: str | Path, home: Path | None = None, given: bytes | None = None
) -> subprocess.CompletedProcess[str]:
    """What the command did with these arguments, ``given`` on standard input and OPENIMR_HOME ``home``.

    No setting of the other tests comes with it. Its lines end as it wrote them.
    """
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")
    }
    if home is not None:
        environment["OPENIMR_HOME"] = str(home)
    command = [sys.executable, "-m", "openimr.cli", *map(str, arguments)]
    done = subprocess.run(command, input=given, capture_output=True, timeout=240, env=environment)
    return subprocess.CompletedProcess(command, done.returncode, done.stdout.decode(), done.stderr.decode())


def asked(*arguments: str, home: Path | None = None, given: bytes | None = None) -> Result:
    """The same within this process, for what needs no database: many quick questions."""
    environment = {"OPENIMR_HOME": str(home)} if home is not None else None
    return CliRunner(env=environment).invoke(main, list(arguments), input=given)
