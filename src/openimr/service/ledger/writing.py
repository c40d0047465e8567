"""Appending to the ledger, in the transaction of what the events describe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from openimr.service.ledger.chain import GENESIS, Entry, canonical, moment
from openimr.service.ledger.models import Event

#: Key of the advisory lock that puts all writers in one line; held from the first append to the commit.
_LINE = 0x0D1E_C6E5


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before it has a place in the chain. ``number`` is the next of its stream."""

    stream: str
    number: int
    type: str
    data: Mapping[str, Any]
    actor: str
    role: str
    at: datetime
    rules: str
    submission: str | None = None


class AlreadyWritten(Exception):
    """Another event holds this number of the stream, or this submission: somebody was faster."""


def append(drafts: Sequence[Draft], *, using: str = "default") -> list[Entry]:
    """Append ``drafts`` in order. Call it last in the transaction: it puts all writers in one line.

    Raises:
        AlreadyWritten: see there; nothing was written.
        RuntimeError: there is no transaction.
    """
    connection = transaction.get_connection(using)
    if not connection.in_atomic_block:
        raise RuntimeError("Events are appended inside the transaction of what they describe.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LINE])
    head = Event.objects.using(using).order_by("-position").values_list("position", "hash").first()
    position, previous = head or (0, GENESIS)
    entries: list[Entry] = []
    rows: list[Event] = []
    for draft in drafts:
        position += 1
        blank = Entry(
            position, draft.stream, draft.number, draft.type, dict(draft.data), draft.actor, draft.role,
            moment(draft.at), draft.rules, draft.submission, previous, "",
        )  # fmt: skip
        canonical(blank.data)
        entry = replace(blank, hash=blank.digest())
        previous = entry.hash
        entries.append(entry)
        rows.append(
            Event(
                position=position,
                stream=entry.stream,
                number=entry.number,
                type=entry.type,
                data=entry.data,
                actor=entry.actor,
                role=entry.role,
                at=draft.at,
                rules=entry.rules,
                submission=entry.submission,
                previous=entry.previous,
                hash=entry.hash,
            )
        )
    try:
        with transaction.atomic(using=using):
            Event.objects.using(using).bulk_create(rows)
    except IntegrityError as problem:
        raise AlreadyWritten(str(problem).split("\n", 1)[0]) from problem
    return entries
