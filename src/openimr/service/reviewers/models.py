"""The projection of what is known by code; and, apart from it, what is sealed."""

from __future__ import annotations

from datetime import date

from django.db import models


class ReviewerRow(models.Model):
    """One reviewer, derived from the ledger; ``data`` is :func:`openimr.service.reviewers.facts.to_json`."""

    code: models.CharField[str, str] = models.CharField(max_length=8, primary_key=True)
    version: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    active: models.BooleanField[bool, bool] = models.BooleanField()
    degree: models.CharField[str | None, str | None] = models.CharField(max_length=20, null=True)
    #: Specialties and license states between bars, as in "|CA|TX|", for filtering.
    specialties: models.TextField[str, str] = models.TextField()
    states: models.CharField[str, str] = models.CharField(max_length=200)
    #: The first day on which a license or a certificate runs out (or ran out).
    first_expiry: models.DateField[date | None, date | None] = models.DateField(null=True)
    data: models.JSONField[dict[str, object], dict[str, object]] = models.JSONField()

    class Meta:
        """In the order of their codes."""

        ordering = ["code"]

    def __str__(self) -> str:
        """The code."""
        return self.code


class SealedIdentity(models.Model):
    """Who a reviewer is (LC 4610.6(f)). The pages' role in the database has no right to read these columns."""

    code: models.CharField[str, str] = models.CharField(max_length=8, primary_key=True)
    name: models.TextField[str | None, str | None] = models.TextField(null=True)
    email: models.TextField[str | None, str | None] = models.TextField(null=True)
    phone: models.TextField[str | None, str | None] = models.TextField(null=True)

    def __str__(self) -> str:
        """The code, and never more."""
        return self.code

    def __repr__(self) -> str:
        """For logs and tracebacks."""
        return f"<sealed identity of {self.code}>"


class SealedLicense(models.Model):
    """The number of one license: sealed too, since a board's public page leads from it to the name."""

    #: Code and state, as in "R-0042:CA".
    id: models.CharField[str, str] = models.CharField(max_length=12, primary_key=True)
    number: models.TextField[str, str] = models.TextField()

    def __str__(self) -> str:
        """Code and state, and never the number."""
        return self.id

    def __repr__(self) -> str:
        """For logs and tracebacks."""
        return f"<sealed license number of {self.id}>"
