"""What reviewers have to do now, and the seed of the draw, both read from the office's tables."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

from openimr.service.cases.domain import Case
from openimr.service.cases.models import CaseRow
from openimr.service.clock import PACIFIC
from openimr.service.ledger.models import Event
from openimr.service.reviewers.matching import Load

#: Events that open the choice of a reviewer anew; the seed is the ledger's hash of the latest of them.
_OPENS = (
    "review.prepared",
    "reviewer.assigned",
    "reviewer.refused",
    "reviewer.released",
    "second_reviewer.approved",
)


def loads(today: date) -> dict[str, Load]:
    """Open cases and today's assignments of every reviewer who has any."""
    held: Counter[str] = Counter()
    rows = CaseRow.objects.filter(reviewers__isnull=False, state__in=("C1", "C2"))
    for codes in rows.values_list("reviewers", flat=True):
        held.update((codes or "").split())
    start = datetime.combine(today, time(), PACIFIC)
    events = Event.objects.filter(at__gte=start, at__lt=start + timedelta(days=1))
    given = Counter(events.filter(type="reviewer.assigned").values_list("data__reviewer", flat=True))
    # A case that was given back the same day takes no capacity.
    back = events.filter(type="reviewer.refused", actor__startswith="reviewer:").values_list(
        "actor", flat=True
    )
    given.subtract(one.removeprefix("reviewer:") for one in back)
    return {code: Load(held[code], max(0, given[code])) for code in {*held, *given}}


def seed(case: Case) -> str:
    """The seed of the draw: nobody can choose it, and opening the page again does not change it."""
    event = Event.objects.filter(stream=f"case:{case.number}", type__in=_OPENS).order_by("-number").first()
    return event.hash[:16] if event else case.number
