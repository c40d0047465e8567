"""How much work is open: by queue, with legal clocks and service levels counted apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet

from openimr.service.cases.actors import Actor
from openimr.service.cases.models import TaskRow
from openimr.service.clock import PACIFIC
from openimr.service.office.clocks import SOON


@dataclass(frozen=True, slots=True)
class Tally:
    """The open work of a queue.

    ``missed`` and ``soon`` are by legal clock (soon: due today or within three days); ``over`` and ``near`` by
    service level (near: in jeopardy as ``queues.yaml`` says, and not yet over). ``unknown`` has no legal clock.
    """

    queue: str
    open: int = 0
    mine: int = 0
    free: int = 0
    expedited: int = 0
    escalated: int = 0
    missed: int = 0
    soon: int = 0
    over: int = 0
    near: int = 0
    oldest: datetime | None = None


def end_of_soon(now: datetime) -> datetime:
    """The end of the last day, in California, on which something is due soon."""
    day = now.astimezone(PACIFIC).date() + timedelta(days=SOON + 1)
    return datetime(day.year, day.month, day.day, tzinfo=PACIFIC)


def missed(now: datetime) -> Q:
    """Tasks whose legal clock has run out."""
    return Q(due__lt=now)


def soon(now: datetime) -> Q:
    """Tasks whose legal clock runs out within three days."""
    return Q(due__gte=now, due__lt=end_of_soon(now))


def over(today: date) -> Q:
    """Tasks past their service level."""
    return Q(sla_due__lt=today)


def near(today: date) -> Q:
    """Tasks in jeopardy of their service level, and not yet past it."""
    return Q(jeopardy__lte=today, sla_due__gte=today)


def count(tasks: QuerySet[TaskRow], actor: Actor, now: datetime) -> dict[str, Tally]:
    """The tally of each queue in ``tasks`` at the moment ``now``, in one query. Empty queues are left out."""
    today = now.astimezone(PACIFIC).date()
    counted = tasks.order_by().values("queue").annotate(**_columns(actor, now, today))
    return {row["queue"]: Tally(**row) for row in counted}


def _columns(actor: Actor, now: datetime, today: date) -> dict[str, Any]:
    def where(condition: Q) -> Count:
        return Count("pk", filter=condition)

    return {
        "open": Count("pk"),
        "mine": where(Q(claimed_by=actor.id)),
        "free": where(Q(claimed_by=None)),
        "expedited": where(Q(expedited=True)),
        "escalated": where(Q(escalated__isnull=False)),
        "missed": where(missed(now)),
        "soon": where(soon(now)),
        "over": where(over(today)),
        "near": where(near(today)),
        "oldest": Min(F("opened")),
    }
