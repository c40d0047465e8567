"""The other end of returned mail: papers of ours in the outbox, found again and marked as come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from openimr.service.notices import outbox

#: As many as one looks through.
_MOST = 12


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A paper of ours: its id in the outbox, what it is, to whom and when it went."""

    id: int
    title: str
    case_number: str
    name: str
    sent: datetime | None


def find(case_number: str) -> list[Outgoing]:
    """Papers that left on a case by mail and did not come back yet, the latest first."""
    found = [one for one in outbox.sent_on(case_number) if one.method == "mail" and one.returned is None]
    return [
        Outgoing(one.id, one.title, one.case_number, one.name or one.role, one.sent) for one in found[:_MOST]
    ]
