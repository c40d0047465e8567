"""The service with quick password hashes; limits are forgotten between tests."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def ready(home):
    from django.test import override_settings

    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield home


@pytest.fixture(autouse=True)
def _begin(ready):
    from django.core.cache import cache

    from openimr.service.rates.models import Count

    cache.clear()
    Count.objects.all().delete()
