"""What a reviewer has typed so far, and which pages were opened. Rows are only ever added."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models


class ReviewDraft(models.Model):
    """One saved state of a review that is being written; the highest version is the latest.

    ``review`` is the id of the review in the case, ``based_on`` the version that the page held when it was
    typed: where that is not the one before, two windows wrote at once, and both versions are kept.
    """

    case: models.CharField[str, str] = models.CharField(max_length=16)
    review: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    version: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    based_on: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    reviewer: models.CharField[str, str] = models.CharField(max_length=8)
    saved: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    content: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()

    class Meta:
        """One version once."""

        constraints = [
            models.UniqueConstraint(fields=["case", "review", "version"], name="review_draft_once")
        ]

    def __str__(self) -> str:
        """Which one it is."""
        return f"{self.case}, review {self.review}, version {self.version}"


class PageOpened(models.Model):
    """That a page of the file was opened by somebody, for the first time. ``document`` is its id in the case."""

    case: models.CharField[str, str] = models.CharField(max_length=16)
    actor: models.CharField[str, str] = models.CharField(max_length=80)
    document: models.CharField[str, str] = models.CharField(max_length=32)
    page: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    opened: models.DateTimeField[datetime, datetime] = models.DateTimeField()

    class Meta:
        """The first opening counts."""

        constraints = [
            models.UniqueConstraint(fields=["case", "actor", "document", "page"], name="review_page_once")
        ]

    def __str__(self) -> str:
        """Which page it is."""
        return f"{self.case}, {self.document}, page {self.page}"
