"""What of a case's history each reader gets: the permission table's kinds of data, put to the entries of the ledger.

A reviewer's code is such a kind (LC 4610.6(f)): whoever may not know it reads "a reviewer" in its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from openimr.service.accounts.permissions import Somebody, sees

#: A reviewer's code, also as people mistype it: "R-0042", "r 0042".
_CODE = re.compile(r"\bR[-‐‑–\s]?(\d{4,})\b", re.IGNORECASE)
_WRITTEN = re.compile(r"\bR-\d{4,}\b")
#: Data that only those see who see the kind: the start of an entry's type, the kind of the permission table.
SEALED = (
    ("invoice.", "fees"),
    ("quality.", "quality.notes"),
    # What a reviewer thinks before the signature is nobody's to weigh but those who look at the review.
    ("review.preliminary", "quality.notes"),
    ("review.signed", "medical.file"),
    ("reviewer.", "conflicts"),
    ("application.", "employee.contact"),
)
#: Fields that say nothing of what is sealed.
_OPEN = frozenset(
    {"by_token", "number", "received", "channel", "into", "review", "reviewer", "due", "ordinal"}
)
#: Fields that hold addresses, whatever the entry is.
_ADDRESSED = frozenset({"recipients"})


def told(reader: Somebody | None, type: str, data: Mapping[str, Any]) -> dict[str, Any]:  # noqa: A002 - the ledger's word
    """The data of an entry as far as ``reader`` may see them."""
    found = dict(data)
    if any(type.startswith(start) and not sees(reader, kind) for start, kind in SEALED):
        found = {key: value for key, value in found.items() if key in _OPEN}
    if not sees(reader, "employee.contact"):
        found = {key: value for key, value in found.items() if key not in _ADDRESSED}
    return found if sees(reader, "reviewer.code") else {key: _without(value) for key, value in found.items()}


def uncoded(words: str) -> str:
    """The words without reviewers' codes."""
    return _WRITTEN.sub("a reviewer", words)


def codes_in(text: str) -> set[str]:
    """What in the text reads as a reviewer's code, as a code is written."""
    return {f"R-{found[1]}" for found in _CODE.finditer(text)}


def _without(value: Any) -> Any:
    if isinstance(value, str):
        return uncoded(value)
    if isinstance(value, Mapping):
        return {key: _without(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_without(inner) for inner in value]
    return value
