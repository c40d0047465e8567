"""The office's own price list: for fees that no verified source gives."""

from __future__ import annotations

from datetime import date, datetime

from django.db import models


class PriceRow(models.Model):
    """One price, as finance read it. Rows are added; one that no longer holds is ended, never changed otherwise.

    ``since`` and ``to`` are days on which applications were received; ``None`` in ``to``, ``priority`` or
    ``tier`` means any. ``amount`` is in cents. ``why`` says where it was read.
    """

    id: models.BigAutoField[int, int] = models.BigAutoField(primary_key=True)
    amount: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    outcome: models.CharField[str, str] = models.CharField(max_length=12)
    priority: models.CharField[str | None, str | None] = models.CharField(max_length=10, null=True)
    tier: models.CharField[str | None, str | None] = models.CharField(max_length=8, null=True)
    since: models.DateField[date, date] = models.DateField()
    to: models.DateField[date | None, date | None] = models.DateField(null=True)
    why: models.TextField[str, str] = models.TextField()
    entered_by: models.CharField[str, str] = models.CharField(max_length=80)
    entered: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    class Meta:
        """The latest first."""

        ordering = ["-since", "-id"]

    def __str__(self) -> str:
        """What it is for."""
        return f"{self.outcome} from {self.since}: {self.amount} cents"
