"""A legal clock as it is shown: how many days are left, and in what state it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from openimr.law.calendars import pacific_day
from openimr.law.clock_rules import rules
from openimr.law.model import Clock, Law

State = Literal["ok", "soon", "late", "tolled", "not started", "met", "met late"]
#: A clock with no more days left than this is due soon.
SOON = 3


@dataclass(frozen=True, slots=True)
class Chip:
    """What ``office/_clock.html`` shows.

    Attributes:
        title: what must be done.
        due: a date, an aware time for clocks in hours, or ``None`` while there is none.
        state: ``ok``, ``soon``, ``late``, ``tolled``, ``not started``, ``met``, ``met late``.
        words: "12 days left", "2 days late", "Due today", "Tolled" ...
        law: the citations with their marks.
        working: how the date was counted, line by line.
        asks: why a person must confirm it; "" where the rule acts by itself.
        consequence: what follows when it is missed.
        duty_of: who must do it.
    """

    title: str
    due: date | datetime | None
    state: State
    words: str
    law: Sequence[Law] = ()
    working: Sequence[str] = ()
    asks: str = ""
    consequence: str = ""
    duty_of: str = ""

    @property
    def hours(self) -> bool:
        """Whether it is counted in hours, so that the time of day matters."""
        return isinstance(self.due, datetime)


def name_of(code: str) -> str:
    """The name of a clock of the rules by its id, such as "Determination" for I9; the id where there is none."""
    found = rules().get(code)
    return _capital(found[0].title) if found else code


def chip(clock: Clock, now: datetime) -> Chip:
    """``clock`` as of ``now`` (an aware time): days are calendar days of California from today to the due day.

    A clock in hours is "late" from its minute on. One without a due date is never late.
    """
    state, words = _state(clock, now)
    return Chip(
        _capital(clock.title),
        clock.due,
        state,
        words,
        clock.law,
        clock.working,
        clock.asks or "",
        clock.consequence or "",
        clock.duty_of or "",
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def due_chip(title: str, due: date | datetime, now: datetime) -> Chip:
    """A chip for a date that is no legal clock, such as a service level: title, due, and how long that is."""
    state, words = _left(due, now)
    return Chip(title, due, state, words)


def _state(clock: Clock, now: datetime) -> tuple[State, str]:
    if clock.state == "not started":
        return "not started", "Not started"
    if clock.state == "tolled":
        return "tolled", "Tolled"
    if clock.state == "met" or clock.met_at is not None:
        if clock.state == "missed":
            return "met late", "Done late"
        return "met", "Done"
    if clock.due is None:
        return "not started", "No date"
    return _left(clock.due, now)


def _left(due: date | datetime, now: datetime) -> tuple[State, str]:
    today = pacific_day(now)
    if isinstance(due, datetime):
        hours = (due - now).total_seconds() / 3600
        if abs(hours) < 72:
            whole = int(abs(hours))
            amount = _plural(whole, "hour") if whole else "less than an hour"
            if hours < 0:
                return "late", f"{amount} late"
            return ("soon" if hours <= 24 else "ok"), f"{amount} left"
    day = pacific_day(due)
    days = (day - today).days
    if days < 0:
        return "late", f"{_plural(-days, 'day')} late"
    if days == 0:
        return "soon", "Due today"
    if days == 1:
        return "soon", "Due tomorrow"
    return ("soon" if days <= SOON else "ok"), f"{days} days left"


def _plural(number: int, unit: str) -> str:
    return f"{number:,} {unit}{'' if number == 1 else 's'}"
