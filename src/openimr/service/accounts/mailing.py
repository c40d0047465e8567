"""Mails of accounts (invitations, links to set a password) by way of the worker.

The request only queues: how long a mail server takes would tell whose account exists, and one that is out of reach
would hold the page up. A mail holds a link that sets a password, so it lies in the queue encrypted, with a key that
is not in the database, and the worker forgets it after a day.
"""

from __future__ import annotations

import base64
import hashlib
import json
import logging
from functools import cache, partial

from cryptography.fernet import Fernet, InvalidToken
from django.core.mail import EmailMessage
from django.db import DatabaseError, transaction

from openimr.service.home import Home

#: The task that sends.
TASK = "account_mail"
#: A mail that could not be sent for so long is not sent any more, in seconds.
LIFE = 24 * 3600
_log = logging.getLogger("openimr.accounts")


def queue(message: EmailMessage) -> None:
    """Let the worker send a message, once this transaction is committed. What goes wrong is logged, and shown to nobody."""
    plain = {"subject": message.subject, "body": message.body, "from": message.from_email, "to": message.to}
    sealed = _cipher().encrypt(json.dumps(plain).encode()).decode()
    transaction.on_commit(partial(_defer, sealed), robust=True)


def send(sealed: str) -> bool:
    """Send what :func:`queue` sealed; ``False`` where it is too old, or was sealed with another key.

    Raises:
        OSError, SMTPException: the mail server is out of reach or refuses; it is to be tried again.
    """
    try:
        plain = json.loads(_cipher().decrypt(sealed, ttl=LIFE))
    except InvalidToken:
        return False
    EmailMessage(plain["subject"], plain["body"], plain["from"], plain["to"]).send()
    return True


def _defer(sealed: str) -> None:
    from procrastinate.contrib.django import app
    from procrastinate.exceptions import ConnectorException

    try:
        with transaction.atomic():
            app.configure_task(TASK).defer(sealed=sealed)
    except (ConnectorException, DatabaseError) as problem:
        _log.error("A mail of an account could not be queued: %s", type(problem).__name__)


@cache
def _cipher() -> Fernet:
    secret = Home().secret("account-mail").encode()
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret).digest()))
