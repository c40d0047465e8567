"""The table of alerts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models


class Alert(models.Model):
    """A search whose new items go to an address.

    Kept is what sending needs and no more. The code in the links of its mails is made from the row and a key outside
    the database (:mod:`.codes`), so that the table alone opens nothing.
    """

    id: models.BigAutoField[int, int] = models.BigAutoField(primary_key=True)
    address: models.CharField[str, str] = models.CharField(max_length=254)
    text: models.CharField[str, str] = models.CharField(max_length=1000, blank=True)
    #: (field, value) pairs, as a query names them.
    filters: models.JSONField[Any, Any] = models.JSONField(default=list)
    #: Beginning of the links: the site as the visitor reached it.
    site: models.CharField[str, str] = models.CharField(max_length=200)
    made: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    #: When the address said yes; nothing but that question is sent before.
    confirmed: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(null=True)
    #: The newest letter (``archive.letter.id``) that it was looked through for.
    told: models.BigIntegerField[int, int] = models.BigIntegerField(default=0)

    class Meta:
        """One alert for one search of an address."""

        constraints = [
            models.UniqueConstraint(fields=["address", "text", "filters"], name="takeaway_once"),
        ]

    def __str__(self) -> str:
        """Its number; never the address."""
        return f"alert {self.pk}"
