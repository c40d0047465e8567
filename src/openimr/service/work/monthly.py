"""The cases of a month, from events and columns alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models.fields.json import KT

from openimr.law.calendars import pacific_day
from openimr.service.cases.models import CaseRow
from openimr.service.clock import PACIFIC
from openimr.service.ledger.models import Event
from openimr.service.work.facts import Facts
from openimr.service.work.listing import as_due

#: A letter is recorded on about the day that it is mailed; further apart than this it is looked for in vain.
_APART = timedelta(days=60)
_FLAGS = {"eligibility.routed": "routed", "eligibility.refused": "refused", "eligibility.found": "found"}


def cases_of(year: int, month: int) -> list[Facts]:
    """Every case in which something that the report counts happened in a month of California."""
    first = date(year, month, 1)
    last = date(year + month // 12, month % 12 + 1, 1)
    found: dict[str, dict[str, Any]] = {}
    for number in CaseRow.objects.filter(received__gte=first, received__lt=last).values_list(
        "number", flat=True
    ):
        found.setdefault(number, {})["received"] = True
    begin, end = _midnight(first), _midnight(last)
    events = Event.objects.filter(type__in=_FLAGS, at__gte=begin, at__lt=end)
    for stream, kind in events.order_by().values_list("stream", "type").distinct():
        found.setdefault(_number(stream), {})[_FLAGS[kind]] = True
    for number, told in _mailed(first, last).items():
        found.setdefault(number, {}).update(told)
    return [Facts(number, **told) for number, told in sorted(found.items())]


def _mailed(first: date, last: date) -> dict[str, dict[str, Any]]:
    """The cases whose determination was mailed from ``first`` to before ``last``, with all that is measured."""
    begin, end = _midnight(first) - _APART, _midnight(last) + _APART
    events = Event.objects.filter(type="determination.mailed", at__gte=begin, at__lt=end)
    told = events.order_by().values_list("stream", "at", KT("data__mailed"), KT("data__outcome"))
    found: dict[str, dict[str, Any]] = {}
    for stream, at, text, outcome in told:
        day = date.fromisoformat(text) if text else None
        if day is None or not first <= day < last:
            continue
        # The moment, where the letter was recorded on the day of its mailing; else only the day is known.
        mailed = at if pacific_day(at) == day else day
        found[_number(stream)] = {"completed": True, "mailed": mailed, "outcome": outcome}
    rows = CaseRow.objects.filter(issued__gte=begin, issued__lt=end)
    columns = rows.values_list("number", "priority", "formulary", "assigned", "records_complete")
    for number, priority, formulary, assigned, complete in columns:
        if number in found:
            found[number] |= {
                "priority": priority,
                "formulary": formulary,
                "assigned": pacific_day(assigned) if assigned else None,
                "complete": as_due(complete) if complete else None,
            }
    streams = [f"case:{number}" for number in found]
    for stream, kind, actor, at in _along(streams):
        case = found[_number(stream)]
        if kind == "review.signed":
            case.setdefault("_signed", set()).add(actor)
        elif kind == "case.expedited":
            case["expedited_at"] = at
        else:
            case["extended"] = at
    for case in found.values():
        case["reviewers"] = len(case.pop("_signed", ())) or None
    return found


def _along(streams: Iterable[str]) -> Iterable[tuple[str, str, str, datetime]]:
    types = ("review.signed", "case.expedited", "extension.approved")
    events = Event.objects.filter(stream__in=list(streams), type__in=types).order_by("stream", "number")
    return events.values_list("stream", "type", "actor", "at")


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=PACIFIC)


def _number(stream: str) -> str:
    return stream.removeprefix("case:")
