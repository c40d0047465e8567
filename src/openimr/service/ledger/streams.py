"""Recording what belongs to no case: accounts, reviewers, the mail room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from openimr.service import clock
from openimr.service.ledger.chain import Entry
from openimr.service.ledger.models import Event
from openimr.service.ledger.writing import Draft, append
from openimr.service.rules import rules_version


def record(
    stream: str,
    type: str,  # noqa: A002 - the chain's word
    data: Mapping[str, Any],
    *,
    actor: str,
    role: str,
    expected: int | None = None,
    submission: str | None = None,
    using: str = "default",
) -> Entry:
    """Append one event to ``stream``, inside the caller's transaction or in one of its own.

    Args:
        expected: the number of the stream's last event that the caller's decision rests on.

    Raises:
        AlreadyWritten: somebody else wrote to the stream since, or the submission was recorded already.
    """
    with transaction.atomic(using=using):
        last = Event.objects.using(using).filter(stream=stream).aggregate(Max("number"))["number__max"] or 0
        number = (last if expected is None else expected) + 1
        draft = Draft(
            stream=stream,
            number=number,
            type=type,
            data=data,
            actor=actor,
            role=role,
            at=clock.now(),
            rules=rules_version(),
            submission=submission,
        )
        return append([draft], using=using)[0]


def receive_account(type: str, data: Mapping[str, Any], actor: Any) -> None:  # noqa: A002
    """Receive what happens to accounts (``openimr.service.accounts.recording``)."""
    who, role = ("system", "system") if actor is None else (f"user:{actor.pk}", actor.role)
    record("accounts", type, data, actor=who, role=role)
