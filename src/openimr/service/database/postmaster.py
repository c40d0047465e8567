"""Whether the server of a data folder runs: what ``postmaster.pid`` says, held against the processes there are."""

from __future__ import annotations

from pathlib import Path

import psutil

_FILE = "postmaster.pid"


def runs(data: Path) -> bool:
    """Whether a living PostgreSQL serves the folder ``data``.

    The number in the file may be that of a zombie, or, after a reboot, of any other program.
    """
    try:
        number = int((data / _FILE).read_text(encoding="utf-8").split("\n", 1)[0])
        process = psutil.Process(number)
        if process.status() == psutil.STATUS_ZOMBIE or not process.name().startswith("postgres"):
            return False
        return str(data) in process.cmdline() or process.cwd() == str(data)
    except (OSError, ValueError, psutil.NoSuchProcess, psutil.ZombieProcess):
        return False
    except psutil.AccessDenied:
        return True  # it belongs to somebody else; starting another will say so


def forget(data: Path, socket: Path) -> None:
    """Remove the lock files that a dead server left beside its data and its socket.

    PostgreSQL then checks by itself that nothing else uses the data.
    """
    for path in (data / _FILE, socket / ".s.PGSQL.5432.lock", socket / ".s.PGSQL.5432"):
        path.unlink(missing_ok=True)
