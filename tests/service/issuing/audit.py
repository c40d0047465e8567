"""What has to be so after anything has happened to an office."""

from __future__ import annotations

import time
from collections import Counter
from datetime import UTC, datetime, timedelta

from openimr.letters.signing import verify
from openimr.service.issuing.storing import check_storage, read, sweep
from tests.service.issuing.office import NOW, Desk


def settle(desk: Desk) -> None:
    """Wait for the server to end what killed clients had begun."""
    with desk.connect() as connection:
        for _ in range(200):
            ((others,),) = connection.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'"
            ).fetchall()
            if not others:
                return
            time.sleep(0.05)
    raise AssertionError("the server still works for killed clients")


def shelved(desk: Desk) -> set[str]:
    """The names of all files on the shelf, finished or not."""
    return {path.parent.name + path.name for path in desk.folder.rglob("*") if path.is_file()}


def assert_right(desk: Desk) -> dict[str, int]:
    """No letter lost, doubled or half-written, no number twice, and nothing left after a sweep; the counts."""
    settle(desk)
    with desk.connect() as connection:
        rows = connection.execute(
            "SELECT id, case_number, kind, version, sha256 FROM issuing_letter"
        ).fetchall()
        assert list(check_storage(connection, desk.shelf)) == [], "a row whose bytes are not there"
        for number, _, kind, _, _ in rows:
            if kind in ("signed", "correction"):
                found = verify(read(connection, desk.shelf, number), [desk.root], at=NOW)
                assert found.problems == ()

        keys = Counter((case, kind, version) for _, case, kind, version, _ in rows)
        assert set(keys.values()) <= {1}, "doubled"
        events = connection.execute("SELECT letter_id, case_number, kind, version FROM test_event").fetchall()
        assert sorted(events) == sorted(row[:4] for row in rows), "a row and its event stand or fall together"

        held = {(case, kind, sha256) for _, case, kind, _, sha256 in rows}
        told = {tuple(line) for line in desk.notes("issued")}
        assert told <= held, "lost"
        given = Counter(number for (number,) in desk.notes("given"))
        assert set(given.values()) <= {1}, "a number given twice"

        orphans = shelved(desk) - {row[4] for row in rows}
        swept = sweep(
            connection,
            desk.shelf,
            atomic=connection.transaction,
            named=lambda _: (),
            now=datetime.now(UTC) + timedelta(seconds=5),
            older_than=timedelta(0),
        )
        assert {name.replace("/", "") for name in swept} == orphans
        assert shelved(desk) == {row[4] for row in rows}
        assert list(check_storage(connection, desk.shelf)) == []
    return {
        "letters": len(rows),
        "told": len(told),
        "numbers": len(given),
        "orphans": len(orphans),
        "half": sum(name[2] == "." for name in orphans),
    }
