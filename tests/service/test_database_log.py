"""The log of the embedded server: what failed, never what was typed."""

from __future__ import annotations

import pytest


def test_a_statement_that_fails_leaves_no_value_in_the_log(home):
    from django.db import DatabaseError, connection, transaction

    from openimr.service.reviewers.models import SealedIdentity

    with pytest.raises(DatabaseError), transaction.atomic():
        SealedIdentity.objects.bulk_create(
            [SealedIdentity(code="R-TOO-LONG-A-CODE", name="Quincy Unprinted")]
        )
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT name FROM reviewers_sealedidentity WHERE name = %s", ["Quincy Unprinted"])
    log = (home / "database" / "data" / "server.log").read_text("utf-8")
    assert "too long" in log, "that it failed is there"
    assert "Quincy" not in log
