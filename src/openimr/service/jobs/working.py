"""The worker: takes tasks from the database and runs them until it is told to stop."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
import time
from collections.abc import Callable

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Status
from procrastinate.manager import JobManager
from procrastinate.utils import utcnow

_log = logging.getLogger("openimr.jobs")
#: A worker says every few seconds that it lives; one that was silent for longer is dead, and its tasks are taken up.
HEARTBEAT, SILENCE = 5.0, 20.0
#: How long a task may go on after the worker was told to stop.
_GRACE = 20.0


def run(*, concurrency: int = 2, parent: int | None = None, ready: Callable[[], None] | None = None) -> None:
    """Work until SIGINT or SIGTERM, or until the process ``parent`` is gone.

    Raises:
        procrastinate.exceptions.ConnectorException: the database is out of reach.
    """
    if parent is not None:
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    asyncio.run(_run(concurrency, ready))


async def _run(concurrency: int, ready: Callable[[], None] | None) -> None:
    async with _open():
        await take_up_again(app.job_manager)
        if ready is not None:
            ready()
        await app.run_worker_async(
            name=f"{os.uname().nodename}:{os.getpid()}",
            concurrency=concurrency,
            wait=True,
            fetch_job_polling_interval=5.0,
            delete_jobs="successful",
            shutdown_graceful_timeout=_GRACE,
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=SILENCE,
        )


def _open() -> _Connected:
    return _Connected()


class _Connected:
    """The queue over a connection of its own, for as long as the worker works."""

    async def __aenter__(self) -> None:
        self._swap = app.replace_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
        self._swap.__enter__()
        await app.open_async()

    async def __aexit__(self, *problem: object) -> None:
        await app.close_async()
        self._swap.__exit__(None, None, None)


async def take_up_again(jobs: JobManager, silence: float = SILENCE) -> int:
    """Put tasks of workers that are silent back into the queue; how many.

    A task that was begun ten times stays: whatever kills its worker would kill the next one too.
    """
    count = 0
    for job in await jobs.get_stalled_jobs(seconds_since_heartbeat=silence):
        if job.id is None:
            continue
        if job.attempts >= 10:
            _log.error(
                "The task %s was begun %s times and never ended; it is given up.", job.task_name, job.attempts
            )
            await jobs.finish_job(job, status=Status.FAILED, delete_job=False)
            continue
        try:
            await jobs.retry_job(job, retry_at=utcnow())
        except (AlreadyEnqueued, UniqueViolation):
            # The same task waits already and will do what this one left.
            await jobs.finish_job(job, status=Status.ABORTED, delete_job=True)
        count += 1
        _log.warning("The task %s is taken up again: its worker is gone.", job.task_name)
    return count


def _watch(parent: int) -> None:
    """End with the process that started this one, however that ended."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)
