"""From a letter that was read to what the tables take of it; no database is needed for that."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openimr.archive.entries import entries
from openimr.archive.index.documents import document
from openimr.archive.loading.model import Kind
from openimr.archive.model import Origin
from openimr.archive.plain_json import clean, dumps
from openimr.letters.codec import finding_to_json, to_json
from openimr.letters.model import Determination, Finding, Item

#: Columns of ``archive.letter`` that follow from reading, in the order of :attr:`LetterRows.values`.
COLUMNS = (
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
#: Columns of ``archive.item`` behind ``letter_id``.
ITEM_COLUMNS = (
    "number",
    "disputed",
    "decision",
    "category",
    "retrospective",
    "drugs",
    "body_parts",
    "side",
    "visits",
)
_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")


@dataclass(frozen=True, slots=True)
class LetterRows:
    """A letter as the tables take it, but for its row's number and its address, which the database gives.

    Attributes:
        sha256: of the stored original.
        of_sha256: of the file that a determination was read from which came as JSON, where it says so.
        wanted: the address it should have, where that is free.
        values: see :data:`COLUMNS`.
        items: see :data:`ITEM_COLUMNS`.
        documents: number and document of each entry; :func:`addressed` completes it.
    """

    sha256: str
    of_sha256: str | None
    kind: Kind
    wanted: str | None
    values: tuple[Any, ...]
    items: tuple[tuple[Any, ...], ...]
    documents: tuple[tuple[int, str], ...]


def letter_rows(
    determination: Determination,
    findings: Sequence[Finding],
    *,
    sha256: str,
    kind: Kind,
    reader: str,
) -> LetterRows:
    """The rows of one letter.

    Raises:
        ValueError: the determination can't be held; one sentence says why.
    """
    d = determination
    numbers = [item.number for item in d.items]
    if len(set(numbers)) != len(numbers):
        raise ValueError("Two of its items have the same number; give each item a number of its own.")
    severities = [finding.severity for finding in findings]
    try:
        values = (
            clean(d.source),
            d.layout,
            None if d.case_number is None else clean(d.case_number),
            d.priority,
            d.dates.decision,
            d.case_outcome,
            len(d.items),
            severities.count("error"),
            severities.count("warning"),
            dumps(to_json(d, spans=True)),
            dumps([{**finding_to_json(f), "pointer": f.pointer} for f in findings]),
            reader,
        )
        documents = unaddressed(d)
    except UnicodeEncodeError as problem:
        raise ValueError("Its text holds half of a character (a lone surrogate); write it anew.") from problem
    return LetterRows(
        sha256=sha256,
        of_sha256=d.sha256 if kind == "json" and d.sha256 != sha256 else None,
        kind=kind,
        wanted=d.case_number if d.case_number and _SAFE.fullmatch(d.case_number) else None,
        values=values,
        items=tuple(_item(item) for item in d.items),
        documents=documents,
    )


def unaddressed(determination: Determination) -> tuple[tuple[int, str], ...]:
    """Number and document of each entry of a letter whose row, address and origin are not known yet."""
    found = entries(determination, address="", letter_id=0, origin="published")
    return tuple((entry.number, document(entry)) for entry in found)


def addressed(
    number: int, unfinished: str, *, address: str, letter_id: int, origin: Origin
) -> tuple[str, str, str]:
    """Key, unit and document of an entry, now that the letter's row, address and origin are known."""
    begins = f'{{"key":"#{number}","unit":"imr:0","programme":"imr","origin":"published",'
    if not unfinished.startswith(begins):
        raise ValueError(f"A document begins with {unfinished[:40]!r}, and not with {begins!r}.")
    key, unit = f"{address}#{number}", f"imr:{letter_id}"
    head = {"key": key, "unit": unit, "programme": "imr", "origin": origin, "address": address}
    return key, unit, dumps(head)[:-1] + "," + unfinished[len(begins) :]


def address(wanted: str | None, sha256: str, taken: bool) -> str:
    """The letter's address: its case number; where that is missing or taken, with some of the digest."""
    if wanted is None:
        return f"letter-{sha256[:12]}"
    return f"{wanted}-{sha256[:8]}" if taken else wanted


def _item(item: Item) -> tuple[Any, ...]:
    drugs = {name.lower() for drug in item.drugs for name in (drug.name, *drug.ingredients)}
    return (
        item.number,
        clean(item.disputed),
        item.decision,
        item.category,
        item.retrospective,
        sorted(clean(name) for name in drugs),
        [clean(part) for part in item.body_parts],
        item.side,
        item.visits,
    )
