"""Every test begins anew: a conftest imports ``_begin``, and nothing is left of what the last test was counted for."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _begin(ready):
    """Rate limits and used codes are forgotten between tests."""
    from django.core.cache import cache

    from openimr.service.rates.models import Count

    cache.clear()
    Count.objects.all().delete()
