"""Telling the worker that there is something to do."""

from __future__ import annotations

import logging
from functools import partial

from django.db import DatabaseError, transaction
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException

_log = logging.getLogger("openimr.jobs")


def soon(task: str) -> None:
    """Let ``task`` run as soon as this transaction is committed; once, however often it is asked for.

    Afterwards and not inside: the queue's own locks then never meet the ledger's. If the call is lost, the
    task's own minute comes.
    """
    transaction.on_commit(partial(_defer, task), robust=True)


def _defer(task: str) -> None:
    from procrastinate.contrib.django import app

    try:
        with transaction.atomic():
            app.configure_task(task, queueing_lock=task, lock=task).defer()
    except AlreadyEnqueued:
        pass
    except (ConnectorException, DatabaseError) as problem:
        _log.warning(
            "The worker could not be told of %s (%s); it looks by itself.", task, type(problem).__name__
        )
