"""What a letter disputes: kinds of treatment, the places they are for, the requests, the decisions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from openimr.letters.model import Side
from openimr.samples.population.programme import Dice, programme, topics
from openimr.samples.population.treatments import stock
from openimr.samples.requests import Place, Request, place, request
from openimr.samples.stock import Topic

_WITH_SURGERY = ("assistant", "clearance", "cold_unit", "sling", "labs")


def kinds(dice: Dice, count: int, draw: Callable[[float], str]) -> list[str]:
    """Kinds of treatment, ``count`` of them: with an operation, services that go with it; no other twice but drugs."""
    roll = dice.roll
    keys = [draw(roll())]
    if count > 1 and keys[0] in programme().surgical and roll() < 0.6:
        keys += dice.some(_WITH_SURGERY, min(count - 1, 1 + int(roll() * 3)))
    for _ in range(4 * count):
        if len(keys) == count:
            break
        key = draw(roll())
        if key not in keys or key in stock().library.medications:  # two drugs of a class are common
            keys.append(key)
    return keys


def places(dice: Dice, keys: list[str]) -> list[Place]:
    """One to three places such that every treatment has one that it can be for."""
    regions = stock().library.regions
    side: Side = "left" if dice.roll() < 0.5 else "right"
    chosen: list[str] = []
    for key in keys:
        wanted = topics()[key].regions
        if wanted and not set(wanted) & set(chosen):
            for _ in range(20):
                region = programme().regions.draw(dice.roll())
                if region in wanted:
                    break
            else:
                region = wanted[0]
            chosen.append(region)
    if not chosen or dice.roll() < 0.3:
        region = programme().regions.draw(dice.roll())
        if region not in chosen:
            chosen.append(region)
    return [place(dice, regions[key], side) for key in chosen]


def requests(dice: Dice, keys: list[str], where: list[Place], served: date) -> list[Request]:
    """A request of each kind, no two of the same heading. ``served`` is a date of service for past treatment."""
    out: dict[str, Request] = {}
    for key in keys:
        topic = topics()[key]
        fitting = [p for p in where if not topic.regions or p.region.key in topic.regions]
        at = fitting[0] if len(fitting) == 1 else dice.pick(fitting)
        one = request(dice, stock().shelf(key, dice.roll()), topic, at, served)
        out.setdefault(one.heading, one)
    return list(out.values())


def overturned(dice: Dice, asked: list[Topic], rates: dict[str, float]) -> list[bool]:
    """Whether each is overturned; what goes with an operation is decided as the operation."""
    roll = dice.roll
    operation: bool | None = None
    out = []
    for topic in asked:
        if topic.ancillary and operation is not None:
            out.append(operation)
            continue
        decided = roll() < rates[topic.key]
        if topic.primary:
            operation = decided
        out.append(decided)
    return out
