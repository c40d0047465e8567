"""Who could have a case: every reviewer with each rule's answer, in an order that anybody can compute again.

Pure: the registry, the open cases and the day come in. The order is a sum of few points that are shown, and a
draw from a recorded seed among those that fit alike; it knows nothing of what anybody decided before.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from openimr.law.conflicts import CaseParty, conflict
from openimr.law.reviewers import CaseNeeds, Finding, qualification
from openimr.service.cases.domain import Case
from openimr.service.office.dates import said
from openimr.service.reviewers.facts import Registered
from openimr.vocabulary import specialties

#: Roles of a case to roles of the law's counterparties; the name and the organization are looked at each.
_PARTIES = {
    "employee": ("employee", "employee"),
    "attorney": ("attorney of the employee", "attorney of the employee"),
    "requesting physician": ("treating provider", "facility"),
    "claims administrator": ("employee of a payer", "claims administrator"),
    "employer": ("employer", "employer"),
}
#: The points of the fit; our own arrangement, shown beside each candidate.
EXACT, NEAR, CALIFORNIA, FREE = 4, 1, 1, 2


@dataclass(frozen=True, slots=True)
class Load:
    """What a reviewer has to do: open cases, and how many were assigned today."""

    open: int = 0
    today: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reviewer looked at for one case.

    ``bars`` are sentences that exclude (refused before, remand, holds it already); ``away`` says why not today
    (absence, capacity). ``fit`` are (why, points); ``draw`` lies between 0 and 1.
    """

    code: str
    qualification: tuple[Finding, ...]
    conflicts: tuple[Finding, ...]
    bars: tuple[str, ...]
    away: tuple[str, ...]
    load: Load
    capacity: int | None
    california: bool
    fit: tuple[tuple[str, int], ...]
    draw: float

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings of the law."""
        return (*self.qualification, *self.conflicts)

    @property
    def blocked(self) -> bool:
        """Whether the reviewer must not have this case."""
        return bool(self.bars) or any(one.blocks for one in self.findings)

    @property
    def asks(self) -> tuple[Finding, ...]:
        """What a person must answer for before the case goes to this reviewer."""
        return tuple(one for one in self.findings if one.needs_person)

    @property
    def ready(self) -> bool:
        """Whether the reviewer can have the case today."""
        return not self.blocked and not self.away

    @property
    def points(self) -> int:
        """The sum of the fit."""
        return sum(points for _, points in self.fit)


def parties(case: Case) -> tuple[CaseParty, ...]:
    """The people and companies of a case whose affiliations count. Who manages them is not known."""
    found = []
    for one in case.parties:
        roles = _PARTIES.get(one.role)
        if roles is None:
            continue
        for role, name in zip(roles, (one.name, one.organization), strict=True):
            if name:
                found.append(CaseParty(role, name))
    return tuple(found)


def draw(seed: str, code: str) -> float:
    """A number between 0 and 1 that only the seed and the code decide."""
    return int(hashlib.sha256(f"{seed}:{code}".encode()).hexdigest()[:13], 16) / float(1 << 52)


def candidates(
    case: Case,
    panel: Iterable[Registered],
    loads: Mapping[str, Load],
    today: date,
    seed: str,
) -> tuple[Candidate, ...]:
    """Everybody on the panel for this case: first who can have it, best fit first; then the others by code."""
    involved = parties(case)
    needs = CaseNeeds((case.recommended_specialty,) if case.recommended_specialty else ())
    found = [_look(case, one, involved, needs, loads.get(one.code, Load()), today, seed) for one in panel]
    return tuple(
        sorted(
            found,
            key=lambda one: (
                (0, -one.points, one.draw, one.code)
                if one.ready
                else (1 if not one.blocked else 2, 0, 0.0, one.code)
            ),
        )
    )


def look(case: Case, one: Registered, load: Load, today: date, seed: str) -> Candidate:
    """One reviewer for this case."""
    needs = CaseNeeds((case.recommended_specialty,) if case.recommended_specialty else ())
    return _look(case, one, parties(case), needs, load, today, seed)


def _look(
    case: Case,
    one: Registered,
    involved: tuple[CaseParty, ...],
    needs: CaseNeeds,
    load: Load,
    today: date,
    seed: str,
) -> Candidate:
    found = qualification(one.facts, needs, today)
    california = any(each.rule == "Q4" and each.answer == "ok" for each in found)
    return Candidate(
        code=one.code,
        qualification=found,
        conflicts=conflict(one.facts.declared, involved),
        bars=_bars(case, one),
        away=_away(one, load, today),
        load=load,
        capacity=one.facts.capacity_per_day,
        california=california,
        fit=_fit(one, needs, load, california),
        draw=draw(seed, one.code),
    )


def _bars(case: Case, one: Registered) -> tuple[str, ...]:
    out = []
    if not one.active:
        out.append("Is not on the panel now.")
    if one.code in case.barred_reviewers:
        out.append(
            "Had this case or the one it comes from, and may not have it again (refused, or remand: LC 4610.6(i))."
        )
    if any(each.reviewer == one.code for each in case.open_reviews):
        out.append("Has this case already.")
    return tuple(out)


def _away(one: Registered, load: Load, today: date) -> tuple[str, ...]:
    out = []
    if absence := one.away(today):
        out.append(f"Away until {said(absence.last)}.")
    most = one.facts.capacity_per_day
    if most is not None and load.today >= most:
        out.append(f"Took {load.today} case{'s' if load.today != 1 else ''} today, and takes {most} a day.")
    return tuple(out)


def _fit(one: Registered, needs: CaseNeeds, load: Load, california: bool) -> tuple[tuple[str, int], ...]:
    points: list[tuple[str, int]] = []
    wanted = [specialties.lookup(name, fuzzy=False) for name in needs.specialties]
    names = [name for each in one.facts.boards for name in (each.specialty, each.subspecialty) if name]
    own = [specialties.lookup(name, fuzzy=False) for name in names]
    if any(each is not None and each in wanted for each in own):
        points.append(("specialty as recommended", EXACT))
    elif {each.group for each in own if each} & {each.group for each in wanted if each}:
        points.append(("a specialty of the same field", NEAR))
    if california:
        points.append(("California license (a preference only)", CALIFORNIA))
    free = max(0, FREE - load.open)
    if free:
        points.append(("few open cases", free))
    return tuple(points)


def excluded(found: Iterable[Candidate]) -> tuple[tuple[str, str, int], ...]:
    """Which rule excludes how many, the most first: (rule, title, how many)."""
    count: Counter[tuple[str, str]] = Counter()
    for one in found:
        for each in {(each.rule, each.title) for each in one.findings if each.blocks}:
            count[each] += 1
        for why in one.bars:
            count["BARRED", why] += 1
        if one.away and not one.blocked:
            count["TODAY", "away, or has taken as many cases as a day holds"] += 1
    return tuple((rule, title, many) for (rule, title), many in count.most_common())
