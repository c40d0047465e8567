"""Counting and saying no. One statement a count, so that requests that come at once are all counted."""

from __future__ import annotations

import hashlib
import hmac
import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from openimr.service import clock
from openimr.service.rates.models import Count


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` times in ``seconds``, for each who."""

    name: str
    most: int
    seconds: int


def count(limit: Limit, who: str) -> int:
    """Count once more. 0 where it is allowed, else the seconds to wait."""
    now = clock.now()
    over = now - timedelta(seconds=limit.seconds)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO rates_count AS held (key, since, number) VALUES (%s, %s, 1) ON CONFLICT (key) DO UPDATE SET "
            "number = CASE WHEN held.since <= %s THEN 1 ELSE held.number + 1 END, "
            "since = CASE WHEN held.since <= %s THEN EXCLUDED.since ELSE held.since END "
            "RETURNING since, number",
            [_key(limit, who), now, over, over],
        )
        since, number = cursor.fetchone()
    return _left(limit, since, now) if number > limit.most else 0


def wait(limit: Limit, who: str) -> int:
    """The seconds to wait, without counting; 0 where there is no need to."""
    row = Count.objects.filter(key=_key(limit, who)).first()
    if row is None or row.number < limit.most:
        return 0
    left = _left(limit, row.since, clock.now())
    return left if row.since > clock.now() - timedelta(seconds=limit.seconds) else 0


def forget(limit: Limit, who: str) -> None:
    """Begin to count anew."""
    Count.objects.filter(key=_key(limit, who)).delete()


def sweep() -> int:
    """Take away counts that are over for a day; how many went."""
    return Count.objects.filter(since__lt=clock.now() - timedelta(days=1)).delete()[0]


def _left(limit: Limit, since: datetime, now: datetime) -> int:
    return max(1, math.ceil((since + timedelta(seconds=limit.seconds) - now).total_seconds()))


def _key(limit: Limit, who: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{limit.name}\0{who}".encode(), hashlib.sha256).hexdigest()
