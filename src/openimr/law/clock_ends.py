"""Where a clock ends, and where it would end under readings of the law that are not ruled out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from openimr.law.calendars import pacific_day
from openimr.law.clock_rules import ClockRule
from openimr.law.clock_starts import Start
from openimr.law.counting import Counted, count, show
from openimr.law.model import Happening
from openimr.law.service_extensions import Extension, find, longest, place
from openimr.law.timeline import Timeline

At = date | datetime
#: A reading that was not followed: why it is possible, and the end that it gives.
Reading = tuple[str, At]


def end_of(rule: ClockRule, start: Start) -> tuple[Counted, list[Reading]]:
    """The end of the clock, and the ends under readings that are not ruled out."""
    assert rule.amount is not None
    assert rule.unit is not None
    amount, unit, moved = rule.amount, rule.unit, rule.moved
    if rule.starts == "end_of_determination":
        return _plus_days(start.at, _days_approved(start.service), moved and start.moved), []
    extension, others = _extension(rule, start.service)
    counted = count(start.at, amount, unit, extension=extension, moved=moved)
    if extension is not None and extension.add and rule.extension_law not in (None, extension.law):
        counted = replace(counted, laws=(*counted.laws, rule.extension_law))
    readings = [
        (why, count(start.at, amount, unit, extension=other, moved=moved).due) for why, other in others
    ]
    if unit == "hour" and not isinstance(start.at, datetime):
        why = "The time of day is not recorded, and the clock runs in hours."
        readings.append((why, pacific_day(counted.due) - timedelta(days=1)))
    return counted, readings


def _extension(
    rule: ClockRule, served: Happening
) -> tuple[Extension | None, list[tuple[str, Extension | None]]]:
    """What the way of service adds, and what it would add under readings that are not ruled out."""
    if rule.extension is None or rule.extension_law is None:
        return None, []
    service = served.details.get("service")
    if service is None:
        return None, [("How it was served is not recorded.", longest(rule.extension, "mail"))]
    where = place(served.details)
    row = find(rule.extension, service, where)
    if row is None or (row.needs and served.details.get(row.needs) is False):
        return None, []
    if not row.applied:
        why = f"The extension for {row.label} service is not verified ({row.law.cite}: {row.law.evidence.meaning})."
        return None, [(why, row)]
    others: list[tuple[str, Extension | None]] = []
    if row.needs and served.details.get(row.needs) is None:
        others.append((f"Whether the parties agreed to service by {service} is not recorded.", None))
    others += [
        (f"The extension for service rests on: {law.cite} ({law.evidence.meaning}).", None)
        for law in (rule.extension_law, row.law)
        if row.add and not law.evidence.acts
    ]
    if where is None and row.place is not None:
        most = longest(rule.extension, service)
        others.append(("Between which states it was served is not recorded.", most))
    return row, others


def extended(
    rule: ClockRule, case: Timeline, counted: Counted, readings: list[Reading]
) -> tuple[Counted, list[Reading]]:
    """The end with an approved extension, which counts from the end before that was moved."""
    approved = case.first(*rule.extended_by)
    if approved is None:
        return counted, readings
    days = _days_approved(approved)
    first = counted.working[:1]  # the step that moved the end falls away
    longer = _plus_days(counted.unmoved, days, rule.moved and rule.unit != "hour")
    later = [(why, other + timedelta(days=days)) for why, other in readings]
    return replace(longer, working=(*first, *longer.working)), later


def _days_approved(approved: Happening) -> int:
    """The days that were approved; up to three, which is what counts where no number was given."""
    days = approved.details.get("days", 3)
    return int(days)


def _plus_days(end: At, days: int, moved: bool) -> Counted:
    """``days`` after an end: at the same time of day where that is a time."""
    if isinstance(end, datetime):
        later = end + timedelta(days=days)
        return Counted(later, later, (f"+{days} approved extension: {show(later)}",), ())
    counted = count(end, days, "calendar_day", moved=moved)
    step = f"+{days} approved extension: {show(counted.unmoved)}"
    return replace(counted, working=(step, *counted.working[1:]))
