"""Starting to work in this process: Django set up, the tables looked for, the worker run."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable


class NotReady(Exception):
    """There is nothing to work on; the message is one sentence for people."""


def work(*, concurrency: int = 2, parent: int | None = None, ready: Callable[[], None] | None = None) -> None:
    """Work until told to stop, or until the process ``parent`` is gone; the database runs meanwhile.

    Raises:
        NotReady: the tables are not there, or the database is out of reach.
        DatabaseProblem: the embedded one can't be started.
    """
    from openimr.service import bootstrap

    with bootstrap.database():
        _look()
        from openimr.service.jobs import working

        working.run(concurrency=concurrency, parent=parent, ready=ready)


def _look() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openimr.service.settings")
    import django
    from django.db import DatabaseError, connection

    django.setup()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass('procrastinate_workers'), to_regclass('notices_outgoing')")
            missing = None in cursor.fetchone()
    except DatabaseError as problem:
        line = str(problem).strip().split("\n", 1)[0].rstrip(".")
        raise NotReady(f"The database can't be reached: {line}.") from problem
    finally:
        connection.close()
    if missing:
        raise NotReady("The tables are not there yet: start `openimr serve` once, then the worker.")


if __name__ == "__main__":
    # The worker beside the pages; see ``beside``.
    try:
        work(parent=int(sys.argv[1]))
    except Exception as problem:
        print(problem, file=sys.stderr)  # noqa: T201 - a process of its own has no other way to say it
        sys.exit(1)
