"""A load that is killed: nothing lost, nothing doubled, nothing half-written, and the next one goes on."""

from __future__ import annotations

import errno
import random
import signal
import subprocess
import sys
import time

import psycopg
import pytest

from openimr.archive import Folder
from openimr.archive.loading import LoadProblem, load_paths
from tests.archive.loading.test_loading import WHOLE, counts

#: Loads the folder of the second argument; small batches, so that a kill finds many of them.
PROGRAM = """
import sys
from pathlib import Path
import psycopg
from openimr.archive import Folder
from openimr.archive.loading import committing, load_paths, run
committing._LETTERS = 8
committing._CASES = 50
run._CHUNK = 4
address, folder, kept = sys.argv[1:]
print("begins", flush=True)
load_paths(lambda: psycopg.connect(address), Folder(Path(kept)), [folder], origin="sample", reader="1", jobs=1)
"""


def test_kills_at_any_moment(address, folder, letters, connect, storage, held, loaded):
    for at in range(8):
        for name, text in letters:
            (folder / f"{at}-{name}").write_text(text + f"\nPage {at}\n", "utf-8")
    given = len({path.read_bytes() for path in folder.iterdir()})
    chance = random.Random(11)
    conninfo = psycopg.conninfo.make_conninfo(dbname=address.name, user=address.user, host=address.host)
    seen, middle = 0, 0
    for _ in range(60):
        child = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, conninfo, str(folder), str(storage.root)], stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(chance.uniform(0.5, 3))
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
        ((now,),) = held("SELECT count(*) FROM archive.letter")
        assert now >= seen, "nothing is lost"
        assert held(WHOLE) == [(0,)]
        middle += seen < now < given
        seen = now
        if seen == given or middle >= 4:
            break
    assert middle, "some kill came between two batches"
    report = loaded(folder)
    assert report.added == given - seen
    assert not report.refusals
    assert held("SELECT count(*), count(DISTINCT sha256) FROM archive.letter") == [(given, given)]
    assert held(WHOLE) == [(0,)]
    for (sha256,) in held("SELECT sha256 FROM archive.letter"):
        assert storage.get(sha256), "its original is kept"


def test_a_database_that_goes_away(connect, folder, storage, loaded, held, address):
    """Its connections are cut while a load runs."""
    done = []

    def cut(_progress):
        if not done:
            done.append(True)
            with psycopg.connect(
                dbname=address.name, user="postgres", host=address.host, autocommit=True
            ) as admin:
                admin.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s",
                    [address.user],
                )

    with pytest.raises(
        LoadProblem, match=r"^The database is gone \(.*\): see that it runs, then run the same"
    ):
        load_paths(connect, storage, [folder], origin="sample", reader="1", jobs=1, progress=cut)
    assert held(WHOLE) == [(0,)]
    again = loaded(folder)
    assert (again.added + again.held, again.refusals) == (10, [])
    assert held("SELECT count(*) FROM archive.letter") == [(10,)]


class Full(Folder):
    """A storage whose disk is full."""

    def put(self, data):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_stops_the_load_with_one_sentence(connect, folder, storage, loaded, held):
    with pytest.raises(LoadProblem) as stopped:
        load_paths(connect, Full(storage.root), [folder], origin="sample", reader="1", jobs=1)
    assert str(stopped.value) == (
        "The original can't be kept (No space left on device): see that the disk of the storage has room and can be"
        " written, then run the same command again; it goes on where this one stopped."
    )
    assert stopped.value.report.refusals == []
    assert held("SELECT count(*) FROM archive.letter") == [(0,)]
    assert counts(loaded(folder)) == (10, 0, 0, 0)
