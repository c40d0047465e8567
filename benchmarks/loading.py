"""How fast letters are loaded from text: files to committed rows in the embedded PostgreSQL, two processes.

    python -m benchmarks.loading [LETTERS]

Prints one JSON line: letters a second, the processor time that a letter costs (which is less moved by other work on
the machine), and the same load again, where everything is held.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

import psutil
import psycopg

from openimr import archive, samples
from openimr.archive.loading import load_paths
from openimr.service.database import Embedded

_JOBS = 2


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        given = root / "letters"
        given.mkdir()
        for number, one in enumerate(samples.letters(seed=7, count=count)):
            (given / f"{number:06}.txt").write_text(one.text, "utf-8")
        with Embedded(root / "database") as database:
            print(json.dumps(_measured(database, given, archive.Folder(root / "kept"))))


def _measured(database: Embedded, given: Path, storage: archive.Folder) -> dict[str, object]:
    owner = database.owner

    def connect() -> psycopg.Connection:
        return psycopg.connect(dbname=owner.name, user=owner.user, host=owner.host)

    with connect() as connection:
        for step in archive.STEPS:
            connection.execute(archive.statements(step))
    server = psutil.Process(int((database.data / "postmaster.pid").read_text().splitlines()[0]))
    before, own = _server(server), _own()
    load = os.getloadavg()[0]
    started = time.monotonic()
    report = load_paths(connect, storage, [given], origin="sample", reader="bench", jobs=_JOBS)
    seconds = time.monotonic() - started
    own = _own() - own
    time.sleep(1)  # until the ended backends are counted with the server
    server_time = _server(server) - before
    again = time.monotonic()
    held = load_paths(connect, storage, [given], origin="sample", reader="bench", jobs=_JOBS).held
    again = time.monotonic() - again
    return {
        "letters": report.added + report.held,
        "items": report.items,
        "refused": len(report.refusals),
        "a_second": round(report.done / seconds),
        "processor_ms_a_letter": round((own + server_time) / report.done * 1000, 2),
        "of_it_postgresql": round(server_time / report.done * 1000, 2),
        "held_again_a_second": round(held / again),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "load_of_the_machine_before": round(load, 2),
    }


def _own() -> float:
    """Processor time of this process and its ended workers."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in both)


def _server(server: psutil.Process) -> float:
    """Processor time of the server, its helpers and its ended backends."""
    found = 0.0
    for process in (server, *server.children()):
        times = process.cpu_times()
        found += times.user + times.system
    own = server.cpu_times()
    return found + own.children_user + own.children_system


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 6_000)
