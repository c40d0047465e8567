"""The mail room's table: each row a projection of the events of one paper (stream ``mail:<number>``)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models


class MailItem(models.Model):
    """One paper that came in. ``data`` is the whole paper as JSON; the columns are what lists ask for."""

    dcn: models.CharField[str, str] = models.CharField(max_length=12, primary_key=True)
    version: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    state: models.CharField[str, str] = models.CharField(max_length=10)
    channel: models.CharField[str, str] = models.CharField(max_length=12)
    name: models.CharField[str, str] = models.CharField(max_length=200)
    sha256: models.CharField[str, str] = models.CharField(max_length=64, db_index=True)
    pages: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    urgent: models.BooleanField[bool, bool] = models.BooleanField()
    received: models.DateField[date, date] = models.DateField()
    arrived: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    #: The day by which the service level wants it sorted.
    due: models.DateField[date, date] = models.DateField()
    guess: models.CharField[str | None, str | None] = models.CharField(max_length=40, null=True)
    claimed_by: models.CharField[str | None, str | None] = models.CharField(max_length=80, null=True)
    case_number: models.CharField[str | None, str | None] = models.CharField(
        max_length=16, null=True, db_index=True
    )
    done: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    data: models.TextField[str, str] = models.TextField()

    class Meta:
        """Open papers are found in the order of work, sorted ones by when."""

        indexes = [
            models.Index(
                fields=["-urgent", "due", "arrived"],
                name="intake_mail_open",
                condition=models.Q(done__isnull=True),
            ),
            models.Index(fields=["state", "-done"], name="intake_mail_done"),
        ]

    def __str__(self) -> str:
        """Its number."""
        return self.dcn
