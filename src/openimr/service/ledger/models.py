"""The table of events. Rows are only ever added: rights of the role and a trigger both see to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models

from openimr.service.ledger.chain import Entry, moment


class Event(models.Model):
    """One entry of the chain; see :class:`openimr.service.ledger.chain.Entry` for what the columns mean."""

    position: models.BigIntegerField[int, int] = models.BigIntegerField(primary_key=True)
    stream: models.CharField[str, str] = models.CharField(max_length=80)
    number: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    type: models.CharField[str, str] = models.CharField(max_length=60)
    data: models.JSONField[Any, Any] = models.JSONField()
    actor: models.CharField[str, str] = models.CharField(max_length=80)
    role: models.CharField[str, str] = models.CharField(max_length=40)
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    rules: models.CharField[str, str] = models.CharField(max_length=64)
    submission: models.CharField[str | None, str | None] = models.CharField(
        max_length=64, null=True, unique=True
    )
    previous: models.CharField[str, str] = models.CharField(max_length=64)
    hash: models.CharField[str, str] = models.CharField(max_length=64, unique=True)

    class Meta:
        """The order of the chain."""

        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["stream", "number"], name="ledger_event_once_in_stream")
        ]
        indexes = [models.Index(fields=["type", "at"], name="ledger_event_type_at")]

    def entry(self) -> Entry:
        """The row as an entry of the chain."""
        return Entry(
            position=self.position, stream=self.stream, number=self.number, type=self.type, data=self.data,
            actor=self.actor, role=self.role, at=moment(self.at), rules=self.rules, submission=self.submission,
            previous=self.previous, hash=self.hash,
        )  # fmt: skip
