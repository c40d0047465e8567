"""The tasks. Each may run twice, be killed in the middle and run again: the second time does what is left.

A task gets no data of a case: it looks for what there is to do. So nothing personal lies in the queue's tables,
and what was forgotten (a process died between a commit and its call) is done by the next round.
"""

from __future__ import annotations

import logging
from contextlib import closing
from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from openimr.service import clock
from openimr.service.accounts import mailing
from openimr.service.bootstrap import wiring
from openimr.service.database import opening
from openimr.service.home import Home
from openimr.service.issuing.models import IssuedLetter
from openimr.service.issuing.storing import check_storage
from openimr.service.issuing.storing import sweep as sweep_storage
from openimr.service.ledger.streams import record
from openimr.service.notices import outbox
from openimr.service.notices.models import Outgoing
from openimr.service.outbox import desk
from openimr.service.outbox.making import CannotMake, make

_log = logging.getLogger("openimr.jobs")
#: What fails is tried again after 4, 16 and 64 seconds; what comes by the clock comes again anyway.
_AGAIN = RetryStrategy(max_attempts=3, exponential_wait=4)
#: Papers made and mails sent in one run; the next run goes on.
_BATCH = 200
#: Letters younger than this are never taken for orphans.
_YOUNG = timedelta(hours=1)


@app.periodic(cron="* * * * *")
@app.task(name="post", queueing_lock="post", lock="post", retry=_AGAIN, pass_context=False)
def post(timestamp: int = 0) -> dict[str, int]:
    """Put what waits in the outbox on paper, then send what goes by e-mail, and lay what is a reviewer's on the desk."""
    made, unmade = make_papers()
    sent, failed = outbox.deliver(_BATCH, make=make, now=clock.now())
    laid, not_told = desk.deliver(_BATCH, make=make, now=clock.now())
    sent, failed = sent + laid, failed + not_told
    if made or unmade or sent or failed:
        _log.info("Outbox: %s papers made, %s not; %s mails sent, %s not.", made, unmade, sent, failed)
    return {"made": made, "unmade": unmade, "sent": sent, "failed": failed}


@app.task(name="account_mail", retry=RetryStrategy(max_attempts=12, exponential_wait=2, linear_wait=60))
def account_mail(sealed: str) -> bool:
    """Send a mail of an account: an invitation, a link to set a password. Tried again for some hours."""
    sent = mailing.send(sealed)
    if not sent:
        _log.warning("A mail of an account was too old to be sent, or its key is gone.")
    return sent


def make_papers(limit: int = _BATCH) -> tuple[int, int]:
    """Make papers that wait for it, the oldest first; how many were made, and how many could not be."""
    now = clock.now()
    waiting = (
        Outgoing.objects.filter(sha256=None, attempts__lte=len(outbox.WAITS))
        .exclude(next_attempt__gt=now)
        .order_by("queued", "pk")
    )
    made = unmade = 0
    for row in waiting[:limit]:
        try:
            with transaction.atomic():
                make(row)
        except CannotMake as problem:
            unmade += 1
            wait = outbox.WAITS[min(row.attempts, len(outbox.WAITS) - 1)]
            Outgoing.objects.filter(pk=row.pk, sha256=None).update(
                failure=str(problem), attempts=row.attempts + 1, tried=now, next_attempt=now + wait
            )
            _log.warning("A paper of kind %s of case %s can't be made.", row.kind, row.case_number)
        else:
            made += 1
            # What hindered its making does not hinder its sending.
            Outgoing.objects.filter(pk=row.pk, sent=None).update(failure=None, attempts=0, next_attempt=None)
    return made, unmade


@app.periodic(cron="* * * * *")
@app.task(name="update_index", queueing_lock="update_index", lock="update_index", retry=_AGAIN)
def update_index(timestamp: int = 0) -> int:
    """Bring the archive's search index to the state of the database; how many disputed items were written."""
    from openimr.archive.index import writer

    with closing(opening.owner()) as owner:
        try:
            done = writer.update(owner, Home().index)
        except writer.IndexBusy:
            return 0  # A load is writing it, and this task comes again.
    if done.units:
        _log.info("Index: %s disputed items of %s letters and cases written.", done.entries, done.units)
    return done.entries


@app.periodic(cron="17 * * * *")
@app.task(name="sweep_letters", queueing_lock="sweep_letters", lock="letters", retry=_AGAIN)
def sweep_letters(timestamp: int = 0) -> int:
    """Remove letters of attempts at issuing that died; how many went."""
    gone = sweep_storage(
        connection,
        wiring().issued,
        atomic=transaction.atomic,
        named=lambda _: (),
        now=clock.now(),
        older_than=_YOUNG,
    )
    if gone:
        _log.info("%s letters that were never issued were swept.", len(gone))
    return len(gone)


@app.periodic(cron="40 10 * * *")
@app.task(name="check_letters", queueing_lock="check_letters", lock="letters", retry=_AGAIN)
def check_letters(timestamp: int = 0) -> int:
    """Read every issued letter and hold it against its row; how many are not what was issued. At night in California."""
    count = IssuedLetter.objects.count()
    bad = 0
    first = ""
    for one in check_storage(connection, wiring().issued):
        bad += 1
        first = first or one.problem
        _log.error("%s", one.problem)
    data = {"letters": count, "bad": bad, **({"first": first} if first else {})}
    record("storage", "storage.checked", data, actor="system", role="system")
    return bad


@app.periodic(cron="5 11 * * *")
@app.task(name="sweep_old", queueing_lock="sweep_old", retry=_AGAIN)
def sweep_old(timestamp: int = 0) -> int:
    """Forget what is over: sessions, invitations, counts of requests, dropped letters, tasks that failed."""
    from openimr.service.portal.access import sweep as sweep_invitations
    from openimr.service.rates.counting import sweep as sweep_counts
    from openimr.service.uploads.keeping import sweep as sweep_uploads

    SessionStore.clear_expired()
    sweep_uploads()
    gone = sweep_invitations() + sweep_counts()
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs AS job WHERE status IN ('succeeded', 'failed', 'cancelled', 'aborted') "
            "AND NOT EXISTS (SELECT FROM procrastinate_events WHERE job_id = job.id AND at > %s)",
            [clock.now() - timedelta(days=14)],
        )
        gone += int(cursor.rowcount)
    return gone


@app.periodic(cron="* * * * *")
@app.task(name="take_up", queueing_lock="take_up", pass_context=True)
async def take_up(context: object, timestamp: int = 0) -> int:
    """Take up again what a worker had begun when it was killed; how many tasks."""
    from openimr.service.jobs.working import take_up_again

    return await take_up_again(context.app.job_manager)  # type: ignore[attr-defined]
