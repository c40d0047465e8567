"""When a review is due: by the service level, and early enough for the law's clock I9."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from openimr.law.calendars import calendar
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.tasks import queue
from openimr.service.cases.projecting import clocks
from openimr.service.clock import PACIFIC
from openimr.service.office.dates import said

#: What comes after the review and needs time before the letter is mailed.
_AFTER = ("quality.check", "letter.issue")


@dataclass(frozen=True, slots=True)
class ReviewDue:
    """A due date with its working; ``tight`` where the law's clock leaves no time for what comes after."""

    at: date | datetime
    working: tuple[str, ...]
    tight: bool = False


def review_due(case: Case, now: datetime) -> ReviewDue:
    """The due date of a review that is assigned now."""
    today = now.astimezone(PACIFIC).date()
    level = queue("review.reviewer").sla or 7
    due = today + timedelta(days=level)
    working = [f"{level} calendar days, the service level of a review: {said(due)}"]
    clock = next((one for one in clocks(case, now) if one.clock == "I9" and one.due is not None), None)
    if clock is None or clock.due is None:
        return ReviewDue(due, (*working, "the clock of the determination (I9) does not run"))
    law = ", ".join(one.cite for one in clock.law)
    if isinstance(clock.due, datetime):
        latest = clock.due - timedelta(hours=24)
        at = clock.due.astimezone(PACIFIC)
        working.append(f"determination due {said(at)} ({law}), less 24 hours for quality and letter")
        return (
            ReviewDue(latest, tuple(working)) if latest > now else ReviewDue(clock.due, tuple(working), True)
        )
    days = sum(queue(one).target or 0 for one in _AFTER)
    latest_day = clock.due
    for _ in range(days):
        latest_day -= timedelta(days=1)
        while not calendar("state").is_open(latest_day):
            latest_day -= timedelta(days=1)
    working.append(
        f"determination due {said(clock.due)} ({law}), less {days} business days for quality and letter: "
        f"{said(latest_day)}"
    )
    if latest_day < today:
        return ReviewDue(max(clock.due, today), tuple(working), True)
    return ReviewDue(min(due, latest_day), tuple(working))
