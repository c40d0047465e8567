"""The table of uploads."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import models


def new_token() -> str:
    """A part of an address that nobody guesses."""
    return secrets.token_urlsafe(18)


class Upload(models.Model):
    """A letter that a visitor brought. Only the session that brought it may see it, until it expires."""

    token: models.CharField[str, str] = models.CharField(primary_key=True, max_length=40, default=new_token)
    session: models.CharField[str, str] = models.CharField(max_length=40, db_index=True)
    name: models.CharField[str, str] = models.CharField(max_length=200)
    sha256: models.CharField[str, str] = models.CharField(max_length=64)
    kind: models.CharField[str, str] = models.CharField(max_length=4)
    determination: models.JSONField[Any, Any] = models.JSONField()
    findings: models.JSONField[Any, Any] = models.JSONField()
    reader: models.CharField[str, str] = models.CharField(max_length=60)
    created_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(auto_now_add=True)
    expires_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """Never the whole token: who has it and the session sees the letter."""
        return f"{self.name} ({self.token[:6]})"
