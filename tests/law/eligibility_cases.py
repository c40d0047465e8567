"""A case for the tests of eligibility: input, the finding, and both checked against their schemas."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from jsonschema import Draft202012Validator

from openimr.law.eligibility import Eligibility, eligibility
from openimr.law.facts import EligibilityFacts
from openimr.law.questions import questions
from tests.conftest import ROOT

NOW = datetime(2026, 4, 9, 19, tzinfo=UTC)
SERVED = {
    "type": "ur_decision.served", "at": "2026-03-03", "service": "mail", "from_state": "CA", "to_state": "CA",
    "form_enclosed": True,
}  # fmt: skip
ORDER = [
    "DUP", "NOT_UR_NECESSITY", "REGIME", "WRONG_PROCESS_MPN", "WRONG_PROCESS_IBR", "WRONG_PROCESS_HEALTHPLAN",
    "CARVE_OUT", "WRONG_FILER", "UNSIGNED", "NO_UR_COPY", "WRONG_FORM", "LATE", "CNC", "LIABILITY",
    "ALREADY_DECIDED", "RESOLVED", "STAT_CAP", "UR_UNTIMELY",
]  # fmt: skip


def find(data: dict[str, Any], now: datetime = NOW) -> Eligibility:
    found = eligibility(EligibilityFacts.from_dict(data), now=now)
    _validator("eligibility-1").validate(found.to_dict())
    _validator("case-1").validate(data)
    return found


def _validator(name: str) -> Draft202012Validator:
    path = ROOT / f"src/openimr/law/schemas/{name}.json"
    return Draft202012Validator(
        json.loads(path.read_text("utf-8")), format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def received(day: str, **served: Any) -> dict[str, Any]:
    return {
        "priority": "standard",
        "formulary": False,
        "events": [{**SERVED, **served}, {"type": "application.received", "at": day}],
    }


def codes(found: Eligibility) -> list[str]:
    return [one.code for one in found.reasons]


def answers(data: dict[str, Any]) -> dict[str, bool | None]:
    return {one.code: one.answer for one in questions(EligibilityFacts.from_dict(data), now=NOW)}


OTHER = {
    "case_number": "CM26-0000007", "claim_number": "C-1", "ur_decision_date": "2026-03-03",
    "treatments": ["MRI, left knee"], "state": "A2", "decided": False,
}  # fmt: skip
MINE = {"claim_number": "C-1", "ur_decision_date": "2026-03-03", "treatments": ["MRI left knee"]}
FORM = {
    **MINE, "employee": {"name": "Ana Ruiz"}, "physician": {"name": "Lee"}, "injury_date": "2025-01-02",
    "claims_administrator": {"organization": "Acme Claims"}, "channel": "web",
}  # fmt: skip
