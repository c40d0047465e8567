"""Connections of psycopg beside Django's, for what is written by COPY."""

from __future__ import annotations

from typing import Any


def owner() -> Any:
    """A new connection as the owner of the tables, with every statement a transaction of its own; to be closed."""
    from django.db import connections

    database = connections["owner"]
    connection = database.get_new_connection(database.get_connection_params())
    connection.autocommit = True
    return connection
