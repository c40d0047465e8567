"""The people of the demo office: physician reviewers, some unfit on purpose, and one person for each role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any, Literal

import yaml

from openimr.samples.casefile.cast import mail, stock
from openimr.samples.chance import Chance

#: How a conflict counts (LC 139.5(d)(6)).
ConflictKind = Literal["familial", "financial", "professional"]


@dataclass(frozen=True, slots=True)
class SampleLicense:
    """A license to practice: postal code of the state, number, last valid day, whether it is restricted."""

    state: str
    number: str
    expires: date
    restricted: bool = False


@dataclass(frozen=True, slots=True)
class SampleBoard:
    """A board certification, as letters print it, and its last valid day."""

    specialty: str
    expires: date


@dataclass(frozen=True, slots=True)
class SampleConflict:
    """A declared affiliation with ``party``; ``share`` is the percentage of yearly income, where it is one."""

    kind: ConflictKind
    party: str
    share: float | None
    note: str


@dataclass(frozen=True, slots=True)
class SampleReviewer:
    """A fictional physician reviewer.

    ``name`` is for the sealed table only: everything else shows ``code``; the name is left out of ``repr``.
    ``hours`` are hours of practice a week, ``years`` years of active practice, ``capacity`` open cases at a
    time. ``flaw`` says why the reviewer may not review (some cases or any), ``None`` where nothing bars it.
    """

    code: str
    name: str = field(repr=False)
    email: str
    degree: str
    licenses: tuple[SampleLicense, ...]
    boards: tuple[SampleBoard, ...]
    years: int
    hours: int
    capacity: int
    languages: tuple[str, ...]
    conflicts: tuple[SampleConflict, ...] = ()
    qme: bool = False
    discipline: str | None = None
    flaw: str | None = None


@dataclass(frozen=True, slots=True)
class SampleStaff:
    """Somebody who works in the demo office. ``email`` is at example.org."""

    role: str
    title: str
    name: str
    email: str


@cache
def _data() -> Any:
    text = resources.files(__package__ or "").joinpath("data", "office.yaml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


def reviewers(seed: int, count: int = 24, today: date | None = None) -> tuple[SampleReviewer, ...]:
    """``count`` reviewers with the codes R-0001 and up; the last ones have a flaw each.

    Args:
        seed: any whole number; the same arguments give the same reviewers.
        count: how many; a quarter of them, at most six, has a flaw.
        today: the day that licenses and certifications are valid or lapsed on.

    Raises:
        ValueError: ``today`` is missing, or ``count`` is less than 1.
    """
    if today is None or count < 1:
        raise ValueError("Reviewers need the day of today: reviewers(seed, count, today).")
    chance = Chance(f"reviewers {seed}")
    profiles = [row for row in _data()["profiles"] for _ in range(row["many"])]
    order = [profiles[0], *chance.some(profiles[1:], len(profiles) - 1)]
    flawed = min(len(_data()["flaws"]), count // 4)
    names = _names(chance, count, _data()["family"])
    out = []
    for place in range(count):
        flaw = _data()["flaws"][place - (count - flawed)] if place >= count - flawed else None
        profile = order[place % len(order)]
        if flaw == "board certification lapsed" and not profile["boards"]:
            profile = profiles[0]
        out.append(_reviewer(chance, place + 1, names[place], profile, flaw, today))
    return tuple(out)


def staff() -> tuple[SampleStaff, ...]:
    """One person for each role of the office, always the same; the reviewer is R-0001, without the name."""
    chance = Chance("staff")
    rows = _data()["staff"]
    people = _names(chance, len(rows), _data()["staff_family"])
    out = []
    for row, who in zip(rows, people, strict=True):
        shown = "R-0001" if row["role"] == "reviewer" else who
        address = "r-0001@example.org" if row["role"] == "reviewer" else mail(row["role"].replace("_", " "))
        out.append(SampleStaff(row["role"], row["title"], shown, address))
    return tuple(out)


def _names(chance: Chance, count: int, family: list[str]) -> list[str]:
    """``count`` different names."""
    given = _data()["given"]
    whole = [f"{first} {last}" for last in family for first in given]
    apart = chance.some(family, len(family))
    out = [f"{chance.pick(given)} {last}" for last in apart[:count]]
    rest = [one for one in chance.some(whole, count + len(out)) if one not in out]
    return out + rest[: count - len(out)]


def _reviewer(
    chance: Chance, number: int, who: str, profile: dict[str, Any], flaw: str | None, today: date
) -> SampleReviewer:
    others = [state for state in _data()["states"] if state != "CA"]
    states = ["CA", *chance.some(others, chance.pick((0, 0, 0, 1, 2)))]
    if number > 1 and chance.yes(0.15):
        states = chance.some(others, 1)
    licenses = [
        SampleLicense(
            state, f"{state}-9{chance.below(100000):05d}", today + timedelta(chance.between(40, 700))
        )
        for state in states
    ]
    boards = [SampleBoard(one, today + timedelta(chance.between(60, 2900))) for one in profile["boards"]]
    hours, years = chance.between(24, 44), chance.between(6, 31)
    conflicts: tuple[SampleConflict, ...] = ()
    insurers = [row["name"] for row in stock("people")["administrators"]]
    if chance.yes(0.2):
        conflicts = (_harmless(chance, insurers),)
    discipline = None
    match flaw:
        case "license lapsed":
            licenses = [SampleLicense(one.state, one.number, today - timedelta(1)) for one in licenses]
        case "discipline pending":
            discipline = "Accusation filed by the medical board, not yet decided"
        case "insurer income":
            note = "Consulting fees for file reviews"
            conflicts = (SampleConflict("financial", chance.pick(insurers), 6.0, note),)
        case "board certification lapsed":
            boards = [SampleBoard(one.specialty, today - timedelta(30)) for one in boards]
        case "too few hours":
            hours = 12
    return SampleReviewer(
        code=f"R-{number:04d}",
        name=f"{who}, {profile['degree']}",
        email=f"r-{number:04d}@example.org",
        degree=profile["degree"],
        licenses=tuple(licenses),
        boards=tuple(boards),
        years=years,
        hours=hours,
        capacity=chance.between(2, 8),
        languages=("English", *dict.fromkeys(chance.some(_data()["languages"], chance.pick((0, 0, 1))))),
        conflicts=conflicts,
        qme=flaw == "qualified medical evaluator",
        discipline=discipline,
        flaw=flaw,
    )


def _harmless(chance: Chance, insurers: list[str]) -> SampleConflict:
    """An affiliation below what the law calls material: 5 percent of income or less."""
    share = chance.pick((0.5, 1.0, 2.5, 5.0))
    return SampleConflict("financial", chance.pick(insurers), share, "Shares held through a retirement fund")
