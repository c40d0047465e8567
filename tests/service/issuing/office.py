"""An office that issues letters, in a process of its own: it may be killed, out of room, or cut off from its database.

What it did it writes to a journal, each line with one system call, so that a kill loses none.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import random
import resource
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import psycopg

from openimr.letters.signing import Credential, sign
from openimr.service.database import Address
from openimr.service.issuing import shelf as shelving
from openimr.service.issuing.numbering import next_case_number
from openimr.service.issuing.shelf import Shelf
from openimr.service.issuing.storing import AlreadyIssued, Issued, issue

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PASSWORD = b"test password"
YEAR = 2026


@dataclass(frozen=True)
class Desk:
    """What an office works with; can be handed to another process."""

    address: Address
    folder: Path
    journal: Path
    letter: bytes
    public: bytes
    credential: bytes
    root: bytes

    @property
    def shelf(self) -> Shelf:
        return Shelf(self.folder)

    def connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(
            dbname=self.address.name, user=self.address.user, host=self.address.host, autocommit=True
        )

    def note(self, line: str) -> None:
        descriptor = os.open(self.journal, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        os.write(descriptor, f"{line}\n".encode())
        os.close(descriptor)

    def notes(self, word: str) -> list[list[str]]:
        lines = self.journal.read_text().splitlines() if self.journal.exists() else []
        return [line.split()[1:] for line in lines if line.split()[0] == word]


@cache
def opened(credential: bytes) -> Credential:
    return Credential.from_pkcs12(credential, PASSWORD)


def recorder(connection: psycopg.Connection[Any]) -> Callable[[Issued], None]:
    """Writes the event, as the ledger does: in the transaction that it is called in."""

    def record(issued: Issued) -> None:
        connection.execute(
            "INSERT INTO test_event (letter_id, case_number, kind, version) VALUES (%s, %s, %s, %s)",
            [issued.id, issued.case_number, issued.kind, issued.version],
        )

    return record


def issue_one(
    desk: Desk,
    connection: psycopg.Connection[Any],
    case_number: str,
    *,
    kind: str = "signed",
    pdf: bytes | None = None,
    version: int = 1,
    supersedes: int | None = None,
    **options: Any,
) -> Issued:
    if pdf is None:
        pdf = sign(desk.letter, opened(desk.credential), at=NOW, reason="test", location=None)
    return issue(
        connection,
        options.pop("shelf", desk.shelf),
        **{"atomic": connection.transaction, "record": recorder(connection), **options},
        case_number=case_number,
        version=version,
        kind=kind,
        pdf=pdf,
        determination={"case_number": case_number},
        issued_at=NOW,
        supersedes=supersedes,
    )


def work(desk: Desk, ready: Any, seed: int, cases: int | None = None) -> None:
    """Take numbers and issue letters until killed, or for so many cases: some with a copy and a correction.

    Where the database goes away, what was under way is tried again, as a job queue does.
    """
    chance = random.Random(seed)
    connection = desk.connect()
    ready.set()
    done = 0
    while cases is None or done < cases:
        done += 1
        number = None
        steps: list[tuple[str, bytes]] = [
            (kind, sign(desk.letter, opened(desk.credential), at=NOW, reason="test", location=None))
            for kind in ("signed", "correction")[: chance.choice((1, 1, 2))]
        ]
        # The public copy has the same bytes in every case: one file on the shelf that many rows name.
        steps += [("public", desk.public)] * (chance.random() < 0.3)
        before: dict[str, int] = {}
        while number is None or steps:
            try:
                if number is None:
                    number = next_case_number(connection, YEAR)
                    desk.note(f"given {number}")
                    continue
                kind, pdf = steps[0]
                supersedes = before.get("signed") if kind == "correction" else None
                try:
                    issued = issue_one(desk, connection, number, kind=kind, pdf=pdf, supersedes=supersedes)
                except AlreadyIssued as problem:  # the answer to the commit was lost
                    issued = problem.held
                desk.note(f"issued {number} {kind} {issued.sha256}")
                before[kind] = issued.id
                del steps[0]
            except psycopg.OperationalError:
                connection = reconnect(desk)


def reconnect(desk: Desk) -> psycopg.Connection[Any]:
    import time

    for _ in range(600):
        with contextlib.suppress(psycopg.OperationalError):
            return desk.connect()
        time.sleep(0.05)
    raise SystemExit("the database did not come back")


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_at(desk: Desk, point: str) -> None:
    """Issue one letter and be killed at a named point of it."""
    connection = desk.connect()
    options: dict[str, Any] = {}
    note = recorder(connection)
    if point == "written, not synced":
        os.fsync = lambda _: die()
    elif point == "synced, not renamed":
        Path.replace = lambda *_: die()  # type: ignore[method-assign]
    elif point == "renamed, folder not synced":
        shelving._sync = lambda _: die()
    elif point == "kept, no transaction":
        options["atomic"] = die
    elif point == "row without its event":
        options["record"] = lambda _: die()
    elif point == "row and event, not committed":
        options["record"] = lambda issued: (note(issued), die())

    @contextlib.contextmanager
    def committed() -> Iterator[None]:
        with connection.transaction():
            yield
        die()

    if point == "committed":
        options["atomic"] = committed
    issue_one(desk, connection, "CM26-0000001", **options)


def out_of_room(desk: Desk, limit: int, answer: Any) -> None:
    """Issue one letter where no file may grow beyond ``limit`` bytes, then again without that limit."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    connection = desk.connect()
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))
    try:
        issue_one(desk, connection, "CM26-0000001")
        first = "issued"
    except OSError as problem:
        first = type(problem).__name__ + " " + os.strerror(problem.errno or 0)
    held = sorted(path.name for path in desk.folder.rglob("*") if path.is_file())
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    issue_one(desk, connection, "CM26-0000001")
    answer.put((first, held))


def on_a_full_disk(desk: Desk, answer: Any) -> None:
    """Issue letters on a disk of 300 KB that nobody else sees, until it is full; make room, and go on."""
    libc = ctypes.CDLL(None, use_errno=True)
    desk.folder.mkdir()
    new_mounts, private, tmpfs = 0x20000, 0x4000 | 0x40000, b"tmpfs"
    if (
        libc.unshare(new_mounts)
        or libc.mount(b"none", b"/", None, private, None)
        or libc.mount(tmpfs, os.fsencode(desk.folder), tmpfs, 0, b"size=300k")
    ):
        answer.put(os.strerror(ctypes.get_errno()))
        return
    from tests.service.issuing.audit import assert_right

    ballast = desk.folder / "ballast"
    ballast.write_bytes(bytes(100_000))
    with desk.connect() as connection:
        refused = 0
        for number in range(1, 9):
            case_number = f"CM26-{number:07}"
            try:
                issue_one(desk, connection, case_number)
            except OSError as problem:
                assert problem.errno == errno.ENOSPC
                refused += 1
        ((first,),) = connection.execute("SELECT count(*) FROM issuing_letter").fetchall()
        ballast.unlink()
        issue_one(desk, connection, "CM26-0000099")
    answer.put((first, refused, assert_right(desk)))
