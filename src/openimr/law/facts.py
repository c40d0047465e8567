"""What is known of a case when its eligibility is looked at: the input of ``openimr eligibility``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from openimr.law.case_facts import CaseFacts
from openimr.law.forms import Application
from openimr.law.model import Happening, LawError, Priority
from openimr.law.rules import declared, rules

#: Short names of the object ``ur_decision`` (and of an item) for the facts that they state.
_SHORT = {
    "outcome": "ur_outcome",
    "basis": "ur_basis",
    "date": "ur_decision_date",
    "communicated": "ur_communicated",
}
_KEYS = {
    "priority", "formulary", "events", "application", "ur_decision", "items", "other_applications", "answers",
    "facts",
}  # fmt: skip


#: Names of a case, and what only other commands read of one.
_OTHERS = {"schema", "case_number", "note", "item", "date"}


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """One disputed treatment: its number, its wording, and named facts that differ from the case's."""

    number: int
    treatment: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OtherApplication:
    """Another application of the same worker. ``decided``: whether IMR determined it; ``state`` is its case state."""

    case_number: str
    claim_number: str | None = None
    ur_decision_date: date | None = None
    treatments: tuple[str, ...] = ()
    state: str | None = None
    decided: bool | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What people answered to the question of rule ``code``: staff and regulator, each yes, no or nothing yet.

    Yes always means that the rule applies. ``item`` is ``None`` where the answer is for the whole case.
    """

    code: str
    staff: bool | None = None
    regulator: bool | None = None
    item: int | None = None


@dataclass(frozen=True, slots=True)
class EligibilityFacts:
    """A case as eligibility sees it.

    ``others`` is ``None`` where nobody has looked for other applications, ``()`` where there is none.
    ``facts`` are named facts of ``law/data/eligibility.yaml`` that neither the application nor an event gives.
    """

    priority: Priority | None = None
    formulary: bool | None = None
    events: tuple[Happening, ...] = ()
    application: Application | None = None
    items: tuple[ItemFacts, ...] = ()
    others: tuple[OtherApplication, ...] | None = None
    answers: tuple[Answer, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> EligibilityFacts:
        """The case that JSON data gives (its schema is ``law/schemas/case-1.json``).

        Raises:
            LawError: a field is unknown or holds something of another kind; the message names it.
        """
        if not isinstance(data, Mapping):
            raise LawError(f"A case must be an object with fields, not {type(data).__name__}.")
        for name in data:
            if name not in _KEYS and name not in _OTHERS:
                raise LawError(f"A case has no field {name!r}; it has {', '.join(sorted(_KEYS))}.")
        timed = CaseFacts.from_json({**data, "events": _list(data.get("events"), "events")})
        application = data.get("application")
        others = data.get("other_applications")
        items = _items(_list(data.get("items"), "items"))
        decision = _object(data.get("ur_decision"), "ur_decision")
        stated = _object(data.get("facts"), "facts")
        return cls(
            priority=timed.priority,
            formulary=timed.formulary,
            events=timed.events,
            application=None if application is None else Application.from_dict(application),
            items=items,
            others=None
            if others is None
            else tuple(_other(one) for one in _list(others, "other_applications")),
            answers=tuple(_answers(_object(data.get("answers"), "answers"), {one.number for one in items})),
            facts=_named(stated, "facts") | _named(decision, "ur_decision"),
        )


def _object(value: Any, where: str) -> Mapping[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        raise LawError(f"{where} must be an object with fields, not {value!r}.")
    return value


def _list(value: Any, where: str) -> list[Any]:
    if value is None:
        return []
    if not isinstance(value, (list, tuple)):
        raise LawError(f"{where} must be a list, not {value!r}.")
    return list(value)


def _day(value: Any, where: str) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise LawError(f"{where} must be a date such as 2026-03-03; {value!r} is none.") from None


def _items(entries: Iterable[Any]) -> tuple[ItemFacts, ...]:
    found: list[ItemFacts] = []
    for entry in entries:
        one = _object(entry, "items")
        number = one.get("number")
        if not isinstance(number, int) or isinstance(number, bool) or number < 1:
            raise LawError(f"Every item needs a number from 1 on; one has {number!r}.")
        if any(other.number == number for other in found):
            raise LawError(f"Two items have the number {number}; give each its own.")
        rest = {key: value for key, value in one.items() if key not in ("number", "treatment")}
        treatment = one.get("treatment")
        if treatment is not None and not isinstance(treatment, str):
            raise LawError(f"Item {number}: treatment must be a text, not {treatment!r}.")
        found.append(ItemFacts(number, treatment, _named(rest, f"item {number}", item=True)))
    return tuple(found)


def _named(data: Mapping[str, Any], where: str, *, item: bool = False) -> dict[str, Any]:
    """Stated facts under their full names, each checked against its declaration; null is unknown."""
    known = declared()
    found = {}
    for short, value in data.items():
        name = _SHORT.get(short, short)
        fact = known.get(name)
        if fact is None or fact.derived or (item and not fact.item):
            usable = sorted(n for n, f in known.items() if not f.derived and (f.item or not item))
            raise LawError(f"{where} has no field {short!r}; it has {', '.join(usable)}.")
        if value is None:
            continue
        label = f"{where}: {short}"
        if fact.kind == "date":
            value = _day(value, label)
        elif fact.kind == "flag" and not isinstance(value, bool):
            raise LawError(f"{label} must be true, false or null, not {value!r}.")
        elif fact.kind == "choice" and value not in fact.values:
            raise LawError(f"{label} must be one of {', '.join(fact.values)}; it is {value!r}.")
        found[name] = value
    return found


def _other(entry: Any) -> OtherApplication:
    one = _object(entry, "other_applications")
    unknown = set(one) - set(OtherApplication.__dataclass_fields__)
    if unknown:
        raise LawError(f"other_applications has no field {sorted(unknown)[0]!r}.")
    number, day, decided = one.get("case_number"), one.get("ur_decision_date"), one.get("decided")
    if not isinstance(number, str) or not number:
        raise LawError("Every other application needs its case_number.")
    if decided is not None and not isinstance(decided, bool):
        raise LawError(f"other_applications, {number}: decided must be true, false or null, not {decided!r}.")
    treatments = _list(one.get("treatments"), f"other_applications, {number}: treatments")
    return OtherApplication(
        case_number=number,
        claim_number=one.get("claim_number"),
        ur_decision_date=None
        if day is None
        else _day(day, f"other_applications, {number}: ur_decision_date"),
        treatments=tuple(str(text) for text in treatments),
        state=one.get("state"),
        decided=decided,
    )


def _answers(data: Mapping[str, Any], numbers: set[int]) -> Iterable[Answer]:
    codes = {rule.code: rule for rule in rules()}
    for code, given in data.items():
        if code not in codes:
            raise LawError(f"answers: there is no question {code!r}; there are {', '.join(sorted(codes))}.")
        for entry in given if isinstance(given, (list, tuple)) else [given]:
            one = _object(entry, f"answers, {code}")
            unknown = set(one) - {"staff", "regulator", "item"}
            if unknown:
                raise LawError(
                    f"answers, {code}, has no field {sorted(unknown)[0]!r}; it has staff, regulator, item."
                )
            for who in ("staff", "regulator"):
                if one.get(who) is not None and not isinstance(one[who], bool):
                    raise LawError(f"answers, {code}: {who} must be true, false or null, not {one[who]!r}.")
            item = one.get("item")
            if item is not None and (isinstance(item, bool) or item not in numbers):
                raise LawError(
                    f"answers, {code}: there is no item {item!r}; item is the number of one of the items."
                )
            if item is not None and codes[code].per == "case":
                raise LawError(f"answers, {code}: this is asked of the whole case; leave item out.")
            yield Answer(code, one.get("staff"), one.get("regulator"), item)
