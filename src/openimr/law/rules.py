"""The eligibility rules of ``law/data/eligibility.yaml``, checked when they are loaded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any, Literal, cast, get_args

from openimr.law import conditions
from openimr.law.model import Evidence, Law
from openimr.law.tables import in_force, laws, read, require

_FILE = "eligibility"
Outcome = Literal["ineligible", "deferred", "merged", "terminated", "routed", "flag"]
Cure = Literal["refile", "other", "none"]
_KEYS = {
    "code", "title", "question", "yes", "no", "per", "when", "unless", "outcome", "evidence", "cure", "how", "law",
    "asks", "trigger", "variants",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Declared:
    """A fact that conditions may name. ``derived`` facts are worked out, never stated."""

    name: str
    kind: Literal["flag", "date", "number", "choice", "text"]
    means: str
    values: tuple[str, ...] = ()
    item: bool = False
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """What a rule says during a span of its trigger date."""

    effective_from: date | None
    effective_to: date | None
    outcome: Outcome
    evidence: Evidence
    cure: Cure
    how: str
    law: tuple[Law, ...]
    asks: str | None


@dataclass(frozen=True, slots=True)
class Rule:
    """One eligibility rule. Answering its question with yes means that it applies."""

    code: str
    order: int
    title: str
    question: str
    yes: str
    no: str
    per: Literal["case", "item"]
    when: Mapping[str, Any]
    unless: Mapping[str, Any] | None
    trigger: str | None
    versions: tuple[Version, ...]

    def at(self, day: date) -> Version:
        """What the rule says on ``day`` of its trigger."""
        return in_force(self.versions, day)[0]


@cache
def declared() -> dict[str, Declared]:
    """The facts that may be named, by name."""
    found = {}
    for name, one in read(_FILE)["facts"].items():
        require(one["kind"] in ("flag", "date", "number", "choice", "text"), _FILE, name, "has no known kind")
        require(one.get("means"), _FILE, name, "needs to say what it means")
        require(one["kind"] != "choice" or one.get("values"), _FILE, name, "a choice needs its values")
        values = tuple(one.get("values", ()))
        found[name] = Declared(
            name, one["kind"], one["means"], values, one.get("item", False), one.get("derived", False)
        )
    return found


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order in which they are looked at.

    Raises:
        LawError: the file breaks its own rules.
    """
    found = tuple(_rule(row, order) for order, row in enumerate(read(_FILE)["rules"], 1))
    codes = [rule.code for rule in found]
    require(len(set(codes)) == len(codes), _FILE, codes, "two rules have the same code")
    return found


def _rule(row: Mapping[str, Any], order: int) -> Rule:
    code = row.get("code")
    require(set(row) <= _KEYS, _FILE, code, f"{set(row) - _KEYS} is no part of a rule")
    for name in ("code", "title", "question", "yes", "no"):
        require(row.get(name), _FILE, code, f"needs {name}")
    require(row["per"] in ("case", "item"), _FILE, code, "per is case or item")
    facts = declared()
    unless = row.get("unless")
    trigger = row.get("trigger")
    if trigger:
        require(facts[trigger].kind == "date", _FILE, code, "the trigger is a date")
    variants = row.get("variants", [{}])
    require(trigger or len(variants) == 1, _FILE, code, "several variants need a trigger")
    versions = tuple(_version({**row, **variant}, code) for variant in variants)
    for one, following in pairwise(versions):
        ends, begins = one.effective_to, following.effective_from
        require(ends and begins and (begins - ends).days == 1, _FILE, code, "variants leave a gap")
    require(
        versions[0].effective_from is None and versions[-1].effective_to is None, _FILE, code, "gap at an end"
    )
    return Rule(
        code=cast(str, code),
        order=order,
        title=row["title"],
        question=" ".join(row["question"].split()),
        yes=row["yes"],
        no=row["no"],
        per=row["per"],
        when=conditions.checked(row["when"], facts, _FILE, code),
        unless=conditions.checked(unless, facts, _FILE, code) if unless else None,
        trigger=trigger,
        versions=versions,
    )


def _version(row: Mapping[str, Any], code: object) -> Version:
    require(row["outcome"] in get_args(Outcome), _FILE, code, f"{row['outcome']!r} is no outcome")
    require(row["cure"] in get_args(Cure), _FILE, code, f"{row['cure']!r} is no cure")
    require(row.get("how"), _FILE, code, "needs to say how it is cured, or what comes next")
    mark = str(row["evidence"])
    require(mark in {one.value for one in Evidence}, _FILE, code, f"evidence {mark!r} is no mark")
    evidence = Evidence(mark)
    require(evidence.acts or row.get("asks"), _FILE, code, "a rule that can't act says what it asks")
    cited = laws(row["law"], _FILE, code)
    shown = evidence is Evidence.DESIGN or not evidence.acts or any(law.evidence.verified for law in cited)
    require(shown, _FILE, code, "a rule that acts needs a law that was read")
    return Version(
        effective_from=row.get("from"),
        effective_to=row.get("to"),
        outcome=row["outcome"],
        evidence=evidence,
        cure=row["cure"],
        how=row["how"],
        law=cited,
        asks=row.get("asks"),
    )
