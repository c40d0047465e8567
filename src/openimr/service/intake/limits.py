"""How often one address may send the public form: enough for a law office, too little for a flood."""

from __future__ import annotations

from django.http import HttpRequest

from openimr.service.accounts.lockout import client_address
from openimr.service.rates.counting import Limit, count

SENDING = Limit("apply.send", 60, 3600)
PAPERS = Limit("apply.papers", 120, 3600)
TYPING = Limit("apply.draft", 1200, 3600)
#: Receipt numbers that may be looked up.
RECEIPTS = Limit("apply.receipt", 60, 600)


def too_often(request: HttpRequest, limit: Limit) -> int:
    """Count once for the visitor's address: 0 where it is allowed, else the seconds to wait."""
    return count(limit, client_address(request) or "unknown")
