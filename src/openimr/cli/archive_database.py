"""The database, for as long as a verb of ``openimr archive`` needs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click


@contextmanager
def reading() -> Iterator[Any]:
    """A connection that sees one moment's state and writes nothing; the database is started for it where it is ours."""
    from openimr.cli.audit import _office

    with _office():
        import psycopg
        from django.db import connections

        try:
            owner = connections["owner"]
            owner.ensure_connection()
            connection: psycopg.Connection[Any] = owner.connection
            connection.rollback() if not connection.autocommit else None
            connection.autocommit = False
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            connection.read_only = True
            yield connection
        except psycopg.OperationalError as problem:
            raise click.ClickException(
                f"The database is out of reach ({str(problem).strip().splitlines()[0]}): nothing was written; try again."
            ) from problem
        finally:
            connections.close_all()
