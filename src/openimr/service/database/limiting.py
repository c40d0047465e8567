"""A time limit on statements of the database, for what anybody may ask."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

#: Milliseconds.
LONGEST = 5_000


@contextmanager
def limited(longest: int = LONGEST) -> Iterator[None]:
    """A transaction whose statements are given up after ``longest`` milliseconds each.

    Raises:
        OperationalError: one was; its cause is psycopg's ``QueryCanceled``.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {longest:d}")
        yield
