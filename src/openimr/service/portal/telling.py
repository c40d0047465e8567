"""What a party reads of its case: the words of ``statuses.yaml`` and ``days.yaml``, the steps, the days that matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from openimr.law.calendars import pacific_day
from openimr.law.model import Clock, Evidence
from openimr.law.states import state, states
from openimr.service.cases.domain import Case
from openimr.service.cases.projecting import clocks
from openimr.service.office.parts import Step

STEPS = ("Application", "Eligibility", "Records", "Review", "Decision")
#: Whose duty (in the law's words) concerns which roles; what is not here concerns all of them.
_DUTIES = {
    "claims administrator": ("claims administrator", "employer"),
    "employee": ("employee", "attorney", "agent"),
    "physician": ("requesting physician",),
}
#: Clocks of an answer, to the kind of request that they belong to: they are the duty of who was asked alone.
_ANSWERS = {"I2": "eligibility", "I7": "reviewer"}


@dataclass(frozen=True, slots=True)
class Words:
    """What is said of a state. ``you`` is by role, or ``all``."""

    step: int
    title: str
    now: str
    next: str
    ended: bool = False
    you: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Day:
    """A day that concerns the party. ``words`` say how far it is; ``unsettled`` why a person must confirm it."""

    title: str
    due: date | datetime
    words: str
    yours: bool
    late: bool
    law: str
    unsettled: bool


@dataclass(frozen=True, slots=True)
class Told:
    """Where a case stands, for one party. ``number`` and ``status`` are the portal status 1 to 7."""

    title: str
    now: str
    next: str
    you: str
    number: int | None
    status: str | None
    steps: tuple[Step, ...]
    days: tuple[Day, ...]


@cache
def words() -> dict[str, Words]:
    """The words of every state.

    Raises:
        ValueError: a state of the office has none, or there are words for a state that is none.
    """
    raw = yaml.safe_load(Path(__file__).with_name("statuses.yaml").read_text("utf-8"))
    found = {code: Words(**given) for code, given in raw.items()}
    wanted = {one.code for one in states() if one.office}
    if wanted != set(found):
        raise ValueError(f"statuses.yaml: words are missing or too many for {sorted(wanted ^ set(found))}.")
    return found


@cache
def days() -> dict[str, dict[str, str]]:
    """How the day of a clock is called: its id to ``yours`` and ``other``."""
    found: dict[str, dict[str, str]] = yaml.safe_load(
        Path(__file__).with_name("days.yaml").read_text("utf-8")
    )
    return found


def told(case: Case, role: str, now: datetime) -> Told:
    """What the party in ``role`` is told of ``case`` at the moment ``now``."""
    said, at = words()[case.state], state(case.state)
    return Told(
        title=said.title,
        now=said.now,
        next=said.next,
        you=said.you.get(role) or said.you.get("all", ""),
        number=at.portal,
        status=at.portal_title,
        steps=tuple(_steps(said)),
        days=tuple(_days(case, role, now)),
    )


def _steps(said: Words) -> list[Step]:
    found = []
    for place, title in enumerate(STEPS, start=1):
        if said.ended and place > said.step:
            break
        past = place < said.step or (place == said.step == len(STEPS))
        found.append(Step(title, "done" if past else "current" if place == said.step else "todo"))
    return found


def _days(case: Case, role: str, now: datetime) -> list[Day]:
    here = state(case.state).clocks
    found: dict[tuple[str, Any], Day] = {}
    for one in clocks(case, now):
        if one.clock not in here or one.clock not in days() or one.due is None or one.met_at is not None:
            continue
        if one.state in ("running", "missed"):
            day = _day(one, _theirs(case, one, role), now)
            found.setdefault((day.title, day.due), day)
    return sorted(found.values(), key=lambda day: (not day.yours, pacific_day(day.due)))


def _theirs(case: Case, clock: Clock, role: str) -> bool:
    if clock.clock in _ANSWERS:
        kind = _ANSWERS[clock.clock]
        return any(one.kind == kind and one.answered is None and role in one.to for one in case.requests)
    return clock.duty_of == "party" or role in _DUTIES.get(clock.duty_of or "", ())


def _day(clock: Clock, yours: bool, now: datetime) -> Day:
    assert clock.due is not None
    left = (pacific_day(clock.due) - pacific_day(now)).days
    late = left < 0 or (isinstance(clock.due, datetime) and clock.due < now)
    if left < 0:
        words = "yesterday" if left == -1 else f"{-left} days ago"
    else:
        words = "today" if left == 0 else "tomorrow" if left == 1 else f"in {left} days"
    law = "; ".join(one.cite for one in clock.law if one.evidence is not Evidence.DESIGN)
    title = days()[clock.clock]["yours" if yours else "other"]
    return Day(title, clock.due, words, yours, late, law, bool(clock.asks))
