"""Short ways to say what happened in a case."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from openimr.law import CaseFacts, Clock, deadlines

PACIFIC = ZoneInfo("America/Los_Angeles")
#: Long after every date of the examples.
LATER = datetime(2026, 11, 2, 9, tzinfo=PACIFIC)
CALIFORNIA = {"from_state": "CA", "to_state": "CA"}


def event(kind: str, at: str, **details: Any) -> dict[str, Any]:
    return {"type": kind, "at": at, **details}


def clocks_of(
    *events: dict[str, Any],
    priority: str | None = "standard",
    formulary: bool | None = False,
    now: datetime = LATER,
) -> dict[str, Clock]:
    facts = CaseFacts.from_json({"priority": priority, "formulary": formulary, "events": list(events)})
    found = deadlines(facts, now=now)
    return {one.clock: one for one in found}


def mailed(at: str, **details: Any) -> dict[str, Any]:
    return event("ur_decision.served", at, service="mail", **{**CALIFORNIA, **details})


EXPEDITED = {"priority": "expedited"}
