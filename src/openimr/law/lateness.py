"""Whether an application came too late: the clocks I1, I1a and I1c read with all that is not known.

An application counts as late only if it is late under every reading of how the decision was served. If it is in time
only because service extends the window, which for these applications rests on persuasive authority, the clock asks a
person to confirm (open point V3 of the process specification).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from openimr.law.calendars import pacific_day
from openimr.law.case_facts import CaseFacts
from openimr.law.clocks import deadlines
from openimr.law.conditions import Fact
from openimr.law.facts import EligibilityFacts
from openimr.law.model import Clock, Happening

_SERVED = ("ur_decision.served", "form.served", "liability.resolved")
#: The window for the application: an emergency provider's own, the one anew after a liability dispute, the usual one.
_WINDOWS = ("I1c", "I1a", "I1")
_REVIEW = ("U1", "U1cap", "U2", "U3", "U4")


def late(case: EligibilityFacts, found: Mapping[str, Fact], now: datetime) -> tuple[Fact, Fact]:
    """Whether the application is late, and the last day on which it could arrive (the facts late, filing_due).

    Args:
        case: what was said.
        found: the facts known so far; the dates of the decision, its service and the application count.
        now: an aware date and time.
    """
    events = _events(case, found)
    received = next((one.day for one in events if one.type == "application.received"), None)
    if not any(one.type == "ur_decision.served" for one in events):
        return _without_service(case, found, events, received, now), Fact()
    clock = _window(case, events, now)
    if clock is None:
        return Fact(None, "No filing window can be counted."), Fact()
    working = "; ".join(clock.working)
    if clock.state == "not started":
        return Fact(False, f"The filing window has not begun. {working}"), Fact()
    if clock.state == "tolled":
        return Fact(False, f"The filing window is suspended. {working}"), Fact()
    if clock.due is None:
        return Fact(None, working), Fact()
    due = pacific_day(clock.due)
    last = Fact(due, f"The filing window ends {due} ({working}).")
    counted = f"due {due} (clock {clock.clock}: {working})"
    if received is None:
        return Fact(None, f"When the application arrived is not known; {counted}."), last
    if received > due:
        return _if_late_anyway(
            case, events, received, now, Fact(True, f"Received {received}, {counted}.", clock.asks)
        ), last
    shorter = _window(replace(case, formulary=True), events, now) if _formulary(case) is None else None
    if shorter is not None and shorter.due is not None and received <= pacific_day(shorter.due):
        clock = (
            shorter  # In time either way, so that it need not be known whether this is a formulary dispute.
        )
    return Fact(False, f"Received {received}, {counted}.", clock.asks), last


def late_review(case: EligibilityFacts, now: datetime) -> Fact:
    """Whether the utilization review decision came after its own limits (clocks U1 to U4)."""
    clocks = deadlines(CaseFacts(case.priority, case.formulary, case.events), now=now)
    review = [one for one in clocks if one.clock in _REVIEW]
    missed = [one for one in review if one.state == "missed"]
    if missed:
        return Fact(True, " ".join(f"Clock {one.clock} ({one.title}) ended {one.due}." for one in missed))
    met = [one for one in review if one.state == "met"]
    return Fact(False, " ".join(f"Clock {one.clock} was met." for one in met)) if met else Fact()


def _events(case: EligibilityFacts, found: Mapping[str, Fact]) -> list[Happening]:
    """The events, with those that only the application tells of."""
    events = list(case.events)
    form = case.application
    known = {one.type for one in events}
    # Whether a dispute that is an event came while the window was open is for the clock to say.
    disputed = case.facts.get("liability_disputed", None if form is None else form.liability_disputed)
    if form is not None and form.ur_served_date is not None and "ur_decision.served" not in known:
        details: dict[str, Any] = {
            "service": form.ur_service,
            "from_state": form.claims_administrator.state,
            "to_state": form.employee.state,
            "form_enclosed": form.form_enclosed,
        }
        said = {name: value for name, value in details.items() if value is not None}
        events.append(Happening("ur_decision.served", form.ur_served_date, said))
    received = found.get("application_received", Fact()).value
    filer = found.get("filer", Fact()).value
    if received is not None and "application.received" not in known:
        events.append(Happening("application.received", received, {}))
    told = []
    for one in events:
        if (
            one.type == "ur_decision.served"
            and disputed is not None
            and "liability_disputed" not in one.details
        ):
            one = replace(one, details={**one.details, "liability_disputed": disputed})
        if one.type == "application.received" and filer is not None and "filer" not in one.details:
            one = replace(one, details={**one.details, "filer": filer})
        told.append(one)
    return told


def _formulary(case: EligibilityFacts) -> bool | None:
    if case.formulary is None and case.application is not None:
        return case.application.formulary
    return case.formulary


def _window(case: EligibilityFacts, events: list[Happening], now: datetime) -> Clock | None:
    priority = case.priority or (case.application.priority if case.application else None)
    clocks = deadlines(CaseFacts(priority, _formulary(case), tuple(events)), now=now)
    found = {one.clock: one for one in reversed(clocks)}
    return next((found[name] for name in _WINDOWS if name in found), None)


def _if_late_anyway(
    case: EligibilityFacts, events: list[Happening], received: date, now: datetime, late: Fact
) -> Fact:
    """``late``, unless what is not recorded of the service could have extended the window far enough."""
    clock = _window(case, [_longest(one) for one in events], now)
    if clock is None or clock.due is None or received > pacific_day(clock.due):
        return late
    why = "how, or between which states, the decision was served is not recorded"
    return Fact(None, f"{late.because} But {why}; at the longest the window ended {pacific_day(clock.due)}.")


def _longest(one: Happening) -> Happening:
    """The event with what is not recorded of its service read as extending the window most (CCP 1013(a))."""
    if one.type not in _SERVED or one.details.get("service") not in (None, "mail"):
        return one
    return replace(one, details={"from_state": "CA", "to_state": "XX", **one.details, "service": "mail"})


def _without_service(
    case: EligibilityFacts,
    found: Mapping[str, Fact],
    events: list[Happening],
    received: date | None,
    now: datetime,
) -> Fact:
    """The day of service is not known: in time only if in time counted from the decision itself."""
    made = found.get("ur_decision_date", Fact()).value
    lacks = "When the decision was served on the employee is not known."
    if made is None or received is None:
        return Fact(None, lacks)
    assumed = [*events, Happening("ur_decision.served", made, {"service": "personal"})]
    clock = _window(case, assumed, now)
    if clock is not None and clock.due is not None and received <= pacific_day(clock.due):
        text = f"Received {received}; it would be in time (until {pacific_day(clock.due)}) even if the decision of"
        return Fact(False, f"{text} {made} had been served on the same day.")
    return Fact(None, lacks)
