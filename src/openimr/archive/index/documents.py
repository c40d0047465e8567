"""From an entry of the archive to a document of the index, as JSON text, so that rebuilding is reading and adding."""

from __future__ import annotations

from datetime import date
from typing import Any

from openimr.archive.comparing.fingerprints import fingerprints
from openimr.archive.index.fields import SEVERAL, as_set
from openimr.archive.model import Entry
from openimr.archive.plain_json import dumps

_EPOCH = date(1970, 1, 1).toordinal()
#: Groups in which ages are counted; the last one has no upper end.
_AGES = ((0, 17), (18, 29), (30, 39), (40, 49), (50, 59), (60, 69), (70, None))


def document(entry: Entry) -> str:
    """The document of ``entry``, JSON on one line; what is not known is left out."""
    e = entry
    out: dict[str, Any] = {
        "key": e.key,
        "unit": e.unit,
        "programme": e.programme,
        "origin": e.origin,
        "address": e.address,
        "number": e.number,
        "leads": 1 if e.leads else None,
        "case_number": e.case_number,
        "day": None if e.decided is None else day(e.decided),
        "year": e.year,
        "decision": e.decision,
        "category": e.category,
        "subcategory": e.subcategory,
        "drug": e.drugs,
        "ingredient": e.ingredients,
        "drug_class": e.drug_classes,
        "body_part": e.body_parts,
        "side": e.side,
        "guideline": e.guidelines,
        "section": e.sections,
        "specialty": e.specialties,
        "license": e.licensed_states,
        "priority": e.priority,
        "sex": e.sex,
        "age_group": e.age_group or age_group(e.age),
        "age": e.age,
        "visits": e.visits,
        "diagnosis_category": e.diagnosis_categories,
        "diagnosis": e.diagnoses,
        "kind": e.kind,
        "title": (title := _title(e)),
        "text": [part for part in (title, e.rationale, e.summary, *e.specialties) if part],
        "disputed": e.disputed,
        "rationale": e.rationale,
        "runs": fingerprints(e.rationale) if e.rationale else (),
    }
    # Not of the index, which passes them over: what an export gives besides.
    out |= {"heading": e.heading, "drug_names": e.drug_names, "retrospective": e.retrospective}
    out |= {f"{name}_set": as_set(out[name]) for name in SEVERAL if out[name]}
    kept = {name: value for name, value in out.items() if value not in (None, (), "", [])}
    return dumps(kept)


def summary(document: dict[str, Any]) -> str | None:
    """The summary of the case that ``document`` was made with: what stands in its text besides the rest."""
    rest = document.get("text", [])[1 if document.get("title") else 0 :]
    if document.get("rationale"):
        rest = rest[1:]
    held = rest[: len(rest) - len(document.get("specialty", []))]
    return held[0] if held else None


def day(iso: str) -> int:
    """Days from 1970-01-01 to a day as ISO 8601; negative before."""
    return date.fromisoformat(iso).toordinal() - _EPOCH


def iso(days: int) -> str:
    """The day again."""
    return date.fromordinal(days + _EPOCH).isoformat()


def age_group(age: int | None) -> str | None:
    """``40-49``; the oldest is ``70+``."""
    if age is None:
        return None
    low, high = next(group for group in _AGES if group[1] is None or age <= group[1])
    return f"{low}+" if high is None else f"{low}-{high}"


def _title(entry: Entry) -> str:
    """What is disputed and the names under which it goes, so that each of them finds it."""
    e = entry
    parts = (
        e.disputed, e.heading if e.heading != e.disputed else None, *e.drug_names, *e.drugs, *e.drug_classes,
        e.category, e.subcategory, *e.body_parts, e.side, *e.diagnosis_categories,
        None if e.visits is None else f"{e.visits} visits",
    )  # fmt: skip
    return "\n".join(dict.fromkeys(part for part in parts if part))
