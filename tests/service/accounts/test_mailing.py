"""Mail of accounts goes by the queue: the page waits for no mail server, and the queue gives no link away."""

from __future__ import annotations

import json
import re
import socket
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.db import connection
from django.test import override_settings

from openimr.service.accounts import mailing
from openimr.service.jobs.tasks import account_mail

from .conftest import waiting_mail
from .people import new_client, someone

FORGOTTEN = "/account/password/forgotten/"


def jobs() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, args::text FROM procrastinate_jobs WHERE status = 'todo' AND task_name = 'account_mail'"
        )
        return cursor.fetchall()


def test_the_request_sends_nothing_and_the_queue_holds_no_secret(ready, mail):
    user = someone("intake")
    response = new_client().post(FORGOTTEN, {"email": user.email})
    assert response.status_code == 302
    assert django_mail.outbox == [], "the request sent nothing"
    ((_, args),) = jobs()
    for secret in (user.email, user.name, "password/new", "http"):
        assert secret not in args
    assert len(mail) == 1, "the worker did"
    assert re.search(r"http://localhost/account/password/new/\S+", mail[0].body)
    assert mail[0].to == [user.email]


def test_for_an_address_without_an_account_nothing_is_queued_and_nothing_is_told(ready, mail):
    known = new_client().post(FORGOTTEN, {"email": someone("intake").email})
    unknown = new_client().post(FORGOTTEN, {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(waiting_mail()) == 1


def test_a_mail_server_that_is_down_fails_the_task_and_not_the_page(ready):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    waiting_mail()
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=port
    ):
        assert new_client().post(FORGOTTEN, {"email": someone("records").email}).status_code == 302
        (sealed,) = waiting_mail()
        with pytest.raises(OSError, match="refused"):
            account_mail(sealed)
    # Tried again, it goes.
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        django_mail.outbox = []
        assert account_mail(sealed) is True
        assert len(django_mail.outbox) == 1


def test_what_is_too_old_or_was_sealed_elsewhere_is_not_sent(ready, mail, monkeypatch):
    new_client().post(FORGOTTEN, {"email": someone("records").email})
    (sealed,) = waiting_mail()
    monkeypatch.setattr(mailing, "LIFE", -1)
    assert account_mail(sealed) is False
    monkeypatch.undo()
    assert account_mail(sealed[:-4] + "AAA=") is False
    assert account_mail(json.dumps({"to": ["x"]})) is False
    assert django_mail.outbox == []
    assert timedelta(seconds=mailing.LIFE) == timedelta(days=1)
