"""Where a reviewer is reached. For the worker alone: what is found here goes to the mail server and nowhere else."""

from __future__ import annotations

from django.db import connections

from openimr.service.accounts.models import User
from openimr.service.reviewers.models import SealedIdentity


def address_of(code: str) -> str | None:
    """The sealed e-mail address of a reviewer; the one they sign in with where the panel has none; ``None`` without.

    The role of the pages has no right to read it (``database/rights.py``), so it is read as the owner.
    """
    try:
        sealed = (
            SealedIdentity.objects.using("owner").filter(code=code).values_list("email", flat=True).first()
        )
    finally:
        connections["owner"].close()
    if sealed:
        return str(sealed)
    return User.objects.filter(reviewer_code=code, is_active=True).values_list("email", flat=True).first()
