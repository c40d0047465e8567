"""The service with accounts, and a ledger that keeps what it is told."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ..beginning import _begin  # noqa: F401 - a fixture


@pytest.fixture
def recorded():
    """What was recorded: (type, data, who). Another receiver may be there too; it gets the same."""
    from openimr.service.accounts import recording

    told = []

    def receive(type, data, actor):  # noqa: A002
        told.append((type, dict(data), actor))

    before = list(recording._receivers)
    recording._receivers[:] = [receive]
    yield told
    recording._receivers[:] = before


@pytest.fixture
def unrecorded():
    """Nothing records."""
    from openimr.service.accounts import recording

    before = list(recording._receivers)
    recording._receivers.clear()
    yield
    recording._receivers[:] = before


def waiting_mail() -> list[str]:
    """What of accounts' mail waits for the worker, still sealed; it is taken out of the queue."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE task_name = 'account_mail' AND status = 'todo' "
            "RETURNING args ->> 'sealed'"
        )
        return [row[0] for row in cursor.fetchall()]


class Post(Sequence):
    """The mails that were sent, once the worker has done what waits: whoever looks lets it."""

    def _all(self) -> list:
        from django.core import mail

        from openimr.service.jobs.tasks import account_mail

        for sealed in waiting_mail():
            account_mail(sealed)
        return mail.outbox

    def __len__(self) -> int:
        return len(self._all())

    def __getitem__(self, place):
        return self._all()[place]

    def __eq__(self, other: object) -> bool:
        return self._all() == other

    def clear(self) -> None:
        self._all().clear()


@pytest.fixture
def mail(settings_of):
    """The mails that were sent."""
    from django.core import mail

    with settings_of(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        mail.outbox = []
        waiting_mail()
        yield Post()


@pytest.fixture
def settings_of(ready):
    """Other settings for a while."""
    from django.test import override_settings

    return override_settings
