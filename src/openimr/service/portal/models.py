"""The table of invitations."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q


class Invitation(models.Model):
    """A code that opens one case for one of its parties. Only its digest is kept; see :mod:`.access`."""

    id: models.BigAutoField[int, int] = models.BigAutoField(primary_key=True)
    secret: models.CharField[str, str] = models.CharField(max_length=64, unique=True)
    case_number: models.CharField[str, str] = models.CharField(max_length=16)
    #: A role of the case, such as ``requesting physician``.
    role: models.CharField[str, str] = models.CharField(max_length=40)
    made: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    made_by: models.CharField[str, str] = models.CharField(max_length=80)
    expires: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    revoked: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    used: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)

    class Meta:
        """They are listed case by case."""

        indexes = [
            models.Index(
                fields=["case_number", "role"], name="portal_live", condition=Q(revoked__isnull=True)
            )
        ]

    def __str__(self) -> str:
        """Which case, for whom; never the code."""
        return f"{self.case_number} for the {self.role}"
