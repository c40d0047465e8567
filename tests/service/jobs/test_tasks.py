"""The tasks: each safe to repeat, none does anything twice."""

from __future__ import annotations

import os
import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, connections, transaction
from django.test import override_settings

from openimr.service import clock
from openimr.service.bootstrap import wiring
from openimr.service.jobs import tasks
from openimr.service.jobs.deferring import soon
from openimr.service.ledger.models import Event
from openimr.service.notices.models import Outgoing

from ..office_case import a_case
from ..portal.parties import a_pdf, notified

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(autouse=True)
def _quiet(ready):
    """Nothing waits but what a test queues; mail stays in memory."""
    Outgoing.objects.update(sent=clock.now(), sha256="0" * 64)
    _clear()
    with override_settings(EMAIL_BACKEND=LOCMEM):
        mail.outbox = []
        yield
    _clear()


def _clear():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def jobs() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def queued(count: int = 1, role: str = "claims administrator"):
    """Cases with a notice by e-mail each; its rows."""
    numbers = [
        notified(a_case("B1"), "duplicate", to=[role], duplicate_of="CM26-0000001").number
        for _ in range(count)
    ]
    return list(Outgoing.objects.filter(case_number__in=numbers).order_by("pk"))


def test_post_makes_papers_and_sends_each_once(ready):
    rows = queued(3)
    assert tasks.post() == {"made": 3, "unmade": 0, "sent": 3, "failed": 0}
    assert tasks.post() == {"made": 0, "unmade": 0, "sent": 0, "failed": 0}
    assert len(mail.outbox) == 3
    for row, message in zip(rows, mail.outbox, strict=True):
        row.refresh_from_db()
        assert message.to == [row.email]
        assert message.attachments[0].content == wiring().papers.get(row.sha256)
        assert (row.state, row.served["method"]) == ("sent", "electronic")


def test_papers_by_mail_are_made_and_wait_for_hands(ready):
    (row,) = queued(role="employee")
    assert tasks.post()["made"] == 1
    row.refresh_from_db()
    assert (row.state, mail.outbox) == ("waiting", [])


def test_one_that_cant_be_made_stops_no_other(ready):
    bad, good = queued(2)
    Outgoing.objects.filter(pk=bad.pk).update(event=999)
    found = tasks.post()
    assert (found["made"], found["unmade"], found["sent"]) == (1, 1, 1)
    bad.refresh_from_db()
    assert "has no event 999" in bad.failure
    assert bad.next_attempt > clock.now()
    assert tasks.post()["unmade"] == 0, "not again before its time"
    Outgoing.objects.filter(pk=bad.pk).update(event=good.event, next_attempt=None)
    assert tasks.post()["sent"] == 1
    bad.refresh_from_db()
    assert (bad.state, bad.failure) == ("sent", None)


def test_a_mail_server_that_is_away_is_tried_again_later(ready):
    (row,) = queued()
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=9,
        EMAIL_TIMEOUT=2,
    ):
        assert tasks.post()["failed"] == 1
        assert tasks.post()["failed"] == 0
    row.refresh_from_db()
    assert row.state == "failed"
    assert row.email not in row.failure
    with clock.standing_at(clock.now() + timedelta(minutes=3)):
        assert tasks.post()["sent"] == 1
    assert len(mail.outbox) == 1


def test_workers_at_once_send_each_mail_once(ready):
    queued(8)
    tasks.make_papers()
    start = threading.Barrier(4)

    def work():
        start.wait()
        try:
            tasks.post()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(mail.outbox) == 8
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 8


def test_queueing_tells_the_worker_after_the_commit_and_once(ready):
    with transaction.atomic():
        soon("post")
        assert jobs() == []
    assert jobs() == ["post"]
    queued(2)
    assert jobs() == ["post"]


def test_what_is_rolled_back_tells_nobody(ready):
    with transaction.atomic():
        soon("post")
        transaction.set_rollback(True)
    assert jobs() == []


def test_orphans_of_letters_are_swept_and_young_ones_stay(ready):
    old, young = (wiring().issued.put(a_pdf(f"orphan {n}" + "x" * n)) for n in (1, 2))
    path = wiring().issued._path(old)
    past = clock.now().timestamp() - 7200
    os.utime(path, (past, past))
    assert tasks.sweep_letters() >= 1
    assert not wiring().issued.has(old)
    assert wiring().issued.has(young)
    assert tasks.sweep_letters() == 0


def test_the_check_of_the_storage_stands_in_the_ledger(ready):
    tasks.check_letters()
    last = Event.objects.filter(stream="storage").latest("number")
    assert (last.type, last.role, last.data["bad"]) == ("storage.checked", "system", 0)


def test_what_is_over_is_forgotten(ready):
    from django.contrib.sessions.models import Session

    from openimr.service.portal.models import Invitation
    from openimr.service.rates.counting import Limit, count
    from openimr.service.rates.models import Count

    long_ago = clock.now() - timedelta(days=2000)
    Session.objects.create(session_key="old" * 8, session_data="", expire_date=long_ago)
    Invitation.objects.create(
        secret="1" * 64,
        case_number="CM26-0000009",
        role="employee",
        made=long_ago,
        made_by="system",
        expires=long_ago,
    )
    count(Limit("test", 1, 1), "somebody")
    Count.objects.update(since=clock.now() - timedelta(days=3))
    tasks.sweep_old()
    assert not Session.objects.filter(session_key="old" * 8).exists()
    assert not Invitation.objects.filter(secret="1" * 64).exists()
    assert not Count.objects.exists()
    tasks.sweep_old()


def test_every_periodic_task_can_be_queued_once_only(ready):
    from procrastinate.contrib.django import app

    named = [one.task for one in app.periodic_registry.periodic_tasks.values()]
    assert {one.name for one in named} == {
        "post",
        "send_alerts",
        "update_index",
        "sweep_letters",
        "check_letters",
        "sweep_old",
        "take_up",
    }
    assert all(one.queueing_lock == one.name for one in named)
