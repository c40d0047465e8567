"""The code in the links of an alert's mails: whoever has it has the mail, and may say yes or stop it."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import cache

from openimr.service.home import Home
from openimr.service.takeaway.models import Alert


def code(alert: Alert) -> str:
    """The code: made from the row and a key that is not in the database."""
    said = f"{alert.pk}\0{alert.made.timestamp():.6f}\0{alert.address}"
    return base64.urlsafe_b64encode(hmac.digest(_key(), said.encode(), hashlib.sha256)).decode()[:32]


def find(number: int, given: str) -> Alert | None:
    """The alert that a link is for; ``None`` where it is gone or the code is not its."""
    alert = Alert.objects.filter(pk=number).first() if number < 2**63 else None
    right = alert is not None and hmac.compare_digest(code(alert).encode(), given.encode())
    return alert if right else None


@cache
def _key() -> bytes:
    return Home().secret("alerts").encode()
