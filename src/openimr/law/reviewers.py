"""Who is qualified to review a case. Data: ``data/reviewer_rules.yaml``.

LC 139.5(d)(4), 3209.3; process specification, section 7.1. Every rule answers ok, not ok or unknown on a given day;
what nobody knows is unknown, never ok. No name stands here: a reviewer is a code such as R-0042. Conflicts of
interest are in `openimr.law.conflicts`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from openimr.law.model import Law
from openimr.law.tables import in_force, laws, read, require
from openimr.vocabulary import specialties, states

Answer = Literal["ok", "not ok", "unknown"]
Weight = Literal["required", "preferred", "contractual"]


@dataclass(frozen=True, slots=True)
class License:
    """A license. ``type`` is the profession or degree; ``status`` as the issuing board words it; ``None``: unknown."""

    state: str
    number: str | None
    type: str | None
    status: str | None
    issued: date | None
    expires: date | None


@dataclass(frozen=True, slots=True)
class Board:
    """A certificate of a specialty board. ``lifetime``: it does not expire."""

    specialty: str
    subspecialty: str | None
    issued: date | None
    expires: date | None
    lifetime: bool = False


@dataclass(frozen=True, slots=True)
class Affiliation:
    """A relation that was declared. ``kind`` familial, financial or professional; ``relation`` as the rules name it.

    ``to`` is with whom, as the parties of a case are named. ``percent`` is the share of the year's revenue or
    income. ``holder``: whose relation it is. ``academic``: the exception for academic medical centers applies.
    """

    kind: str
    relation: str
    to: str
    percent: Decimal | None = None
    holder: str = "reviewer"
    academic: bool | None = None


@dataclass(frozen=True, slots=True)
class ReviewerFacts:
    """What is known of a reviewer, without the name. ``None`` is unknown everywhere.

    ``weekly_hours`` are hours of practice a week now; ``discipline`` is "none", "taken" or "pending"; ``qme``
    whether an appointment as a qualified medical evaluator is held. ``declared`` is ``None`` while no
    declaration was made, and ``()`` when there was nothing to declare.
    """

    code: str
    degree: str | None = None
    licenses: tuple[License, ...] = ()
    boards: tuple[Board, ...] = ()
    years: Decimal | None = None
    weekly_hours: Decimal | None = None
    discipline: Literal["none", "taken", "pending"] | None = None
    qme: bool | None = None
    capacity_per_day: int | None = None
    languages: tuple[str, ...] = ()
    declared: tuple[Affiliation, ...] | None = None


@dataclass(frozen=True, slots=True)
class CaseNeeds:
    """What a case asks of its reviewer; people say it.

    ``specialties`` are those that fit the condition and the treatment. ``knows``: that this reviewer knows
    condition, treatment and guidelines. ``in_scope``: that the treatment is within this profession's scope.
    """

    specialties: tuple[str, ...] = ()
    knows: bool | None = None
    in_scope: bool | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says. ``acts``: its law is verified, so that "not ok" may stop the choice."""

    rule: str
    title: str
    answer: Answer
    message: str
    law: tuple[Law, ...]
    acts: bool
    weight: Weight = "required"
    asks: str | None = None

    @property
    def blocks(self) -> bool:
        """Whether the reviewer must not have the case."""
        return self.answer == "not ok" and self.acts and self.weight == "required"

    @property
    def needs_person(self) -> bool:
        """Whether somebody must find out or confirm before the case goes to the reviewer."""
        if self.weight == "preferred" or self.blocks:
            return False
        return self.answer == "unknown" or (self.answer == "not ok" and not self.acts)


@dataclass(frozen=True, slots=True)
class _Rule:
    id: str
    title: str
    weight: Weight
    effective_from: date | None
    effective_to: date | None
    law: tuple[Law, ...]
    asks: str | None
    numbers: Mapping[str, int]


@cache
def _rules() -> tuple[_Rule, ...]:
    out = []
    for row in read("reviewer_rules")["qualifications"]:
        key = row.get("id")
        require(key in _CHECKS and row.get("title"), "reviewer_rules", key, "no check has this id.")
        require(
            row.get("weight") in ("required", "preferred", "contractual"), "reviewer_rules", key, "weight."
        )
        law = laws(row.get("law") or (), "reviewer_rules", key)
        acts = all(one.evidence.acts for one in law)
        require(acts or row.get("asks"), "reviewer_rules", key, "not verified: needs asks.")
        numbers = {name: value for name, value in row.items() if isinstance(value, int)}
        out.append(
            _Rule(key, row["title"], row["weight"], row["from"], row["to"], law, row.get("asks"), numbers)
        )
    require(
        {one.id for one in out} == set(_CHECKS), "reviewer_rules", "qualifications", "a check has no rule."
    )
    return tuple(out)


@cache
def _professions() -> dict[str, Mapping[str, Any]]:
    """Professions of LC 3209.3 by name, other name and degree."""
    found: dict[str, Mapping[str, Any]] = {}
    for row in read("reviewer_rules")["professions"]:
        for word in (row["name"], *row["degrees"], *row.get("also", ())):
            require(_key(word) not in found, "reviewer_rules", word, "stands for two professions.")
            found[_key(word)] = row
    return found


def _key(word: str) -> str:
    return "".join(letter for letter in word.lower() if letter.isalnum())


def profession(degree_or_license: str | None) -> str | None:
    """The profession of LC 3209.3 that a degree ("Psy.D.") or a type of license means; ``None`` if it is none."""
    row = _professions().get(_key(degree_or_license or ""))
    return None if row is None else str(row["name"])


def qualification(reviewer: ReviewerFacts, case: CaseNeeds, on: date) -> tuple[Finding, ...]:
    """What each rule in force on a day says of this reviewer for this case."""
    out = []
    for rule in in_force(_rules(), on):
        answer, message = _CHECKS[rule.id](reviewer, case, on, rule)
        acts = all(one.evidence.acts for one in rule.law)
        out.append(Finding(rule.id, rule.title, answer, message, rule.law, acts, rule.weight, rule.asks))
    return tuple(out)


def licensed(license: License, on: date) -> tuple[Answer, str]:  # noqa: A002 - the field's word
    """Whether a license is good on a day: a US state, active and not restricted, not expired, and why (not)."""
    name = f"{license.state} {license.type or 'license'}"
    words = read("reviewer_rules")["license_status"]
    status = (license.status or "").strip().lower()
    if states.name(license.state) is None:
        return "not ok", f"{name}: {license.state} is no state of the US"
    if status in words["bad"]:
        return "not ok", f"{name}: {status}"
    if license.expires is not None and license.expires < on:
        return "not ok", f"{name}: expired on {license.expires:%m/%d/%Y}"
    if license.issued is not None and license.issued > on:
        return "not ok", f"{name}: issued on {license.issued:%m/%d/%Y} only"
    if status not in words["good"]:
        return "unknown", f"{name}: status {license.status or 'not known'}"
    if license.expires is None:
        return "unknown", f"{name}: the day it expires is not known"
    return "ok", f"{name}: active, good until {license.expires:%m/%d/%Y}"


def certified(board: Board, on: date) -> tuple[Answer, str]:
    """Whether a board certificate is current on a day, and why (not)."""
    if board.expires is not None and board.expires < on:
        return "not ok", f"{board.specialty}: expired on {board.expires:%m/%d/%Y}"
    if board.issued is not None and board.issued > on:
        return "not ok", f"{board.specialty}: issued on {board.issued:%m/%d/%Y} only"
    if board.expires is None and not board.lifetime:
        return "unknown", f"{board.specialty}: the day it expires is not known"
    return "ok", f"{board.specialty}: current"


def _best(found: list[tuple[Answer, str]], none: tuple[Answer, str]) -> tuple[Answer, str]:
    """One that is ok is enough; else one that may be; else all that is wrong."""
    for answer in ("ok", "unknown"):
        for one in found:
            if one[0] == answer:
                return one
    return ("not ok", "; ".join(message for _, message in found)) if found else none


def _physician(reviewer: ReviewerFacts, case: CaseNeeds, on: date, rule: _Rule) -> tuple[Answer, str]:
    kind = profession(reviewer.degree)
    if reviewer.degree and kind is None:
        return "not ok", f"{reviewer.degree} is no degree of a physician in the sense of LC 3209.3"
    if not kind:
        return "unknown", "the degree is not known"
    types = {profession(one.type) for one in reviewer.licenses if one.type}
    if kind not in types:
        if any(one.type is None for one in reviewer.licenses):
            return "unknown", f"{reviewer.degree}, but what a license is for is not known"
        return "not ok", f"{reviewer.degree}, but no license as {kind}"
    if not _professions()[_key(kind)]["board"] and case.in_scope is not True:
        if case.in_scope is False:
            return "not ok", f"the treatment is outside the scope of a {kind}"
        return "unknown", f"whether the treatment is within the scope of a {kind}, a person must say"
    return "ok", f"{reviewer.degree}, licensed as {kind}"


def _license(reviewer: ReviewerFacts, case: CaseNeeds, on: date, rule: _Rule) -> tuple[Answer, str]:
    kind = profession(reviewer.degree)
    found = [
        licensed(one, on) for one in reviewer.licenses if one.type is None or profession(one.type) == kind
    ]
    return _best(found, ("not ok", "no license of the profession"))


def _certificate(reviewer: ReviewerFacts, case: CaseNeeds, on: date, rule: _Rule) -> tuple[Answer, str]:
    kind = profession(reviewer.degree)
    if kind is None:
        return "unknown", "the degree is not known"
    if not _professions()[_key(kind)]["board"]:
        return "ok", f"not asked of a {kind}"
    if not reviewer.boards:
        return "not ok", f"{reviewer.degree} without board certification"
    if not case.specialties:
        return "unknown", "which specialties fit the case, nobody has said yet"
    return _best([_fits(one, case, on) for one in reviewer.boards], ("not ok", "no certificate"))


def _fits(board: Board, case: CaseNeeds, on: date) -> tuple[Answer, str]:
    answer, message = certified(board, on)
    if answer == "not ok":
        return answer, message
    own = [specialties.lookup(name, fuzzy=False) for name in (board.specialty, board.subspecialty) if name]
    named = [one for one in own if one is not None]
    wanted = [specialties.lookup(name, fuzzy=False) for name in case.specialties]
    if any(one in wanted for one in named):
        if not any(one.board in ("ABMS", "AOA") for one in named):
            return "unknown", f"{board.specialty}: whether a recognized board certifies it is not known"
        return answer, message
    listed = ", ".join(case.specialties)
    if {one.group for one in named} & {one.group for one in wanted if one is not None}:
        return "unknown", f"{board.specialty} is near {listed}: a person must say whether it fits"
    if not named or None in wanted:
        return "unknown", f"whether {board.specialty} fits {listed}, a person must say"
    return "not ok", f"{board.specialty} is not {listed}"


def _california(reviewer: ReviewerFacts, case: CaseNeeds, on: date, rule: _Rule) -> tuple[Answer, str]:
    found = [licensed(one, on) for one in reviewer.licenses if one.state == "CA"]
    return _best(found, ("not ok", "no California license: a preference only"))


def _knows(reviewer: ReviewerFacts, case: CaseNeeds, on: date, rule: _Rule) -> tuple[Answer, str]:
    if case.knows is None:
        return "unknown", "the person who chooses, and the reviewer, must say so"
    return ("ok", "said so") if case.knows else ("not ok", "said not to know the area")


def _discipline(reviewer: ReviewerFacts, case: CaseNeeds, on: date, rule: _Rule) -> tuple[Answer, str]:
    bad = read("reviewer_rules")["license_status"]["disciplinary"]
    if reviewer.discipline in ("taken", "pending"):
        return "not ok", f"discipline {reviewer.discipline}"
    against = [one for one in reviewer.licenses if (one.status or "").strip().lower() in bad]
    if against:
        listed = ", ".join(f"{one.state} {one.status}" for one in against)
        return "unknown", f"a license speaks of discipline ({listed}): find out"
    if reviewer.discipline is None:
        return "unknown", "not asked yet"
    return "ok", "none taken or pending"


def _evaluator(reviewer: ReviewerFacts, case: CaseNeeds, on: date, rule: _Rule) -> tuple[Answer, str]:
    if reviewer.qme is None:
        return "unknown", "not asked yet"
    if reviewer.qme:
        return "not ok", "holds an appointment as a qualified medical evaluator"
    return "ok", "no appointment"


def _practice(reviewer: ReviewerFacts, case: CaseNeeds, on: date, rule: _Rule) -> tuple[Answer, str]:
    years, hours = rule.numbers["years_more_than"], rule.numbers["weekly_hours_at_least"]
    known = f"{_number(reviewer.years, 'years')}, {_number(reviewer.weekly_hours, 'hours a week')}"
    if (reviewer.years is not None and reviewer.years <= years) or (
        reviewer.weekly_hours is not None and reviewer.weekly_hours < hours
    ):
        return "not ok", known
    if reviewer.years is None or reviewer.weekly_hours is None:
        return "unknown", known
    return "ok", known


def _number(value: Decimal | None, unit: str) -> str:
    return f"{value} {unit}" if value is not None else f"{unit} unknown"


_CHECKS: dict[str, Callable[[ReviewerFacts, CaseNeeds, date, _Rule], tuple[Answer, str]]] = {
    "Q1": _physician,
    "Q2": _license,
    "Q3": _certificate,
    "Q4": _california,
    "Q5": _knows,
    "Q6": _discipline,
    "Q7": _evaluator,
    "Q8": _practice,
}
