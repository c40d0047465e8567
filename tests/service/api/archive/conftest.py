"""An archive of fictional letters behind the interface, and somebody who asks it."""

from __future__ import annotations

import pytest

from ...takeaway.conftest import shelf  # noqa: F401 - a fixture
from ..callers import Caller, caller


@pytest.fixture
def anyone(shelf):  # noqa: F811
    """Somebody without a token."""
    return Caller(None)


@pytest.fixture
def known(shelf):  # noqa: F811
    """A party with a token."""
    return caller(party="attorney")


@pytest.fixture
def keys(shelf):  # noqa: F811
    """Every item: (letter's address, number)."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT key FROM archive.entry ORDER BY key")
        found = [key.split("#") for (key,) in cursor.fetchall()]
    return [(address, int(number)) for address, number in found]
