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


def test_a_server_whose_log_would_hold_names_is_told_at_the_start(home, monkeypatch):
    """A database of one's own: here the embedded one, with the settings that PostgreSQL has by default."""
    import psycopg
    from django.db import connections

    from openimr.service import bootstrap

    def order(*orders: str) -> None:
        with psycopg.connect(
            dbname="openimr",
            user="postgres",
            host=connections["default"].settings_dict["HOST"],
            autocommit=True,
        ) as admin:
            for one in orders:
                admin.execute(one)
        connections.close_all()

    assert bootstrap.warnings() == [], "of the embedded one there is nothing to say"
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/openimr")
    assert bootstrap.warnings() == []
    names = ("log_min_error_statement", "log_error_verbosity", "log_statement")
    try:
        order(
            "ALTER DATABASE openimr SET log_min_error_statement = error",
            "ALTER DATABASE openimr SET log_error_verbosity = 'default'",
            "ALTER DATABASE openimr SET log_statement = 'all'",
        )
        (said,) = bootstrap.warnings()
        for words in (
            "log_min_error_statement = panic",
            "log_error_verbosity = terse",
            "log_statement = none",
        ):
            assert words in said
        assert "log_min_duration_statement" not in said
        order(
            "ALTER DATABASE openimr SET log_statement = 'none'",
            "ALTER DATABASE openimr SET log_error_verbosity = terse",
        )
        (said,) = bootstrap.warnings()
        assert "every statement that fails, and so names of people" in said
    finally:
        order(*(f"ALTER DATABASE openimr RESET {name}" for name in names))
    assert bootstrap.warnings() == []
