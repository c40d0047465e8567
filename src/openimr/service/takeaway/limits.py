"""How much one visitor may take away, and how often."""

from __future__ import annotations

from django.http import HttpRequest

from openimr.service.accounts.lockout import client_address
from openimr.service.rates.counting import Limit, count

#: Rows of a file for a visitor without a token. Larger ones come with a release or a token.
ROWS = 10_000
#: Files that one visitor takes.
FILES = Limit("archive.file", 60, 3600)
#: Alerts that one visitor asks for, and questions sent to one e-mail address.
ASKING = Limit("archive.alert", 20, 3600)
QUESTIONS = Limit("archive.alert.mail", 5, 24 * 3600)
#: Alerts of one e-mail address.
MOST_ALERTS = 50
#: Longest statement of the database for one answer, milliseconds.
STATEMENT = 10_000


def too_often(request: HttpRequest, limit: Limit) -> int:
    """Count once for the visitor: 0 where it is allowed, else the seconds to wait."""
    return count(limit, client_address(request) or "unknown")
