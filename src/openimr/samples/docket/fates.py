"""What becomes of the cases of the demo office: the list of fates, and how many cases have each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

import yaml

from openimr.letters.model import Decision
from openimr.samples.chance import Chance
from openimr.samples.stock import BadSampleData

_FILE = "samples/docket/data/fates.yaml"


@dataclass(frozen=True, slots=True)
class Fate:
    """One fate; the fields are those of ``fates.yaml``."""

    fate: str
    state: str | None
    last: str
    age: tuple[int, int]
    share: int
    urgent: tuple[int, int] | None = None
    decision: Decision | None = None
    flaw: str | None = None
    related: bool = False


@cache
def _read() -> dict[str, Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = resources.files(__package__ or "").joinpath("data", "fates.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are safe loaders
    return data


@cache
def fates() -> dict[str, Fate]:
    """Every fate by its name.

    Raises:
        BadSampleData: an entry lacks a field or names a step that is not listed.
    """
    out: dict[str, Fate] = {}
    for row in _read()["fates"]:
        try:
            low, high = row["age"]
            urgent = tuple(row["urgent"]) if row.get("urgent") else None
            one = Fate(**{**row, "age": (low, high), "urgent": urgent})
        except (KeyError, TypeError, ValueError) as fault:
            raise BadSampleData(f"{_FILE}: {row.get('fate')}: {fault!r}") from fault
        if one.last not in _read()["steps"] or one.share < 3 or one.fate in out:
            raise BadSampleData(f"{_FILE}: {one.fate}: unknown last step, a share below 3, or the fate twice")
        out[one.fate] = one
    return out


def spread(count: int) -> list[str]:
    """The fates of ``count`` cases, in proportion to their shares and mixed over the docket.

    From 3 cases a fate on (117 in all), every fate has at least 3; fewer cases take one fate after another.
    """
    listed = list(fates().values())
    total = sum(one.share for one in listed)
    least = min(3, count // len(listed))
    wanted = {one.fate: max(least, int(one.share * count / total)) for one in listed}
    by_need = sorted(listed, key=lambda one: (wanted[one.fate] - one.share * count / total, one.fate))
    place = 0
    while sum(wanted.values()) < count:
        wanted[by_need[place % len(by_need)].fate] += 1
        place += 1
    largest = sorted(listed, key=lambda one: -one.share)
    place = 0
    while sum(wanted.values()) > count:
        name = largest[place % len(largest)].fate
        if wanted[name] > least:
            wanted[name] -= 1
        place += 1
    out: list[str] = []
    while any(wanted.values()):
        for one in listed:
            if wanted[one.fate]:
                wanted[one.fate] -= 1
                out.append(one.fate)
    return out


def milestones(fate: Fate, received: date, today: date, *, urgent: bool) -> dict[str, date]:
    """The steps that the case has taken, each with its day, none after ``today``."""
    steps: Mapping[str, tuple[int, int]] = _read()["steps"]
    names = list(steps)
    taken = names[: names.index(fate.last) + 1]
    if fate.last in ("petition", "petition decided"):
        taken = [name for name in taken if name not in ("authorized", "published")]
    if fate.last == "published" and fate.decision == "upheld":
        taken.remove("authorized")
    out: dict[str, date] = {}
    for name in taken:
        day = received + timedelta(steps[name][int(urgent)])
        day += timedelta(max(0, 7 - day.weekday()) if day.weekday() > 4 and not urgent else 0)
        out[name] = min(day, today)
    return out


def age_of(chance: Chance, fate: Fate, *, urgent: bool) -> int:
    """How many days ago a case of this fate came."""
    low, high = fate.urgent if urgent and fate.urgent else fate.age
    return chance.between(low, high)
