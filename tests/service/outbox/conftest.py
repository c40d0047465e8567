"""The outbox: limits are forgotten between tests."""

from __future__ import annotations

from ..beginning import _begin  # noqa: F401 - a fixture
