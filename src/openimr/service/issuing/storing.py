"""Issuing a letter so that nothing half-done is ever seen, wherever the process is killed.

First the bytes go to the storage, synced and renamed; then the row and the event are written in one
transaction. A process that dies between the two leaves bytes that no row names, an orphan, which
:func:`sweep` removes; it never leaves a row without its bytes. Database, storage and clock come in.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from openimr.archive.connection import Connection, rows, run
from openimr.archive.storage import Storage
from openimr.service.issuing.shelf import Listed

#: ``signed`` is the Final Determination, ``correction`` a new version of it, ``public`` its de-identified
#: copy, ``notice`` any other letter of the office.
Kind = Literal["signed", "public", "notice", "correction"]
Atomic = Callable[[], AbstractContextManager[Any]]

#: Issuing holds it shared, sweeping alone: no letter is taken for an orphan while it becomes one no longer.
_LOCK = "openimr.issuing"
#: Rows that the check of the storage holds at once.
_BATCH = 500


class IssuingProblem(Exception):
    """The letter is not issued; the message is one sentence for people."""


class AlreadyIssued(IssuingProblem):
    """This version of this letter was issued before; it stays as it is.

    Attributes:
        held: the letter that was issued.
    """

    def __init__(self, held: Issued) -> None:
        super().__init__(
            f"Version {held.version} of the {held.kind} letter of {held.case_number} was issued on "
            f"{held.issued_at:%Y-%m-%d}; a letter is changed by issuing the next version."
        )
        self.held = held


@dataclass(frozen=True, slots=True)
class Issued:
    """A letter that was issued: its row. ``supersedes`` is the row's number that it takes the place of."""

    id: int
    case_number: str
    kind: Kind
    version: int
    sha256: str
    size: int
    issued_at: datetime
    supersedes: int | None


@dataclass(frozen=True, slots=True)
class Bad:
    """A letter whose bytes are not what its row says; ``problem`` is one sentence."""

    issued: Issued
    problem: str


_COLUMNS = "id, case_number, kind, version, sha256, size, issued_at, supersedes_id"


def issue(
    connection: Connection,
    storage: Listed,
    *,
    atomic: Atomic,
    case_number: str,
    version: int,
    kind: Kind,
    pdf: bytes,
    determination: Mapping[str, Any] | None,
    issued_at: datetime,
    supersedes: int | None = None,
    record: Callable[[Issued], None],
) -> Issued:
    """Issue a letter: its bytes, then its row and its event.

    Called inside a transaction of the caller, the letter is issued when that is committed.

    Args:
        connection: the one that ``record`` writes by, too.
        atomic: opens a transaction (or a savepoint) on it: ``transaction.atomic`` of Django,
            ``connection.transaction`` of psycopg.
        version: 1 for the first letter of this kind in the case, then one more each time.
        pdf: the letter's bytes, signed where it is to be signed.
        determination: what the letter says, as JSON; ``None`` for a notice.
        supersedes: the number of the row that this one takes the place of; a correction needs it.
        record: writes the event, in the same transaction; what it raises undoes the row.

    Raises:
        AlreadyIssued: this version of this kind was issued for the case before.
        IssuingProblem: the version leaves one out, what it supersedes is not a letter of this case or was
            superseded already, or the letter is no PDF.
        OSError: the storage can't keep the bytes; nothing was issued.
    """
    if kind not in get_args(Kind):
        raise ValueError(f"There is no kind of letter {kind!r}; there are {', '.join(get_args(Kind))}.")
    if issued_at.tzinfo is None:
        raise ValueError("The time of issuing needs its time zone.")
    if not pdf.startswith(b"%PDF-"):
        raise IssuingProblem(f"The letter of {case_number} is no PDF, so it can't be issued; write it again.")
    sha256 = storage.put(pdf)
    with atomic():
        hold(connection)
        if not storage.has(sha256):
            storage.put(pdf)  # swept as an orphan of an earlier attempt, before the lock was held
        # Two who issue for one case wait for one another; the second sees what the first did.
        run(
            connection,
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"{_LOCK}.{case_number}"],
        )
        _refuse(connection, case_number, kind, version, supersedes)
        ((number,),) = rows(
            connection,
            "INSERT INTO issuing_letter"
            " (case_number, kind, version, sha256, size, determination, issued_at, supersedes_id)"
            " VALUES (%s, %s, %s, %s, %s, %s::jsonb, %s, %s) RETURNING id",
            [
                case_number,
                kind,
                version,
                sha256,
                len(pdf),
                None if determination is None else json.dumps(determination, ensure_ascii=False),
                issued_at,
                supersedes,
            ],
        )
        issued = Issued(number, case_number, kind, version, sha256, len(pdf), issued_at, supersedes)
        record(issued)
    return issued


def issued_of(connection: Connection, case_number: str) -> tuple[Issued, ...]:
    """The letters of a case, in the order in which they were issued."""
    found = rows(
        connection,
        f"SELECT {_COLUMNS} FROM issuing_letter WHERE case_number = %s ORDER BY id",  # noqa: S608
        [case_number],
    )
    return tuple(Issued(*row) for row in found)


def read(connection: Connection, storage: Storage, number: int) -> bytes:
    """The bytes of an issued letter, held against their digest.

    Raises:
        KeyError: there is no letter of that number.
        IssuingProblem: its bytes are gone or are others.
    """
    found = rows(connection, f"SELECT {_COLUMNS} FROM issuing_letter WHERE id = %s", [number])  # noqa: S608
    if not found:
        raise KeyError(f"No letter of the number {number} was issued.")
    data, problem = _held(storage, Issued(*found[0]))
    if data is None:
        raise IssuingProblem(f"The letter can't be shown: {problem}")
    return data


def sweep(
    connection: Connection,
    storage: Listed,
    *,
    atomic: Atomic,
    named: Callable[[Sequence[str]], Iterable[str]],
    now: datetime,
    older_than: timedelta,
) -> tuple[str, ...]:
    """Remove from ``storage`` what no row names and nobody can be writing any more; the names of what went.

    Safe beside issuing: while it looks, no letter is issued, and one that is issued afterwards puts its
    bytes back where they are missing.

    Args:
        named: of these digests, those that something else than an issued letter names. Where the storage
            holds records and forms too, whoever keeps them has to answer here, and hold :func:`hold` from
            before the bytes are put until the row is committed. ``lambda _: ()`` for a storage of issued
            letters alone.
        older_than: what was written less than this before ``now`` stays; an hour is plenty.
    """
    old = [found for found in storage.lying() if now - found.since > older_than]
    if not old:
        return ()
    with atomic():
        run(connection, "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [_LOCK])
        digests = [found.sha256 for found in old if found.sha256 is not None]
        known = {
            row[0]
            for row in rows(
                connection, "SELECT DISTINCT sha256 FROM issuing_letter WHERE sha256 = ANY(%s)", [digests]
            )
        }
        known.update(named(digests))
        orphans = [found.name for found in old if found.sha256 not in known]
        for name in orphans:
            storage.discard(name)
    return tuple(orphans)


def hold(connection: Connection) -> None:
    """Keep sweeping away until the end of this transaction: what is put now is not taken for an orphan."""
    run(connection, "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))", [_LOCK])


def check_storage(connection: Connection, storage: Storage) -> Iterator[Bad]:
    """Every issued letter whose bytes are missing or are not those that were issued.

    Reads every letter once; a few hundred rows are in memory at a time.
    """
    last = 0
    while True:
        batch = rows(
            connection,
            f"SELECT {_COLUMNS} FROM issuing_letter WHERE id > %s ORDER BY id LIMIT {_BATCH}",  # noqa: S608
            [last],
        )
        for row in batch:
            issued = Issued(*row)
            data, problem = _held(storage, issued)
            if data is None:
                yield Bad(issued, problem)
        if len(batch) < _BATCH:
            return
        last = batch[-1][0]


def _held(storage: Storage, issued: Issued) -> tuple[bytes | None, str]:
    """The bytes of a letter, or ``None`` and what is wrong with them."""
    name = f"Version {issued.version} of the {issued.kind} letter of {issued.case_number}"
    back = f"put {issued.sha256} back from a backup."
    try:
        data = storage.get(issued.sha256)
    except FileNotFoundError:
        return None, f"{name} is not in the storage; {back}"
    except OSError as problem:
        return None, f"{name} can't be read ({problem.strerror}); {back}"
    if hashlib.sha256(data).hexdigest() != issued.sha256:
        return None, f"{name} has {len(data)} bytes that are not the {issued.size} that were issued; {back}"
    return data, ""


def _refuse(
    connection: Connection, case_number: str, kind: Kind, version: int, supersedes: int | None
) -> None:
    """Raise where this letter may not be the next one of the case; the constraints say the same."""
    held = issued_of(connection, case_number)
    same = [one for one in held if one.kind == kind]
    for one in same:
        if one.version == version:
            raise AlreadyIssued(one)
    if version != len(same) + 1:
        raise IssuingProblem(
            f"The next {kind} letter of {case_number} is version {len(same) + 1}, not {version}; "
            "load the case again."
        )
    if supersedes is None:
        if kind == "correction":
            raise IssuingProblem(f"A correction in {case_number} has to name the letter that it corrects.")
        return
    if all(one.id != supersedes for one in held):
        raise IssuingProblem(f"What should be superseded is not a letter of {case_number}; name one that is.")
    for one in held:
        if one.supersedes == supersedes:
            raise IssuingProblem(
                f"That letter of {case_number} was superseded by version {one.version} ({one.kind}) already; "
                "supersede that one."
            )
