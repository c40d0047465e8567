"""The clocks of one case: when each starts, when it ends, and how that was counted.

`deadlines` goes through the records of ``data/clocks.yaml`` in their order. What is not verified never decides
alone: the clock's ``asks`` then says why a person must confirm.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openimr.law.calendars import PACIFIC, NoCalendar, pacific_day
from openimr.law.case_facts import CaseFacts
from openimr.law.clock_conditions import CONDITIONS, HELD, unknown
from openimr.law.clock_ends import end_of, extended
from openimr.law.clock_rules import ClockRule, rules
from openimr.law.clock_starts import STARTS, Start
from openimr.law.model import Clock, ClockState, Happening, Law, LawError
from openimr.law.tables import in_force
from openimr.law.timeline import Timeline

At = date | datetime


@dataclass(frozen=True, slots=True)
class CountedClock(Clock):
    """A clock with the law of its counting (extensions, closed days), besides its own ``law``."""

    counted_by: tuple[Law, ...] = ()


def deadlines(facts: CaseFacts, *, now: datetime) -> tuple[Clock, ...]:
    """Every clock of a case that runs or has run, or that was triggered and is held, in the order of the law.

    Args:
        facts: what is known of the case.
        now: the aware time that tells running from missed.

    Raises:
        LawError: ``now`` has no offset.
    """
    if now.tzinfo is None:
        raise LawError("The time now needs an offset, such as 2026-03-03T16:00-08:00.")
    case = Timeline.of(facts)
    return tuple(clock for records in rules().values() for clock in _clocks(records, case, now))


def _clocks(records: tuple[ClockRule, ...], case: Timeline, now: datetime) -> Iterator[Clock]:
    for trigger in _triggers(records[0], case):
        for rule in _in_force(records, case, trigger):
            clock = _clock(rule, case, trigger, now)
            if clock is not None:
                yield clock


def _triggers(rule: ClockRule, case: Timeline) -> list[Happening]:
    for kind in rule.trigger:
        found = case.by_type.get(kind)
        if found:
            return found if rule.take == "each" else [found[-1] if rule.take == "last" else found[0]]
    return []


def _in_force(records: tuple[ClockRule, ...], case: Timeline, trigger: Happening) -> list[ClockRule]:
    """The variants of a clock that hold for this trigger in this case."""
    by = records[0].effective_by
    decisive = trigger if by is None else case.first(by)
    current = list(records) if decisive is None else in_force(records, decisive.day)
    priority = case.facts.priority or "standard"
    return [rule for rule in current if rule.fits(priority, case.facts.formulary)]


def _clock(rule: ClockRule, case: Timeline, trigger: Happening, now: datetime) -> Clock | None:
    asks = [rule.asks] if rule.asks else []
    for name in rule.only_if:
        if CONDITIONS[name](case, trigger, None) is not True:
            return None
    for name in rule.if_:
        holds = CONDITIONS[name](case, trigger, None)
        if holds is False:
            return None
        if holds is None:
            asks.append(unknown(name))
    asks += _assumed(rule, case)
    start = STARTS[rule.starts](case, trigger) if rule.starts else Start(trigger.at, trigger)
    if start is None:
        return None
    if start.asks:
        asks.append(start.asks)
    met = _met(rule, case, trigger)
    for name in rule.not_started_if:
        if CONDITIONS[name](case, trigger, None):
            return _held(rule, "not started", None, HELD[name], met, asks)
    starts = start.at if rule.unit == "hour" else pacific_day(start.at)
    if rule.amount is None:
        state: ClockState = "running" if met is None else "met"
        return _made(rule, starts, None, state, (f"{rule.without_number} (no number)",), (), met, asks)
    try:
        counted, readings = end_of(rule, start)
    except NoCalendar as problem:
        asks.append(str(problem))
        return _made(rule, starts, None, "running" if met is None else "met", start.working, (), met, asks)
    for name in rule.tolled_if:
        if CONDITIONS[name](case, trigger, counted.due):
            case.tolled.add(rule.clock)
            return _held(rule, "tolled", starts, HELD[name], met, asks)
    case.ends[rule.clock] = counted.unmoved
    if rule.unit == "hour":
        case.in_hours.add(rule.clock)
    if rule.extended_by:
        counted, readings = extended(rule, case, counted, readings)
    state = _state(rule, counted.due, met, now)
    asks += [counted.doubt] if counted.doubt else []
    asks += [why for why, end in readings if _state(rule, end, met, now) != state]
    if state == "missed":
        asks += [start.asks_if_late] if start.asks_if_late else []
        asks += _before_late(rule, case, trigger)
    working = (*start.working, *counted.working)
    return _made(rule, starts, counted.due, state, working, (*start.laws, *counted.laws), met, asks)


def _assumed(rule: ClockRule, case: Timeline) -> Iterator[str]:
    """What was assumed of a case because it is not recorded."""
    if rule.effective_by is not None and case.first(rule.effective_by) is None:
        yield f"Whether the rule applies is not known: no {rule.effective_by} is recorded."
    if rule.priority is not None and case.facts.priority is None:
        yield "The priority is not recorded; counted as standard."
    if rule.formulary is not None and case.facts.formulary is None:
        kind = "one" if rule.formulary else "none"
        yield f"Whether this is a formulary dispute is not recorded; counted as {kind}."


def _met(rule: ClockRule, case: Timeline, trigger: Happening) -> At | None:
    """When what the clock waits for happened, if it did."""
    if rule.met_when == "form_given":
        given = case.form_given()
        return None if given is None else given.at
    since = trigger.day
    for one in case.all(*rule.met_by):
        # An application that came before the form was given is no less received.
        early = not rule.met_before and one.day < since
        other = rule.met_from is not None and one.details.get("received_from") not in rule.met_from
        if not early and not other:
            return one.at
    return None


def _state(rule: ClockRule, due: At, met: At | None, now: datetime) -> ClockState:
    if rule.kind == "period":
        return "running" if not _after(now, due) else "met"
    if met is not None:
        return "missed" if _after(met, due) else "met"
    return "missed" if _after(now, due) else "running"


def _after(at: At, due: At) -> bool:
    """Whether ``at`` lies after the end: by the minute where both are times, by the day otherwise."""
    if isinstance(at, datetime) and isinstance(due, datetime):
        return at > due
    return pacific_day(at) > pacific_day(due)


def _before_late(rule: ClockRule, case: Timeline, trigger: Happening) -> Iterator[str]:
    for late in rule.ask_if_late:
        if trigger.day >= late.start and (
            late.condition is None or CONDITIONS[late.condition](case, trigger, None)
        ):
            yield late.why


def _held(
    rule: ClockRule, state: ClockState, starts: At | None, why: str, met: At | None, asks: list[str]
) -> Clock:
    return _made(rule, starts, None, state, (why,), (), met, asks)


def _made(
    rule: ClockRule,
    starts: At | None,
    due: At | None,
    state: ClockState,
    working: tuple[str, ...],
    laws: tuple[Law, ...],
    met: At | None,
    asks: list[str],
) -> Clock:
    return CountedClock(
        clock=rule.clock,
        title=rule.title,
        starts=starts,
        due=due,
        state=state,
        law=rule.law,
        working=working,
        met_at=met,
        asks=" ".join(dict.fromkeys(asks)) or None,
        consequence=rule.consequence,
        duty_of=rule.duty_of,
        counted_by=laws,
    )


def clock_json(clock: Clock) -> dict[str, Any]:
    """A clock as ``openimr deadlines`` prints it. Times are in Pacific time, with their offset."""

    def cited(found: tuple[Law, ...]) -> list[dict[str, str]]:
        return [{"cite": one.cite, "evidence": one.evidence.value} for one in found]

    return {
        "clock": clock.clock,
        "title": clock.title,
        "starts": _iso(clock.starts),
        "due": _iso(clock.due),
        "state": clock.state,
        "law": [one.cite for one in clock.law],
        "working": list(clock.working),
        "met_at": _iso(clock.met_at),
        "asks": clock.asks,
        "consequence": clock.consequence,
        "duty_of": clock.duty_of,
        "evidence": cited(clock.law),
        "counted_by": cited(clock.counted_by) if isinstance(clock, CountedClock) else [],
    }


def _iso(at: At | None) -> str | None:
    return None if at is None else (at.astimezone(PACIFIC) if isinstance(at, datetime) else at).isoformat()
