"""What a search and a count answer, as JSON: ``archive-search/1`` and ``archive-stats/1``.

The same shapes are printed by the command line and given by the HTTP API; their JSON Schemas lie in ``schemas/``. What
a source does not say is null, a list of nothing is [].
"""

from __future__ import annotations

import json
from importlib import resources
from typing import Any
from urllib.parse import quote

from openimr.archive.counting.outcomes import Outcome, Outcomes
from openimr.archive.highlighting import Passage
from openimr.archive.searching import Found, Hit

#: Name of a schema to its file.
SCHEMAS = {"archive-search": "archive-search-1.json", "archive-stats": "archive-stats-1.json"}

#: Name in the answer to the field of the index, for what has one value and for what has several.
_ONE = {
    "programme": "programme", "origin": "origin", "case_number": "case_number", "decided": "decided", "year": "year",
    "decision": "decision", "category": "category", "subcategory": "subcategory", "disputed": "disputed",
    "side": "side", "priority": "priority", "visits": "visits", "age": "age", "age_group": "age_group", "sex": "sex",
    "kind": "kind",
}  # fmt: skip
_SEVERAL = {
    "drugs": "drug", "drug_classes": "drug_class", "body_parts": "body_part", "guidelines": "guideline",
    "sections": "section", "specialties": "specialty", "licensed_states": "license", "diagnoses": "diagnosis",
    "diagnosis_categories": "diagnosis_category",
}  # fmt: skip


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema ``name``, one of :data:`SCHEMAS`.

    Raises:
        KeyError: no such schema.
    """
    text = resources.files("openimr.archive").joinpath("schemas", SCHEMAS[name]).read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def permalink(key: str) -> str:
    """Path of the page of the item ``key``: it stays for as long as the item does.

    >>> permalink("CM16-0248698#2")
    '/archive/items/CM16-0248698/2/'
    """
    address, _, number = key.partition("#")
    return f"/archive/items/{quote(address, safe='')}/{number or 1}/"


def found_json(found: Found, *, sort: str = "relevance") -> dict[str, Any]:
    """``archive-search/1``."""
    return {
        "schema": "archive-search/1",
        "query": found.query,
        "sort": sort,
        "total": found.total,
        "suggestion": found.suggestion,
        "corrected": found.corrected,
        "recognized": {
            "cases": list(found.recognized.cases),
            "citations": [
                {"guideline": guideline, "section": section}
                for guideline, section in found.recognized.citations
            ],
        },
        "unknown": [
            {"field": field, "value": value, "nearest": list(nearest)}
            for field, value, nearest in found.unknown
        ],
        "hits": [hit_json(hit) for hit in found.hits],
    }


def hit_json(hit: Hit) -> dict[str, Any]:
    """One item of ``archive-search/1``."""
    held = hit.fields
    return {
        "key": hit.key,
        "permalink": permalink(hit.key),
        "letter": held.get("address") if held.get("programme") == "imr" else None,
        "item": held.get("number"),
        **{name: held.get(field) for name, field in _ONE.items()},
        **{name: list(held.get(field, ())) for name, field in _SEVERAL.items()},
        "title": _passage(hit.title),
        "passage": None if hit.passage is None else _passage(hit.passage),
        "score": None if hit.score is None else round(float(hit.score), 4),
        "loose": hit.loose,
    }


def _passage(passage: Passage) -> dict[str, Any]:
    return {
        "text": passage.text,
        "marks": [list(span) for span in passage.marks],
        "before": passage.before,
        "after": passage.after,
    }


def outcomes_json(counted: Outcomes) -> dict[str, Any]:
    """``archive-stats/1``."""
    return {
        "schema": "archive-stats/1",
        "query": counted.query,
        "by": list(counted.by),
        "total": _outcome(counted.total),
        "rows": [
            {"values": dict(zip(counted.by, row.values, strict=True)), **_outcome(row)}
            for row in counted.rows
        ],
        "overlapping": list(counted.overlapping),
        "cut": counted.cut,
    }


def _outcome(row: Outcome) -> dict[str, Any]:
    return {
        "items": row.items,
        "upheld": row.upheld,
        "overturned": row.overturned,
        "share_overturned": None if row.share is None else round(row.share, 6),
        "interval_95": None if row.interval is None else [round(end, 6) for end in row.interval],
    }
