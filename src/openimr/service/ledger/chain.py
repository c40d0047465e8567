"""Entries of the ledger and their chain of hashes, and what is wrong with a chain; knows no database.

An exported ledger is JSON lines: one entry a line in order of position, then one end line
``{"end": {"entries": n, "first": p, "head": hash, "exported": time}, "signature": ..., "certificate": ...}``.
The hash of an entry covers everything in it and the hash of the one before, so a flipped, dropped, swapped
or inserted entry breaks the chain at that place; the end line tells when entries at the end are missing, and
its signature keeps anybody without the organization's key from writing a new end line.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

#: What the first entry of all has before it.
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``position`` counts all entries from 1 without a gap, ``number`` those of one stream.

    ``stream`` is what the event belongs to (``case:CM26-0000123``, ``mail:D26-000045``, ``accounts``);
    ``actor`` never holds a name, only an account's or reviewer's code; ``rules`` is the version of the law's
    data that was in use; ``submission`` makes a repeated submission of one form recognizable.
    """

    position: int
    stream: str
    number: int
    type: str
    data: dict[str, Any]
    actor: str
    role: str
    at: str
    rules: str
    submission: str | None
    previous: str
    hash: str

    def digest(self) -> str:
        """The hash that the entry must have: SHA-256 of its canonical JSON without ``hash``."""
        content = asdict(self)
        del content["hash"]
        return hashlib.sha256(canonical(content)).hexdigest()


def canonical(value: Any) -> bytes:
    """JSON in one form only: sorted keys, no blanks, UTF-8, no floats that could be written two ways.

    Raises:
        ValueError: the value holds a float, which has no single form.
    """
    _refuse_floats(value)
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError(f"Events hold no floats ({value}); write whole units or a text.")
    if isinstance(value, dict):
        for inner in value.values():
            _refuse_floats(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _refuse_floats(inner)


def moment(at: datetime) -> str:
    """A moment as entries hold it: UTC with microseconds, always of the same length."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def from_json(data: dict[str, Any]) -> Entry:
    """The entry on one line.

    Raises:
        ValueError: a field is missing, unknown or of another kind.
    """
    expected: dict[str, type | tuple[type, ...]] = {
        "position": int, "stream": str, "number": int, "type": str, "data": dict, "actor": str, "role": str,
        "at": str, "rules": str, "submission": (str, type(None)), "previous": str, "hash": str,
    }  # fmt: skip
    if not isinstance(data, dict):
        raise ValueError("the line holds no entry")
    for name, kind in expected.items():
        if name not in data:
            raise ValueError(f"the field {name!r} is missing")
        if not isinstance(data[name], kind) or isinstance(data[name], bool):
            raise ValueError(f"the field {name!r} holds {data[name]!r}")
    if unknown := sorted(set(data) - set(expected)):
        raise ValueError(f"there is an unknown field {unknown[0]!r}")
    return Entry(**data)


@dataclass(frozen=True, slots=True)
class Problem:
    """The first bad entry of a chain. ``line`` counts from 1; ``position`` is what the entry says of itself."""

    line: int
    position: int | None
    message: str


def first_problem(
    entries: Iterable[tuple[int, Entry]], *, first: int = 1, previous: str = GENESIS
) -> Problem | Entry | None:
    """Go through ``(line, entry)`` pairs: the first problem, or the last entry, or ``None`` for an empty chain."""
    last: Entry | None = None
    numbers: dict[str, int] = {}
    expected = first
    for line, entry in entries:
        if entry.position != expected:
            what = "missing before it" if entry.position > expected else "there twice or out of order"
            return Problem(
                line,
                entry.position,
                f"expected entry {expected}, found entry {entry.position}: something is {what}",
            )
        if entry.previous != previous:
            return Problem(
                line,
                entry.position,
                "does not follow from the entry before it: one of the two was changed, or one between them is gone",
            )
        if entry.digest() != entry.hash:
            return Problem(
                line, entry.position, "was changed after it was written: its content does not give its hash"
            )
        known = numbers.get(entry.stream)
        if entry.number != (known or 0) + 1 and (known is not None or first == 1):
            return Problem(
                line,
                entry.position,
                f"is event {entry.number} of {entry.stream} where event {(known or 0) + 1} was due",
            )
        numbers[entry.stream] = entry.number
        previous, expected, last = entry.hash, expected + 1, entry
    return last
