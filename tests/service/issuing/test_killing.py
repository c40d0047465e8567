"""Offices are killed at any moment: nothing is lost, doubled or half there (20 times; 1,000 with `make proof`)."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import threading
import time
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from openimr.service.database import Embedded
from openimr.service.issuing.shelf import Shelf
from openimr.service.issuing.storing import sweep
from tests.service.issuing import office
from tests.service.issuing.audit import assert_right

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.service.issuing.office"])
KILLS = 1000 if os.environ.get("OPENIMR_PROOF") == "1" else 20


class Eager(Shelf):
    """A sweep without any patience, even for what is just being issued (but for files half written)."""

    def lying(self):
        return (found for found in super().lying() if found.sha256 is not None)


def start(desk, seed, cases=None):
    ready = PROCESSES.Event()
    process = PROCESSES.Process(target=office.work, args=(desk, ready, seed, cases))
    process.start()
    assert ready.wait(30)
    return process


def test_killed_at_any_moment(desk, record_property) -> None:
    chance = random.Random(20261124)
    over = threading.Event()
    swept: list[str] = []

    def sweeping() -> None:
        while not over.wait(0.02):
            with desk.connect() as connection:
                now = datetime.now(UTC) + timedelta(seconds=5)
                swept.extend(
                    sweep(
                        connection,
                        Eager(desk.folder),
                        atomic=connection.transaction,
                        named=lambda _: (),
                        now=now,
                        older_than=timedelta(0),
                    )
                )

    sweeper = threading.Thread(target=sweeping)
    sweeper.start()
    try:
        offices = [start(desk, 1), start(desk, 2)]
        for number in range(KILLS):
            time.sleep(chance.uniform(0, 0.15))
            offices[number % 2].kill()
            offices[number % 2].join()
            assert offices[number % 2].exitcode == -signal.SIGKILL
            offices[number % 2] = start(desk, number + 3)
        for process in offices:
            process.kill()
            process.join()
    finally:
        over.set()
        sweeper.join()
    counts = assert_right(desk)
    for name, count in {"kills": KILLS + 2, "swept meanwhile": len(swept), **counts}.items():
        record_property(name, count)
        print(f"{name}: {count}", end=" ")
    assert counts["letters"] > KILLS / 2
    assert counts["numbers"] > counts["letters"] / 3


@pytest.mark.parametrize(
    ("point", "letters", "left"),
    [
        ("written, not synced", 0, 1),
        ("synced, not renamed", 0, 1),
        ("renamed, folder not synced", 0, 1),
        ("kept, no transaction", 0, 1),
        ("row without its event", 0, 1),
        ("row and event, not committed", 0, 1),
        ("committed", 1, 0),
    ],
)
def test_killed_at_a_chosen_moment(desk, point, letters, left) -> None:
    process = PROCESSES.Process(target=office.die_at, args=(desk, point))
    process.start()
    process.join(30)
    assert process.exitcode == -signal.SIGKILL, point
    counts = assert_right(desk)
    assert (counts["letters"], counts["orphans"]) == (letters, left)
    if not letters:  # and the letter can be issued as if nothing had been
        with desk.connect() as connection:
            office.issue_one(desk, connection, "CM26-0000001")
    assert assert_right(desk)["letters"] == 1


def test_the_database_is_killed_and_started_again(desk, database) -> None:
    offices = [start(desk, seed, cases=12) for seed in (1, 2)]
    again = []
    try:
        for _ in range(3):
            time.sleep(0.15)
            server = int((database.data / "postmaster.pid").read_text().split()[0])
            os.kill(server, signal.SIGKILL)
            while True:
                try:
                    with desk.connect():
                        time.sleep(0.02)
                except psycopg.OperationalError:
                    break
            again.append(Embedded(database.root))
            again[-1].start()
        for process in offices:
            process.join(60)
            assert process.exitcode == 0
    finally:
        for process in offices:
            process.kill()
        for one in again:
            one.stop()
    counts = assert_right(desk)
    assert counts["numbers"] == 24


@pytest.mark.parametrize("share", [0, 0.001, 0.3, 0.7, 0.999])
def test_no_room_for_the_bytes(desk, share) -> None:
    """The kernel refuses to let the file grow, in the middle of writing it."""
    answers = PROCESSES.SimpleQueue()
    limit = int(share * len(desk.letter))
    process = PROCESSES.Process(target=office.out_of_room, args=(desk, limit, answers))
    process.start()
    process.join(30)
    assert process.exitcode == 0
    first, held = answers.get()
    assert first == "OSError File too large"
    assert held == [], "nothing half-written stays behind"
    counts = assert_right(desk)
    assert (counts["letters"], counts["orphans"]) == (1, 0)


def test_a_full_disk(desk) -> None:
    answers = PROCESSES.SimpleQueue()
    process = PROCESSES.Process(target=office.on_a_full_disk, args=(desk, answers))
    process.start()
    process.join(30)
    assert process.exitcode == 0
    answer = answers.get()
    if isinstance(answer, str):
        pytest.skip(f"a small disk can't be mounted here: {answer}")
    first, refused, counts = answer
    assert (first, refused) == (3, 5), "three letters fit"
    assert (counts["letters"], counts["orphans"]) == (4, 0)
