"""A step that is open only if several things hold: may this case be expedited, may these two be consolidated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from openimr.law import conditions
from openimr.law.conditions import Facts
from openimr.law.model import Evidence, Law
from openimr.law.tables import laws, read, require


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that must hold. One whose ``evidence`` does not act never closes the step: it asks a person."""

    code: str
    title: str
    when: Mapping[str, Any]
    evidence: Evidence
    law: tuple[Law, ...]
    how: str


@dataclass(frozen=True, slots=True)
class Unmet:
    """A requirement that does not hold, or of which nothing is known."""

    code: str
    title: str
    law: tuple[Law, ...]
    how: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a step is open.

    ``allowed`` is ``False`` as soon as a verified requirement does not hold (``reasons``), ``None`` while nothing
    forbids it and something is not known (``unanswered``). ``asks`` is what a person must confirm either way.
    """

    allowed: bool | None
    reasons: tuple[Unmet, ...]
    unanswered: tuple[Unmet, ...]
    asks: tuple[str, ...]
    law: tuple[Law, ...]
    working: tuple[str, ...]


@cache
def load(name: str, step: str) -> tuple[Requirement, ...]:
    """The requirements of ``step`` in ``law/data/NAME.yaml``.

    Raises:
        LawError: the file breaks its own rules.
    """
    data = read(name)
    require(data.get(step), name, step, "has no requirements")
    found = []
    for row in data[step]:
        code = row.get("code")
        for key in ("code", "title", "how", "when"):
            require(row.get(key), name, code, f"needs {key}")
        mark = str(row.get("evidence"))
        require(mark in {one.value for one in Evidence}, name, code, f"evidence {mark!r} is no mark")
        found.append(
            Requirement(
                code=code,
                title=row["title"],
                when=conditions.checked(row["when"], data["facts"], name, code),
                evidence=Evidence(mark),
                law=laws(row["law"], name, code),
                how=" ".join(row["how"].split()),
            )
        )
    return tuple(found)


def judge(requirements: tuple[Requirement, ...], facts: Facts) -> Verdict:
    """What ``requirements`` come to on ``facts``."""
    unmet: list[Unmet] = []
    unanswered: list[Unmet] = []
    asks: list[str] = []
    working: list[str] = []
    for one in requirements:
        truth = conditions.test(one.when, facts)
        said = {True: "yes", False: "no", None: "not known"}[truth.holds]
        working.append(" ".join((f"{one.title}: {said}.", *truth.because)))
        if truth.holds:
            continue
        lacking = Unmet(one.code, one.title, one.law, one.how, truth.because)
        if not one.evidence.acts:
            cites = ", ".join(law.cite for law in one.law)
            asks.append(f"{one.title}: {said}. {one.how} ({cites}: {one.evidence.meaning}.)")
        elif truth.holds is False:
            unmet.append(lacking)
        else:
            unanswered.append(lacking)
    allowed = False if unmet else None if unanswered else True
    law = tuple(dict.fromkeys(cite for one in requirements for cite in one.law))
    return Verdict(allowed, tuple(unmet), tuple(unanswered), tuple(asks), law, tuple(working))
