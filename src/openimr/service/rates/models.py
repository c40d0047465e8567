"""The table of counts."""

from __future__ import annotations

from datetime import datetime

from django.db import models


class Count(models.Model):
    """How often something was done since ``since``; ``key`` is a digest of what and of who."""

    key: models.CharField[str, str] = models.CharField(max_length=64, primary_key=True)
    since: models.DateTimeField[datetime, datetime] = models.DateTimeField(db_index=True)
    number: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
