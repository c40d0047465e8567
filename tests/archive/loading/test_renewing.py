"""Reading again and making anew with workers: resumable, and the same whoever does it."""

from __future__ import annotations

import os
import signal
import time
from multiprocessing import get_context
from pathlib import Path

import psycopg
import pytest

from openimr.archive.batch import BatchError
from openimr.archive.loading import LoadProblem, backfill, remake, reread, stale

ENTRIES = "SELECT key, unit, document, letter_id, version FROM archive.entry ORDER BY key"


def test_what_is_made_anew_is_what_loading_made(loaded, folder, held, connect):
    loaded(folder)
    before = held(ENTRIES)
    held("UPDATE archive.entry SET version = 0, document = '{}' RETURNING 1")
    with connect() as connection:
        assert stale(connection, "1").entries == 10
    seen = []
    made = remake(connect, jobs=1, progress=lambda done, total: seen.append((done, total)))
    assert (made.done, made.refusals) == (10, [])
    assert held(ENTRIES) == before
    assert seen[-1] == (10, 10)
    assert remake(connect, jobs=1).done == 0
    assert backfill(connect) == 0


def test_a_letter_that_can_not_be_made_does_not_stop_the_others(loaded, folder, held, connect):
    loaded(folder)
    held("UPDATE archive.entry SET version = 0 RETURNING 1")
    (broken,) = held(
        "UPDATE archive.letter SET determination = '{}' WHERE id = (SELECT min(id) FROM archive.letter)"
        " RETURNING slug"
    )[0]
    made = remake(connect, jobs=1)
    assert made.done == 9
    assert [one.source for one in made.refusals] == [broken]
    assert made.refusals[0].message


def test_a_letter_read_again_meanwhile_keeps_its_new_entries(
    loaded, folder, held, connect, storage, monkeypatch
):
    import openimr.archive.loading.remaking as module

    loaded(folder)
    held("UPDATE archive.entry SET version = 0 RETURNING 1")
    write = module._write

    def late(connection, waiting):
        reread(connect, storage, reader="2", jobs=1)
        return write(connection, waiting)

    monkeypatch.setattr(module, "_write", late)
    assert remake(connect, jobs=1).done == 0
    assert held("SELECT count(*), min(version) > 0 FROM archive.entry") == held(
        "SELECT sum(items)::bigint, true FROM archive.letter"
    )


def _work(address: dict[str, str], what: str, root: str) -> None:
    from openimr import archive

    def connect():
        return psycopg.connect(**address, autocommit=True)

    if what == "reread":
        reread(connect, archive.Folder(Path(root)), reader="2", jobs=1)
    else:
        remake(connect, jobs=1)


@pytest.mark.parametrize("what", ["reread", "remake"])
def test_killed_at_any_moment_it_goes_on(what, loaded, letters, tmp_path, held, connect, storage, address):
    given = tmp_path / "more"
    given.mkdir()
    for number in range(15):
        for name, text in letters:
            (given / f"{number}-{name}").write_text(f"{text}\n{number}\n", "utf-8")
    loaded(given)
    before = held("SELECT key, document FROM archive.entry ORDER BY key")
    held("UPDATE archive.entry SET version = 0 RETURNING 1") if what == "remake" else None
    place = {"dbname": address.name, "user": address.user, "host": str(address.host)}
    done = (
        "SELECT count(*) FROM archive.letter WHERE reader = '2'"
        if what == "reread"
        else "SELECT count(DISTINCT letter_id) FROM archive.entry WHERE version > 0"
    )
    for early in (True, False):
        process = get_context("spawn").Process(target=_work, args=(place, what, str(tmp_path / "kept")))
        process.start()
        until = time.monotonic() + 60
        while not early and held(done) == [(0,)] and process.is_alive() and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(0.6 if early else 0)
        assert process.is_alive(), (process.exitcode, held(done))
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        if not early:
            assert 0 < held(done)[0][0] < 600, "it was to be killed in the middle"
        assert held(
            "SELECT count(*) FROM archive.letter AS l WHERE items <>"
            " (SELECT count(*) FROM archive.entry AS e WHERE e.letter_id = l.id)"
        ) == [(0,)]
    if what == "reread":
        report = reread(connect, storage, reader="2", jobs=1)
        assert report.refusals == []
        assert held("SELECT count(*) FROM archive.letter WHERE reader <> '2'") == [(0,)]
    else:
        assert remake(connect, jobs=1).refusals == []
    assert held("SELECT key, document FROM archive.entry ORDER BY key") == before
    with connect() as connection:
        left = stale(connection, "2" if what == "reread" else "1")
        assert (left.letters, left.entries) == (0, 0)


def test_an_engine_that_is_not_there(loaded, folder, connect, storage, monkeypatch):
    loaded(folder)
    monkeypatch.setenv("OPENIMR_BATCH_ENGINE", "abacus")
    with pytest.raises(LoadProblem, match="no engine 'abacus'"):
        reread(connect, storage, reader="2", engine=None)
    with pytest.raises(BatchError, match="no engine 'abacus'"):
        remake(connect, engine=None)


def test_a_worker_with_another_version_reads_nothing(storage):
    from openimr.archive.loading.work import read_all

    with pytest.raises(ValueError, match="install that version"):
        read_all([], storage=storage, reader="1", version="0")
