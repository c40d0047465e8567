"""Reading the registry: today's reviewers, and what was known of one on a past day."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from openimr.service.cases.refusals import NotFound
from openimr.service.ledger.models import Event
from openimr.service.reviewers.facts import Registered, from_json
from openimr.service.reviewers.models import ReviewerRow

#: Events of the stream that carry everything that is known after them.
WHOLE = ("reviewer.registered", "reviewer.changed")


def stream(code: str) -> str:
    """The ledger's stream of a reviewer."""
    return f"reviewers:{code}"


def get(code: str) -> Registered:
    """The reviewer with this code.

    Raises:
        NotFound: there is none.
    """
    row = ReviewerRow.objects.filter(code=code).first()
    if row is None:
        raise NotFound(f"The panel has no reviewer {code}.")
    return registered(row)


def registered(row: ReviewerRow) -> Registered:
    """A row as data."""
    return from_json(row.data, row.version)


def everybody(*, active_only: bool = True) -> tuple[Registered, ...]:
    """All reviewers in the order of their codes."""
    rows = ReviewerRow.objects.all()
    return tuple(registered(one) for one in (rows.filter(active=True) if active_only else rows))


def find(
    words: str = "", specialty: str = "", state: str = "", standing: str = "", expiring_before: object = None
) -> QuerySet[ReviewerRow]:
    """Rows for the list: by code, specialty, license state, and whether on the panel ("active", "inactive")."""
    rows = ReviewerRow.objects.all()
    if words.strip():
        rows = rows.filter(code__icontains=words.strip())
    if specialty:
        rows = rows.filter(specialties__contains=f"|{specialty}|")
    if state:
        rows = rows.filter(states__contains=f"|{state}|")
    if standing in ("active", "inactive"):
        rows = rows.filter(active=standing == "active")
    if expiring_before is not None:
        rows = rows.filter(first_expiry__lte=expiring_before)
    return rows


def history(code: str) -> QuerySet[Event]:
    """The events of a reviewer, the latest first."""
    return Event.objects.filter(stream=stream(code)).order_by("-number")


def as_of(code: str, moment: datetime) -> Registered | None:
    """What was known of a reviewer at a past moment; ``None`` where the panel did not know the code yet."""
    event = history(code).filter(at__lte=moment, type__in=WHOLE).first()
    return None if event is None else from_json(event.data, event.number)
