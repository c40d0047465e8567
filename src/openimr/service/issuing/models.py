"""The table of issued letters, for pages that show them; :mod:`.storing` alone adds to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models


class IssuedLetter(models.Model):
    """A letter as it was issued. It never changes: the database refuses to."""

    id: models.BigAutoField[int, int] = models.BigAutoField(primary_key=True)
    case_number: models.CharField[str, str] = models.CharField(max_length=20)
    kind: models.CharField[str, str] = models.CharField(max_length=10)
    version: models.IntegerField[int, int] = models.IntegerField()
    sha256: models.CharField[str, str] = models.CharField(max_length=64)
    size: models.BigIntegerField[int, int] = models.BigIntegerField()
    determination: models.JSONField[Any, Any] = models.JSONField(null=True)
    issued_at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    supersedes: models.OneToOneField[IssuedLetter | None, IssuedLetter | None] = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    class Meta:
        """Its name in :mod:`.schema`."""

        db_table = "issuing_letter"

    def __str__(self) -> str:
        """Case, kind and version."""
        return f"{self.case_number} {self.kind} {self.version}"
