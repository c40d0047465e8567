"""Getting one letter out of the archive."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from openimr.archive.connection import Connection, rows


@dataclass(frozen=True, slots=True)
class Held:
    """A letter of the archive.

    ``determination`` is the JSON of ``determination/1`` with its spans, ``findings`` that of
    ``openimr check`` with each finding's ``pointer``. The file's bytes are in storage under ``sha256``.
    """

    slug: str
    sha256: str
    origin: str
    kind: str
    reader: str
    loaded_at: datetime
    determination: dict[str, Any]
    findings: list[dict[str, Any]]


def get(connection: Connection, slug: str) -> Held | None:
    """The letter with this address (its case number, most often), or ``None``."""
    found = rows(
        connection,
        "SELECT slug, sha256, origin, kind, reader, loaded_at, determination, findings"
        " FROM archive.letter WHERE slug = %s",
        [slug],
    )
    if not found:
        return None
    slug, sha256, origin, kind, reader, loaded_at, determination, findings = found[0]
    return Held(slug, sha256, origin, kind, reader, loaded_at, parsed(determination), parsed(findings))


def held(connection: Connection, reader: str) -> frozenset[str]:
    """The SHA-256 of every letter that this reader has read, so that a loader can pass over them."""
    found = rows(connection, "SELECT sha256 FROM archive.letter WHERE reader = %s", [reader])
    return frozenset(row[0] for row in found)


def parsed(value: Any) -> Any:
    """A value of jsonb."""
    # Some connections (Django's among them) hand jsonb over as text.
    return json.loads(value) if isinstance(value, str) else value
