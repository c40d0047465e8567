"""A case as the commands of the law are given it: a decision that was served by mail within California."""

from __future__ import annotations

from typing import Any

SERVED = {
    "type": "ur_decision.served",
    "at": "2026-03-03",
    "service": "mail",
    "from_state": "CA",
    "to_state": "CA",
}
CASE: dict[str, Any] = {"priority": "standard", "formulary": False, "events": [SERVED]}
