"""When a clock starts that does not simply start with its trigger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from openimr.law.calendars import PACIFIC, calendar
from openimr.law.clock_conditions import expedited_request, review, service
from openimr.law.model import Happening, Law
from openimr.law.service_extensions import receipt
from openimr.law.timeline import Timeline, instant


@dataclass(frozen=True, slots=True)
class Start:
    """When a clock starts: ``at``; ``service`` is the event whose way of service extends it.

    ``moved`` is false where the end stays on a closed day, because it continues hours, which run without a stop.
    """

    at: date | datetime
    service: Happening
    working: tuple[str, ...] = ()
    laws: tuple[Law, ...] = ()
    asks: str | None = None
    moved: bool = True
    asks_if_late: str | None = None


def _request_received(case: Timeline, trigger: Happening) -> Start:
    """A fax after 17:30 Pacific arrives on the next business day, unless expedited or concurrent."""
    rules = receipt()
    if trigger.type == "rfa.received" and service(trigger) == "mail":
        return Start(trigger.at, trigger, asks_if_late=f"{rules.mail_asks} ({rules.mail_law.cite}).")
    if trigger.type != "rfa.received" or service(trigger) != "fax" or not isinstance(trigger.at, datetime):
        return Start(trigger.at, trigger)
    pacific = trigger.at.astimezone(PACIFIC)
    kinds = {"expedited"} if expedited_request(case, trigger, None) else set()
    kinds.add(str(review(case)))
    if pacific.time().replace(tzinfo=None) <= rules.fax_after or kinds & set(rules.fax_not_for):
        return Start(trigger.at, trigger)
    day = calendar("state").next_open(pacific.date() + timedelta(days=1))
    step = f"fax after {rules.fax_after:%H:%M} Pacific, received: {day}"
    return Start(day, trigger, (step,), (rules.fax_law,))


def _form_start(case: Timeline, trigger: Happening) -> Start:
    given = case.form_given() or trigger
    if given is trigger or given.at == trigger.at:
        return Start(given.at, given)
    return Start(given.at, given, (f"form and envelope given: {given.day}",))


def _complete_and_expedited(case: Timeline, trigger: Happening) -> Start:
    """A case that was converted when its file was complete counts from the conversion."""
    converted = case.first("case.expedited")
    if converted is None or instant(converted.at) <= instant(trigger.at):
        return Start(trigger.at, trigger)
    return Start(converted.at, converted, (f"converted to expedited: {converted.day}",))


def _end_of_determination(case: Timeline, trigger: Happening) -> Start | None:
    end = case.ends.get("I9")
    return None if end is None else Start(end, trigger, moved="I9" not in case.in_hours)


def _after_liability(case: Timeline, trigger: Happening) -> Start:
    resolved, disputed = case.by_type.get("liability.resolved"), case.first("liability.disputed")
    if not resolved or disputed is None or instant(resolved[-1].at) <= instant(trigger.at):
        return Start(trigger.at, trigger)
    asks = "The statute does not say from when the time runs once a separate liability dispute is resolved."
    return Start(resolved[-1].at, trigger, (f"liability resolved: {resolved[-1].day}",), asks=asks)


STARTS: Mapping[str, Callable[[Timeline, Happening], Start | None]] = {
    "request_received": _request_received,
    "form_given": _form_start,
    "complete_and_expedited": _complete_and_expedited,
    "end_of_determination": _end_of_determination,
    "after_liability": _after_liability,
}
