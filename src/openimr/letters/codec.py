"""Determinations and findings to JSON and back, in the schema ``determination/1``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openimr.letters.model import (
    SCHEMA,
    Citation,
    Dates,
    Determination,
    Drug,
    Finding,
    Item,
    Reviewer,
    Summary,
    outcome,
)
from openimr.pages.model import Span


def to_json(determination: Determination, *, spans: bool = False) -> dict[str, Any]:
    """The determination as JSON-ready data; with ``spans``, where every value stands as well.

    Spans come under ``spans`` by JSON Pointer: ``{"/items/0/disputed": [{"page", "start", "end"}]}``.
    """
    d = determination
    out: dict[str, Any] = {
        "schema": SCHEMA,
        "source": d.source,
        "sha256": d.sha256,
        "layout": d.layout,
        "case_number": d.case_number,
        "priority": d.priority,
        "dates": {
            "assigned": d.dates.assigned,
            "decision": d.dates.decision,
            "injury": d.dates.injury,
            "ur_denial": d.dates.ur_denial,
            "application_received": d.dates.application_received,
        },
        "reviewer": {
            "licensed_states": list(d.reviewer.licensed_states),
            "certifications": list(d.reviewer.certifications),
            "statement": d.reviewer.statement,
        },
        "documents_reviewed": list(d.documents_reviewed),
        "summary": {
            "text": d.summary.text,
            "age": d.summary.age,
            "sex": d.summary.sex,
            "injury_date": d.summary.injury_date,
            "ur_decision_date": d.summary.ur_decision_date,
            "diagnoses": list(d.summary.diagnoses),
        },
        "items": [_item(item) for item in d.items],
        "case_outcome": d.case_outcome,
    }
    if spans:
        out["spans"] = {
            pointer: [{"page": s.page, "start": s.start, "end": s.end} for s in places]
            for pointer, places in d.spans.items()
        }
    return out


def _item(item: Item) -> dict[str, Any]:
    return {
        "number": item.number,
        "heading": item.heading,
        "disputed": item.disputed,
        "decision": item.decision,
        "retrospective": item.retrospective,
        "category": item.category,
        "drugs": [
            {
                "name": drug.name,
                "ingredients": list(drug.ingredients),
                "strength": drug.strength,
                "quantity": drug.quantity,
                "refills": drug.refills,
            }
            for drug in item.drugs
        ],
        "visits": item.visits,
        "frequency_per_week": item.frequency_per_week,
        "weeks": item.weeks,
        "body_parts": list(item.body_parts),
        "side": item.side,
        "original_request": item.original_request,
        "authorized": item.authorized,
        "administrator_citations": [_citation(c) for c in item.administrator_citations],
        "reviewer_citations": [_citation(c) for c in item.reviewer_citations],
        "rationale": item.rationale,
    }


def _citation(c: Citation) -> dict[str, Any]:
    return {
        "source": c.source,
        "guideline": c.guideline,
        "year": c.year,
        "sections": list(c.sections),
        "pages": c.pages,
        "text": c.text,
    }


def from_json(data: Mapping[str, Any]) -> Determination:
    """A determination from its JSON.

    Raises:
        ValueError: the data do not follow ``determination/1``; the message names the first place.
    """
    from openimr.letters.schema import validate  # the validator is loaded only where data come in

    validate(data)
    return from_held(data)


def from_held(data: Mapping[str, Any]) -> Determination:
    """A determination from JSON that :func:`to_json` gave, not checked again (that takes ten times as long)."""
    return Determination(
        source=data.get("source") or "determination.json",
        sha256=data.get("sha256"),
        layout=data["layout"],
        case_number=data["case_number"],
        priority=data["priority"],
        dates=Dates(**data["dates"]),
        reviewer=Reviewer(
            tuple(data["reviewer"]["licensed_states"]),
            tuple(data["reviewer"]["certifications"]),
            data["reviewer"]["statement"],
        ),
        documents_reviewed=tuple(data["documents_reviewed"]),
        summary=Summary(**{**data["summary"], "diagnoses": tuple(data["summary"]["diagnoses"])}),
        items=tuple(_item_from(item) for item in data["items"]),
        case_outcome=data.get("case_outcome") or outcome([item["decision"] for item in data["items"]]),
        spans={
            pointer: tuple(Span(s["page"], s["start"], s["end"]) for s in places)
            for pointer, places in (data.get("spans") or {}).items()
        },
    )


def _item_from(data: Mapping[str, Any]) -> Item:
    values = dict(data)
    values["drugs"] = tuple(Drug(**{**d, "ingredients": tuple(d["ingredients"])}) for d in data["drugs"])
    values["body_parts"] = tuple(data["body_parts"])
    for side in ("administrator_citations", "reviewer_citations"):
        values[side] = tuple(Citation(**{**c, "sections": tuple(c["sections"])}) for c in data[side])
    return Item(**values)


def finding_to_json(finding: Finding) -> dict[str, Any]:
    """A finding as JSON-ready data."""
    return {
        "code": finding.code,
        "severity": finding.severity,
        "item": finding.item,
        "message": finding.message,
        "quote": finding.quote,
        "against": finding.against,
        "fix": finding.fix,
    }
