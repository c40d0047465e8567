"""From a stored document of the archive to a row of an export."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from openimr.archive.answers import permalink
from openimr.archive.exporting.dictionary import columns
from openimr.archive.index.documents import iso, summary

#: Column to the name in the document, where it is taken over as it is.
_TAKEN = {
    "programme": "programme", "origin": "origin", "number": "number", "case_number": "case_number", "year": "year",
    "decision": "decision", "category": "category", "subcategory": "subcategory", "side": "side",
    "priority": "priority", "retrospective": "retrospective", "visits": "visits", "age": "age",
    "age_group": "age_group", "sex": "sex", "kind": "kind", "rationale": "rationale",
}  # fmt: skip
_LISTS = {
    "drugs": "drug", "drug_names": "drug_names", "ingredients": "ingredient", "drug_classes": "drug_class",
    "body_parts": "body_part", "guidelines": "guideline", "sections": "section", "specialties": "specialty",
    "licensed_states": "license", "diagnoses": "diagnosis", "diagnosis_categories": "diagnosis_category",
}  # fmt: skip


def row(document: str, *, site: str = "") -> dict[str, Any]:
    """The columns of ``dictionary.yaml`` for one item, of a document as ``archive.entry`` holds it.

    Values are strings, whole numbers, booleans, lists of strings and ``None``; a date is ISO 8601.

    Args:
        site: the beginning of permalinks, such as ``https://example.org``; without it they begin with ``/``.
    """
    held: dict[str, Any] = json.loads(document)
    of = {
        **{column: held.get(name) for column, name in _TAKEN.items()},
        **{column: held.get(name, []) for column, name in _LISTS.items()},
        "key": held["key"],
        "letter": held.get("address") if held.get("programme") == "imr" else None,
        "permalink": site + permalink(held["key"]),
        "first_of_letter": bool(held.get("leads")),
        "decided": None if "day" not in held else iso(held["day"]),
        "heading": held.get("heading") or None,
        "disputed": held.get("disputed") or None,
        "summary": summary(held),
    }
    return {name: of[name] for name in _order()}


@cache
def _order() -> tuple[str, ...]:
    return tuple(column.name for column in columns())
