"""The service with accounts: quick password hashes, and a ledger that keeps what it is told."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def ready(home):
    """The service's database is there; passwords are hashed quickly, as tests need no slow hash."""
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield home


@pytest.fixture(autouse=True)
def _begin(ready):
    """Rate limits and used codes are forgotten between tests."""
    from django.core.cache import cache

    cache.clear()


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


@pytest.fixture
def mail(settings_of):
    """The mails that were sent."""
    from django.core import mail

    with settings_of(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        mail.outbox = []
        yield mail.outbox


@pytest.fixture
def settings_of(ready):
    """Other settings for a while."""
    from django.test import override_settings

    return override_settings
