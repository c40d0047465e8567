"""Whether a reviewer has a conflict of interest in a case. Data: ``data/reviewer_rules.yaml``.

LC 139.5(c)(2), (d)(5), (d)(6); process specification, section 7.2. Two lists of counterparties overlap; either one
blocks. An affiliation that is near the statute's list, but not on it, blocks nobody: a person looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from openimr.law.model import Law, LawError
from openimr.law.reviewers import Affiliation, Answer, Finding
from openimr.law.tables import laws, read, require

_KINDS = ("familial", "financial", "professional")
_COMPANY = re.compile(
    r"\b(?:inc|incorporated|llc|llp|ltd|co|company|corp|corporation|the|of|and)\b|[^a-z0-9 ]"
)


@dataclass(frozen=True, slots=True)
class CaseParty:
    """Somebody with a stake in a case, by role (`roles`) and name. ``management``: a management employee."""

    role: str
    name: str
    management: bool | None = None


@cache
def _data() -> Mapping[str, Any]:
    data: Mapping[str, Any] = read("reviewer_rules")
    rules = data["affiliations"]
    for kind in _KINDS:
        for relation, material in rules[kind].items():
            require(material in (True, False, "share"), "reviewer_rules", relation, "true, false or share.")
    for row in data["counterparties"]:
        for name in ("c2", "d5"):
            require(row.get(name) in ("any", "management", False), "reviewer_rules", row.get("role"), name)
    return data


@cache
def roles() -> tuple[str, ...]:
    """The roles of the people and companies whose affiliations are looked at."""
    return tuple(row["role"] for row in _data()["counterparties"])


@cache
def relations() -> Mapping[str, tuple[str, ...]]:
    """The relations that can be declared, by kind; under "near" those that are on no list."""
    rules = _data()["affiliations"]
    return {**{kind: tuple(rules[kind]) for kind in _KINDS}, "near": tuple(rules["near"]["relations"])}


def conflict(declared: Iterable[Affiliation] | None, parties: Iterable[CaseParty]) -> tuple[Finding, ...]:
    """What the declared affiliations mean for a case with these parties.

    One finding for each affiliation that touches a party; one "ok" if none does; "unknown" while nothing was
    declared (``None``). Names are compared without case, punctuation and company forms; names that are only
    alike give "unknown".

    Raises:
        LawError: a party's role, or an affiliation's kind or holder, is none that the rules know.
    """
    every = tuple(parties)
    for party in every:
        if party.role not in roles():
            raise LawError(f"No party has the role {party.role!r}; the roles are {', '.join(roles())}.")
    known = {holder for entry in _data()["lists"].values() for holder in entry["tests"]}
    declared = None if declared is None else tuple(declared)
    for one in declared or ():
        if one.kind not in _KINDS:
            raise LawError(f"An affiliation is {', '.join(_KINDS)}, not {one.kind!r} (LC 139.5(d)(6)).")
        if one.holder not in known:
            raise LawError(f"An affiliation is held by {', '.join(sorted(known))}, not by {one.holder!r}.")
    if declared is None:
        return (_finding("unknown", "no declaration of affiliations was made yet", _material_law()),)
    found = [_judge(one, party) for one in declared for party in every if _alike(one.to, party.name)]
    if not found:
        return (_finding("ok", "no affiliation with a party of this case", _material_law()),)
    return tuple(found)


def _judge(one: Affiliation, party: CaseParty) -> Finding:
    answer, why, law = _material(one)
    what = f"{one.relation} of the {one.holder}, with {party.name} ({party.role})"
    if answer == "ok":
        return _finding("ok", f"{what}: {why}", law)
    counts, lists, list_law = _listed(one, party)
    if counts == "ok":
        return _finding("ok", f"{what}: {lists}", list_law)
    if answer == "unknown":
        return _finding("unknown", f"{what}: {why}", law)
    if counts == "unknown":
        return _finding("unknown", f"{what}: {lists}", (*law, *list_law))
    if _alike(one.to, party.name) != "same":
        return _finding("unknown", f"{what}: declared with {one.to}; is that the same?", (*law, *list_law))
    return _finding("not ok", f"{what}: {why}; {lists}", (*law, *list_law))


def _material(one: Affiliation) -> tuple[Answer, str, tuple[Law, ...]]:
    """Whether an affiliation is material: "not ok" if it is."""
    rules = _data()["affiliations"]
    material = rules[one.kind].get(one.relation)
    if material is None:
        near = laws(rules["near"]["law"], "reviewer_rules", "near")
        return "unknown", "not a relation on the statute's list; a person looks at it", near
    if material is True:
        return "not ok", f"a material {one.kind} affiliation", _material_law()
    if material is False:
        return "ok", "not a material affiliation", _material_law()
    most = rules["share_above"]
    if one.percent is None:
        return "unknown", f"its share is not known; more than {most} % is material", _material_law()
    if one.percent > most:
        return "not ok", f"{one.percent} %, more than {most} % of the year's income", _material_law()
    return "ok", f"{one.percent} %, not more than {most} % of the year's income", _material_law()


def _listed(one: Affiliation, party: CaseParty) -> tuple[Answer, str, tuple[Law, ...]]:
    """Whether the party is on a list for this holder: "not ok" if it is."""
    row = next(row for row in _data()["counterparties"] if row["role"] == party.role)
    on: list[str] = []
    unclear: list[str] = []
    law: list[Law] = []
    for name, entry in _data()["lists"].items():
        scope = row[name]
        if not scope or one.holder not in entry["tests"]:
            continue
        if scope == "management" and party.management is not True:
            if party.management is None:
                unclear.append("whether a management employee is not known")
            continue
        on.append(name)
        law += laws([entry["law"]], "reviewer_rules", name)
    if on and row.get("except") and one.academic is not False:
        if one.academic:
            return "ok", f"excepted: {row['except']}", tuple(law)
        return "unknown", f"whether it is {row['except']} is not known", tuple(law)
    if on:
        return "not ok", f"on the list of {' and '.join(one.cite for one in law)}", tuple(law)
    if unclear:
        return "unknown", unclear[0], _material_law()
    return "ok", "on no list for this holder", _material_law()


def _alike(first: str, second: str) -> str | None:
    """Whether two names are the "same" or "alike"; ``None`` if neither."""
    a, b = _words(first), _words(second)
    if not a or not b:
        return None
    if a == b:
        return "same"
    return "alike" if set(a) <= set(b) or set(b) <= set(a) else None


def _words(name: str) -> list[str]:
    return _COMPANY.sub(" ", name.lower()).split()


def _material_law() -> tuple[Law, ...]:
    return laws(_data()["affiliations"]["law"], "reviewer_rules", "affiliations")


def _finding(answer: Answer, message: str, law: tuple[Law, ...]) -> Finding:
    acts = all(one.evidence.acts for one in law)
    return Finding("CONFLICT", "no material affiliation with a party", answer, message, law, acts)
