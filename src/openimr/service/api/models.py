"""Tokens of programs, and what was filed with them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from openimr.service.accounts.models import User


class Token(models.Model):
    """A token: of an account, whose role it has, or of a party outside that files applications.

    Only a digest of the token is kept; ``shown`` are its first characters, by which people tell tokens apart.
    """

    id: models.BigAutoField[int, int] = models.BigAutoField(primary_key=True)
    secret: models.CharField[str, str] = models.CharField(max_length=64, unique=True)
    shown: models.CharField[str, str] = models.CharField(max_length=16)
    name: models.CharField[str, str] = models.CharField(max_length=120)
    account: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+"
    )
    #: The part that a party outside has in the cases that it files; null for accounts.
    party: models.CharField[str | None, str | None] = models.CharField(max_length=40, null=True)
    scopes: models.JSONField[Any, Any] = models.JSONField(default=list)
    made: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    made_by: models.CharField[str, str] = models.CharField(max_length=80)
    expires: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    revoked: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    used: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)

    class Meta:
        """A token is of an account or of a party, never of both."""

        constraints = [
            models.CheckConstraint(
                name="api_token_of_one",
                condition=Q(account__isnull=False, party__isnull=True)
                | Q(account__isnull=True, party__isnull=False),
            )
        ]

    def __str__(self) -> str:
        """Its first characters; never the token."""
        return self.shown


class Filing(models.Model):
    """An application that came with a token: which request (by its key), what was in it, and its case."""

    token: models.ForeignKey[Token, Token] = models.ForeignKey(Token, models.PROTECT, related_name="filings")
    key: models.CharField[str, str] = models.CharField(max_length=64)
    content: models.CharField[str, str] = models.CharField(max_length=64)
    case_number: models.CharField[str, str] = models.CharField(max_length=16, unique=True)
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    class Meta:
        """A key files once."""

        constraints = [models.UniqueConstraint(fields=["token", "key"], name="api_filing_once")]
