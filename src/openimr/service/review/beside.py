"""The checks of the letter, run beside the typing: on the determination as it would be.

What is not decided yet has no decision to check: such an item is looked at as upheld and as overturned, and
only what is found both ways is shown, so that no finding leans to a decision that nobody made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from openimr import letters
from openimr.letters.model import Decision, Finding
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import ItemDecision, Review
from openimr.service.review import content as typing
from openimr.service.review.determining import NotDecided, assemble


@dataclass(frozen=True, slots=True)
class Group:
    """The findings on one part of the letter."""

    title: str
    findings: tuple[Finding, ...]


def key(finding: Finding) -> str:
    """A name for a finding that stays the same while its words do; the reviewer's answer is kept under it."""
    told = f"{finding.code}\0{finding.item}\0{finding.quote}\0{finding.message}"
    return f"{finding.code}-{hashlib.sha256(told.encode()).hexdigest()[:10]}"


def findings(case: Case, review: Review, content: Mapping[str, Any]) -> tuple[Finding, ...]:
    """What the checks find in what was typed; nothing where a treatment was confirmed by nobody."""
    if not _begun(content):
        return ()
    undecided = [number for number, entry in content["items"].items() if not entry["decision"]]
    ways: tuple[Decision, ...] = ("upheld", "overturned") if undecided else ("upheld",)
    found: list[dict[str, Finding]] = []
    for way in ways:
        try:
            draft = assemble(case, [as_signed(case, review, content, way)])
        except NotDecided:
            return ()
        found.append({key(one): one for one in letters.check(draft)})
    shown = [one for name, one in found[0].items() if all(name in other for other in found[1:])]
    return tuple(one for one in shown if _written(one, content))


def grouped(case: Case, found: tuple[Finding, ...]) -> tuple[Group, ...]:
    """The findings by the part of the letter that they concern."""
    out = []
    whole = tuple(one for one in found if one.item is None)
    if whole:
        out.append(Group("The letter as a whole", whole))
    for item in case.eligible_items:
        mine = tuple(one for one in found if one.item == item.number)
        if mine:
            out.append(Group(f"Treatment {item.number}", mine))
    return tuple(out)


def as_signed(case: Case, review: Review, content: Mapping[str, Any], undecided: Decision) -> Review:
    """The review as it would be if it were signed now; ``undecided`` stands in where no decision was made."""
    decisions = []
    for item in case.eligible_items:
        entry = content["items"].get(str(item.number)) or {}
        decisions.append(
            ItemDecision(
                number=item.number,
                decision=entry.get("decision") or undecided,
                rationale=(entry.get("rationale") or "").strip(),
                administrator_citations=cited(entry.get("administrator") or ()),
                reviewer_citations=cited(entry.get("own") or ()),
            )
        )
    return review.model_copy(
        update={
            "summary": content["summary"].strip(),
            "items": tuple(decisions),
            "documents_reviewed": tuple(content["documents"]),
            "patient": patient(content),
        }
    )


def cited(rows: Any) -> tuple[dict[str, Any], ...]:
    """The rows that are citations already; what is half typed is left out."""
    out = []
    for row in rows:
        try:
            out.append(typing.plain(typing.citation(row)))
        except ValueError:
            continue
    return tuple(out)


def patient(content: Mapping[str, Any]) -> dict[str, Any]:
    """Age, sex and diagnoses as the reviewer gave them."""
    age = content["age"].strip()
    return {
        "age": int(age) if age.isascii() and age.isdigit() and len(age) < 4 else None,
        "sex": content["sex"] if content["sex"] in ("male", "female") else None,
        "diagnoses": [line.strip() for line in content["diagnoses"].splitlines() if line.strip()],
    }


def _begun(content: Mapping[str, Any]) -> bool:
    return bool(
        content["summary"].strip() or any(entry["rationale"].strip() for entry in content["items"].values())
    )


def _written(finding: Finding, content: Mapping[str, Any]) -> bool:
    """Whether the finding is on something that was written, and not on a place that is still empty."""
    if finding.item is None:
        return True
    return bool((content["items"].get(str(finding.item)) or {}).get("rationale", "").strip())
