"""The one clock: every moment and every day in the office comes from here.

Legal days are days in California. The demo plays its cases at moments of the past with :func:`standing_at`;
nothing else may set the clock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PACIFIC = ZoneInfo("America/Los_Angeles")
_standing: ContextVar[datetime | None] = ContextVar("openimr_clock", default=None)


def now() -> datetime:
    """This moment, aware, in UTC."""
    return _standing.get() or datetime.now(UTC)


def today() -> date:
    """This day in California."""
    return now().astimezone(PACIFIC).date()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """The clock stands at ``moment`` (aware) while the block runs, in this thread or task only.

    Raises:
        ValueError: ``moment`` has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("The clock needs a moment with a time zone.")
    token = _standing.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _standing.reset(token)
