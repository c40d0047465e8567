"""The daily report on reviewers: what waits for one, by specialty, and what each has, by code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import fmean, median

from django.db.models.fields.json import KT

from openimr.law.calendars import pacific_day
from openimr.service.cases.domain.tasks import queue
from openimr.service.cases.models import CaseRow, TaskRow
from openimr.service.ledger.models import Event

_WAITING = ("panel.choose", "panel.second", "review.reviewer")


@dataclass(frozen=True, slots=True)
class Span:
    """Days of several cases, as numbers of calendar days; how many are not known."""

    mean: float | None
    median: float | None
    unknown: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Open cases of one queue for which one specialty was recommended (``None``: none yet)."""

    queue: str
    specialty: str | None
    cases: int
    in_queue: Span
    since_received: Span
    since_assigned: Span
    earliest: date
    latest: date


@dataclass(frozen=True, slots=True)
class Held:
    """What one reviewer has: open cases, days since each was sent, the first and the last day of sending."""

    code: str
    cases: int
    since_sent: Span
    earliest: date | None
    latest: date | None


def waiting(today: date) -> list[Waiting]:
    """By queue and recommended specialty, in the order of the process."""
    tasks = list(
        TaskRow.objects.filter(done=None, queue__in=_WAITING).values_list(
            "queue", "case_id", "opened", "case__received", "case__assigned"
        )
    )
    streams = {f"case:{row[1]}" for row in tasks}
    told = Event.objects.filter(stream__in=streams, type="review.prepared").order_by("number")
    specialty = dict(told.values_list("stream", KT("data__specialty")))
    groups: dict[tuple[str, str | None], list[tuple[date, date, date | None]]] = defaultdict(list)
    for key, number, opened, received, assigned in tasks:
        dates = (pacific_day(opened), received, pacific_day(assigned) if assigned else None)
        groups[key, specialty.get(f"case:{number}")].append(dates)
    order = {key: place for place, key in enumerate(_WAITING)}
    return [
        Waiting(
            queue(key).title,
            name,
            len(rows),
            _span((row[0] for row in rows), today),
            _span((row[1] for row in rows), today),
            _span((row[2] for row in rows), today),
            min(row[0] for row in rows),
            max(row[0] for row in rows),
        )
        for (key, name), rows in sorted(
            groups.items(), key=lambda pair: (order[pair[0][0]], pair[0][1] or "")
        )
    ]


def held(today: date) -> list[Held]:
    """By reviewer, who has most first."""
    pairs = [
        (code, number)
        for number, codes in CaseRow.objects.filter(reviewers__isnull=False, closed=None).values_list(
            "number", "reviewers"
        )
        for code in codes.split()
    ]
    streams = {f"case:{number}" for _, number in pairs}
    told = Event.objects.filter(stream__in=streams, type="reviewer.assigned").order_by("number")
    sent = {
        (code, stream): pacific_day(at)
        for stream, code, at in told.values_list("stream", KT("data__reviewer"), "at")
    }
    by_code: dict[str, list[date | None]] = defaultdict(list)
    for code, number in pairs:
        by_code[code].append(sent.get((code, f"case:{number}")))
    found = []
    for code, dates in by_code.items():
        known = [one for one in dates if one]
        span = _span(dates, today)
        found.append(Held(code, len(dates), span, min(known, default=None), max(known, default=None)))
    return sorted(found, key=lambda one: (-one.cases, one.code))


def _span(dates: Iterable[date | None], today: date) -> Span:
    every = list(dates)
    known = [(today - one).days for one in every if one is not None]
    if not known:
        return Span(None, None, len(every))
    return Span(round(fmean(known), 1), float(median(known)), len(every) - len(known))
