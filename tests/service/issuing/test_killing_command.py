"""The command that issues is killed at any moment: 20 times here, 1,000 with OPENIMR_PROOF=1.

No letter lost, doubled or half-written; row, event, projection and outbox always agree; no case number given
twice; every orphan swept.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from openimr.service.issuing.shelf import Shelf
from tests.conftest import ROOT

from ..quality.office import ready, somebody

pytestmark = pytest.mark.usefixtures("home")
KILLS = 1000 if os.environ.get("OPENIMR_PROOF") == "1" else 20


class Eager(Shelf):
    """A sweep without any patience, even for what is just being issued (but for files half written)."""

    def lying(self):
        return (found for found in super().lying() if found.sha256 is not None)


@pytest.fixture
def counter(tmp_path):
    ready()
    journal = tmp_path / "journal"
    journal.touch()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.service.issuing.counter", str(journal)],
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout.readline() == "ready\n"

    def start() -> int:
        process.stdin.write("\n")
        process.stdin.flush()
        return int(process.stdout.readline())

    yield journal, start
    process.stdin.close()
    process.wait(10)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    for _ in range(500):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.01)
    raise AssertionError("the clerk does not die")


def issuing(journal, pid: int) -> None:
    """Wait until the clerk is about to issue."""
    for _ in range(3000):
        if any(
            line.startswith("released") and line.endswith(f" {pid}")
            for line in journal.read_text().splitlines()
        ):
            return
        time.sleep(0.01)
    raise AssertionError("the clerk does not come to issuing")


def sweep(shelf) -> tuple[str, ...]:
    from django.db import connection, transaction

    from openimr.service.issuing.storing import sweep

    return sweep(
        connection,
        shelf,
        atomic=transaction.atomic,
        named=lambda _: (),
        now=datetime.now(UTC) + timedelta(seconds=5),
        older_than=timedelta(0),
    )


def settle() -> None:
    """Wait for the server to end what killed clerks had begun."""
    from django.db import connection

    for _ in range(400):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND backend_type = 'client backend' AND state <> 'idle'"
            )
            if not cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("the server still works for killed clerks")


def test_killed_at_any_moment(counter, record_property) -> None:
    from django.db import connections

    from openimr.service.bootstrap import wiring

    journal, start = counter
    chance, over, swept = random.Random(20261124), threading.Event(), []

    def sweeping() -> None:
        while not over.wait(0.05):
            swept.extend(sweep(Eager(wiring().issued.root)))
        connections.close_all()

    sweeper = threading.Thread(target=sweeping)
    sweeper.start()
    clerks = [start(), start()]
    try:
        # How long issuing takes here, of a clerk who just began; kills fall into all of it and a bit beyond.
        issuing(journal, clerks[0])
        begun = time.monotonic()
        number = next(
            line.split()[1] for line in journal.read_text().splitlines() if line.endswith(f" {clerks[0]}")
        )
        while f"issued {number}" not in journal.read_text():
            time.sleep(0.01)
            assert time.monotonic() - begun < 60
        takes = time.monotonic() - begun
        record_property("seconds", round(takes, 2))
        print(f"issuing takes {takes:.2f} s", end=" ")
        for number in range(KILLS):
            issuing(journal, clerks[number % 2])
            time.sleep(chance.uniform(0, 1.6 * min(takes, 1.0)))
            kill(clerks[number % 2])
            clerks[number % 2] = start()
    finally:
        for pid in clerks:
            with contextlib.suppress(ProcessLookupError):
                kill(pid)
        over.set()
        sweeper.join()
    settle()
    for name, count in {"kills": KILLS + 2, "swept meanwhile": len(swept), **assert_right(journal)}.items():
        record_property(name, count)
        print(f"{name}: {count}", end=" ")


def assert_right(journal) -> dict[str, int]:
    from django.db import connection

    from openimr.service.bootstrap import wiring
    from openimr.service.cases.commands.issuing import issue
    from openimr.service.cases.rebuilding import _compare, from_events
    from openimr.service.cases.selectors import get
    from openimr.service.issuing import reading
    from openimr.service.issuing.models import IssuedLetter
    from openimr.service.issuing.storing import check_storage, issued_of
    from openimr.service.ledger.models import Event
    from openimr.service.notices.models import Outgoing

    lines = [line.split() for line in journal.read_text().splitlines()]
    given = Counter(line[1] for line in lines if line[0] == "given")
    assert set(given.values()) == {1}, "a case number given twice"
    told = {line[1]: line[2] for line in lines if line[0] == "issued"}
    waiting, letters = [], 0
    for number in given:
        case = get(number)
        events = list(Event.objects.filter(stream=f"case:{number}").order_by("number"))
        assert from_events(events) == case
        assert list(_compare(case, "default")) == []
        mailed = [one for one in events if one.type == "determination.mailed"]
        rows = issued_of(connection, number)
        papers = Outgoing.objects.filter(case_number=number, kind="determination").count()
        assert len(rows) == len(mailed) == len(case.letters) <= 1, (
            "row, event and case stand or fall together"
        )
        assert papers == (len(case.parties) + 1) * len(rows)
        if rows:
            letters += 1
            assert rows[0].sha256 == mailed[0].data["sha256"] == case.letter.sha256
            found = reading.checked(reading.letter(case, 1), rows[0].issued_at)
            assert found.problems == (), "half-written"
        else:
            assert number not in told, "lost"
            assert case.state == "C3"
            if case.released:
                waiting.append(number)
        assert told.get(number, case.letter and case.letter.sha256) == (case.letter and case.letter.sha256)
    if waiting:  # and what was interrupted can be issued as if nothing had been
        assert issue(somebody("letter_quality"), waiting[0], service="mail").state == "D0"
    orphans = sweep(wiring().issued)
    named = set(IssuedLetter.objects.values_list("sha256", flat=True))
    lying = {one.sha256 for one in wiring().issued.lying()}
    assert lying <= named, "every orphan is swept, finished or not"
    assert list(check_storage(connection, wiring().issued)) == []
    assert letters + len(waiting) >= KILLS, "every kill met a clerk who was issuing"
    return {
        "cases": len(given),
        "letters": letters,
        "told": len(told),
        "interrupted": len(waiting),
        "orphans": len(orphans),
    }
