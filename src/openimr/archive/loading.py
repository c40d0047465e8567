"""Loading letters: each file once, read again only when the reader has changed."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from openimr.archive.connection import Connection, rows, run
from openimr.archive.storage import Storage
from openimr.letters.codec import finding_to_json, to_json
from openimr.letters.model import Determination, Finding, Item

#: What loading a letter did: it is new, it was held and has been read again, or it was held already.
Loaded = Literal["added", "updated", "held"]
Origin = Literal["sample", "published"]

_COLUMNS = (
    "source",
    "layout",
    "case_number",
    "priority",
    "decided",
    "outcome",
    "items",
    "errors",
    "warnings",
    "determination",
    "findings",
    "reader",
)
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")


def load(
    connection: Connection,
    storage: Storage,
    data: bytes,
    determination: Determination,
    findings: Sequence[Finding],
    *,
    origin: Origin,
    reader: str,
) -> Loaded:
    """Put a letter into the archive: its bytes into ``storage``, then its rows.

    A file that is held by the same ``reader`` is left as it is, one held by another reader gets the new
    reading; its address stays. Safe to repeat and safe beside other loaders.

    Args:
        data: the file's bytes; their SHA-256 tells letters apart.
        determination: what was read from it, with spans.
        findings: what the checks found in it.
        origin: ``sample`` for a fictional letter, ``published`` for one of the public record.
        reader: the version of the reader and the checks, see :func:`openimr.archive.held`.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    # Two loaders of the same file, or of two files of the same case, wait for one another.
    run(connection, "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", ["archive.letter"])
    known = rows(connection, "SELECT id, reader FROM archive.letter WHERE sha256 = %s", [sha256])
    if known and known[0][1] == reader:
        return "held"
    storage.put(data)
    values = _values(determination, findings, reader)
    words = _words(determination)
    if known:
        letter_id = known[0][0]
        sets = ", ".join(f"{column} = %s" for column in _COLUMNS)
        run(
            connection,
            f"UPDATE archive.letter SET {sets}, read_at = now(), words = {_VECTOR} WHERE id = %s",  # noqa: S608
            [*values, *words, letter_id],
        )
        run(connection, "DELETE FROM archive.item WHERE letter_id = %s", [letter_id])
    else:
        kind = "pdf" if data[:1024].lstrip().startswith(b"%PDF-") else "text"
        names = ", ".join(("sha256", "slug", "origin", "kind", *_COLUMNS, "words"))
        marks = ", ".join(["%s"] * (4 + len(_COLUMNS)))
        letter_id = rows(
            connection,
            f"INSERT INTO archive.letter ({names}) VALUES ({marks}, {_VECTOR}) RETURNING id",  # noqa: S608
            [sha256, _slug(connection, determination, sha256), origin, kind, *values, *words],
        )[0][0]
    for item in determination.items:
        _insert_item(connection, letter_id, item)
    return "updated" if known else "added"


#: Names and numbers weigh more than prose when a search ranks letters.
_VECTOR = (
    "setweight(to_tsvector('english', %s), 'A') || setweight(to_tsvector('english', %s), 'B')"
    " || setweight(to_tsvector('english', %s), 'C')"
)


def _values(determination: Determination, findings: Sequence[Finding], reader: str) -> list[Any]:
    d = determination
    severities = [finding.severity for finding in findings]
    return [
        d.source,
        d.layout,
        d.case_number,
        d.priority,
        d.dates.decision,
        d.case_outcome,
        len(d.items),
        severities.count("error"),
        severities.count("warning"),
        _json(to_json(d, spans=True)),
        _json([{**finding_to_json(f), "pointer": f.pointer} for f in findings]),
        reader,
    ]


def _words(determination: Determination) -> list[str]:
    d = determination
    headings: Iterable[str] = (item.heading for item in d.items)
    prose = [d.summary.text, *(item.rationale for item in d.items if item.rationale)]
    return [d.case_number or "", "\n".join(headings), _clean("\n".join(prose))]


def _insert_item(connection: Connection, letter_id: int, item: Item) -> None:
    drugs = {name.lower() for drug in item.drugs for name in (drug.name, *drug.ingredients)}
    run(
        connection,
        "INSERT INTO archive.item (letter_id, number, disputed, decision, category, retrospective, drugs,"
        " body_parts, side, visits) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [
            letter_id,
            item.number,
            _clean(item.disputed),
            item.decision,
            item.category,
            item.retrospective,
            sorted(_clean(name) for name in drugs),
            list(item.body_parts),
            item.side,
            item.visits,
        ],
    )


def _slug(connection: Connection, determination: Determination, sha256: str) -> str:
    """The letter's address: its case number; where that is missing or taken, with some of the digest."""
    wanted = determination.case_number or ""
    if not _SAFE.fullmatch(wanted):
        return f"letter-{sha256[:12]}"
    if rows(connection, "SELECT 1 FROM archive.letter WHERE slug = %s", [wanted]):
        return f"{wanted}-{sha256[:8]}"
    return wanted


def _clean(text: str) -> str:
    """PostgreSQL's text holds no NUL."""
    return text.replace("\x00", "")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False).replace("\\u0000", "")
