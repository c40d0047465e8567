"""Papers to reviewers: they lie on the reviewer's work page (My cases), and a message to the sealed address says so.

The address is looked up when the message is handed to the mail server and stands nowhere else: not in the row, the
ledger, a log or a page (LC 4610.6(f)). The message carries no paper, since what it says of a case is read after
signing in.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from smtplib import SMTPException
from typing import Any

from openimr.service.cases.models import CaseRow
from openimr.service.notices.models import Outgoing
from openimr.service.notices.outbox import attempted, word
from openimr.service.reviewers.reaching import address_of

REVIEWER = "reviewer"


def lying(code: str, cases: list[str]) -> list[Outgoing]:
    """The papers on a reviewer's desk, of the cases given, the newest first."""
    rows = Outgoing.objects.filter(role=REVIEWER, name=code, case_number__in=cases)
    return list(rows.order_by("-queued", "-pk")[:200])


def deliver(limit: int, *, make: Callable[[Outgoing], bytes], now: datetime) -> tuple[int, int]:
    """Deliver up to ``limit`` papers to reviewers; how many were, and of how many the message failed.

    Who does not hold the case any more gets no message, and who has no address finds the paper on the work page
    alone.

    Args:
        make: gives a row's PDF, made and kept if it was not yet; it may raise ValueError with a sentence.
    """
    papers = Outgoing.objects.filter(role=REVIEWER)
    return attempted(papers, limit, lambda row: _laid(row, make), now=now)


def _laid(row: Outgoing, make: Callable[[Outgoing], bytes]) -> str | dict[str, Any]:
    """Why the paper was not delivered, or what is to be kept of its delivery. Nothing here names an address."""
    try:
        make(row)
    except ValueError as problem:
        return str(problem)
    holds = CaseRow.objects.filter(number=row.case_number, reviewers__contains=f" {row.name} ").exists()
    address = address_of(row.name or "") if holds else None
    if address is None:
        return {"method": "desk", "message": False}
    try:
        word(row, address).send(fail_silently=False)
    except (OSError, SMTPException, ValueError) as problem:
        # What the problem says of itself may hold the address.
        return f"The message to the reviewer was not taken ({type(problem).__name__}); the paper is on the work page."
    return {"method": "desk", "message": True}
