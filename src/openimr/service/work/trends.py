"""Alarms: a figure that rose or fell on every one of several successive business days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from openimr.law.calendars import calendar
from openimr.service.work.history import Day

#: Successive business days over which the inventory, and the average age, must go one way (operating model, 3).
INVENTORY_DAYS, AGE_DAYS = 4, 3
_DIGITS = 1


@dataclass(frozen=True, slots=True)
class Alarm:
    """What goes one way, and the figures of the days that show it, the oldest first."""

    what: Literal["inventory", "average age"]
    way: Literal["increasing", "decreasing"]
    figures: tuple[float, ...]


def alarms(days: Sequence[Day]) -> list[Alarm]:
    """The alarms at the end of ``days``; closed days are left out, today should be too."""
    open_days = [one for one in days if calendar("state").is_open(one.day)]
    inventory = [float(one.open) for one in open_days]
    ages = [None if one.age is None else round(one.age, _DIGITS) for one in open_days]
    found = []
    if way := direction(inventory[-INVENTORY_DAYS:], INVENTORY_DAYS):
        found.append(Alarm("inventory", way, tuple(inventory[-INVENTORY_DAYS:])))
    last = ages[-AGE_DAYS:]
    known = [one for one in last if one is not None]
    if way := direction(known, AGE_DAYS):
        found.append(Alarm("average age", way, tuple(known)))
    return found


def direction(figures: Sequence[float], wanted: int) -> Literal["increasing", "decreasing"] | None:
    """Which way ``figures`` go without a stop; ``None`` where they do not, or are fewer than ``wanted``."""
    if len(figures) < wanted:
        return None
    if all(a < b for a, b in pairwise(figures)):
        return "increasing"
    if all(a > b for a, b in pairwise(figures)):
        return "decreasing"
    return None
