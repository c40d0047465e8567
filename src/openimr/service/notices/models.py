"""The outbox: one row for each paper to one recipient."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import models


class Outgoing(models.Model):
    """A paper on its way to somebody.

    It is queued in the transaction of the event that it tells of, without its PDF: what it says follows from
    the case as it stood after that event (``event`` is its number). ``sha256`` names the PDF once it was made.
    ``name`` and ``address`` are as the event holds them; of a reviewer there is a code and nothing else.
    """

    id: models.BigAutoField[int, int] = models.BigAutoField(primary_key=True)
    case_number: models.CharField[str, str] = models.CharField(max_length=16)
    event: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    kind: models.CharField[str, str] = models.CharField(max_length=40)
    title: models.CharField[str, str] = models.CharField(max_length=200)
    role: models.CharField[str, str] = models.CharField(max_length=40)
    name: models.CharField[str | None, str | None] = models.CharField(max_length=200, null=True)
    address: models.JSONField[Any, Any] = models.JSONField(default=list)
    email: models.EmailField[str | None, str | None] = models.EmailField(null=True)
    #: mail, fax, electronic or personal; desk for what lies on a reviewer's work page.
    method: models.CharField[str, str] = models.CharField(max_length=12)
    queued: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    sha256: models.CharField[str | None, str | None] = models.CharField(max_length=64, null=True)
    made: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    #: When it left, and how that is known: who put it into the mail, or the mail server's answer.
    sent: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    served: models.JSONField[Any, Any] = models.JSONField(null=True)
    attempts: models.PositiveSmallIntegerField[int, int] = models.PositiveSmallIntegerField(default=0)
    tried: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    #: Why the last attempt failed, in one sentence without anybody's address.
    failure: models.TextField[str | None, str | None] = models.TextField(null=True)
    next_attempt: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    returned: models.DateField[date | None, date | None] = models.DateField(null=True)
    returned_reason: models.TextField[str | None, str | None] = models.TextField(null=True)

    class Meta:
        """One paper to one recipient for one event, however often it is queued."""

        constraints = [
            models.UniqueConstraint(
                fields=["case_number", "event", "kind", "role", "name"],
                name="notices_outgoing_once",
                nulls_distinct=False,
            )
        ]
        indexes = [
            models.Index(fields=["queued"], name="notices_waiting", condition=models.Q(sent__isnull=True)),
            models.Index(fields=["case_number", "-queued"], name="notices_of_case"),
            models.Index(fields=["-sent"], name="notices_sent"),
        ]

    @property
    def state(self) -> str:
        """``returned``, ``sent``, ``failed`` (it is tried again or waits for a person) or ``waiting``."""
        if self.returned:
            return "returned"
        if self.sent:
            return "sent"
        return "failed" if self.failure else "waiting"
