"""The application: DWC Form IMR (8 CCR 9792.10.2) as data, and what is wrong with one that was filled in.

The fields are those of the form (process specification, section 6.6; drawn from the draft of the 2013 final
form, so the layout is not verified). ``None`` and ``()`` mean "not on the form"; nothing is defaulted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, field, fields
from datetime import date
from typing import Any, Literal, get_args

from openimr.law.model import LawError, Priority

#: Who signed the form (LC 4610.5(d), (h)(4), (j)).
Filer = Literal[
    "employee",
    "attorney",
    "agent",
    "requesting physician",
    "emergency provider",
    "claims administrator",
    "employer",
]
#: How the application arrived.
Channel = Literal["web", "mail", "fax", "electronic", "api"]


@dataclass(frozen=True, slots=True)
class Person:
    """A party as the form names it. ``organization`` alone is enough for a company."""

    name: str | None = None
    organization: str | None = None
    address: tuple[str, ...] = ()
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    phone: str | None = None
    fax: str | None = None
    email: str | None = None
    specialty: str | None = None
    npi: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Application:
    """One filled-in application. Dates are dates; ``treatments`` are as worded on the request.

    ``ur_basis`` is what the form's box says the denial rests on: medical necessity, missing information, or
    another reason (liability). ``certified`` is the physician's certification of an imminent and serious
    threat (LC 4610.6(d)(1)(C)); ``treatment_given`` whether the treatment was already provided.
    """

    priority: Priority | None = None
    ur_priority: Priority | None = None
    employee: Person = field(default_factory=Person)
    date_of_birth: date | None = None
    attorney: Person | None = None
    agent: Person | None = None
    agent_designated: date | None = None
    physician: Person = field(default_factory=Person)
    claims_administrator: Person = field(default_factory=Person)
    adjuster: str | None = None
    employer: Person = field(default_factory=Person)
    claim_number: str | None = None
    injury_date: date | None = None
    eams_number: str | None = None
    jurisdictional_claim_number: str | None = None
    rfa_date: date | None = None
    ur_decision_date: date | None = None
    ur_served_date: date | None = None
    ur_service: str | None = None
    ur_outcome: Literal["denied", "modified"] | None = None
    ur_basis: Literal["necessity", "missing information", "other"] | None = None
    liability_disputed: bool | None = None
    form_enclosed: bool | None = None
    formulary: bool | None = None
    primary_diagnosis: str | None = None
    treatments: tuple[str, ...] = ()
    treatment_given: bool | None = None
    certified: bool | None = None
    statement: str | None = None
    filer: Filer | None = None
    signed: bool | None = None
    signed_on: date | None = None
    consent: bool | None = None
    ur_copy_attached: bool | None = None
    received: date | None = None
    channel: Channel | None = None

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data: dates as ISO 8601, empty fields as null."""
        return {key: _plain(value) for key, value in asdict(self).items()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Application:
        """The application that JSON data gives.

        Raises:
            LawError: a field is unknown or holds something of another kind; the message names it.
        """
        built: Application = _build(cls, data, "")
        return built


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value


_PERSONS = {"employee", "attorney", "agent", "physician", "claims_administrator", "employer"}
_DATES = {
    "date_of_birth", "agent_designated", "injury_date", "rfa_date", "ur_decision_date", "ur_served_date",
    "signed_on", "received",
}  # fmt: skip
_FLAGS = {
    "liability_disputed", "form_enclosed", "formulary", "treatment_given", "certified", "signed", "consent",
    "ur_copy_attached",
}  # fmt: skip
_CHOICES: dict[str, tuple[str, ...]] = {
    "priority": get_args(Priority),
    "ur_priority": get_args(Priority),
    "ur_service": ("mail", "fax", "express", "electronic", "personal"),
    "ur_outcome": ("denied", "modified"),
    "ur_basis": ("necessity", "missing information", "other"),
    "filer": get_args(Filer),
    "channel": get_args(Channel),
}


def _build(cls: Any, data: Mapping[str, Any], where: str) -> Any:
    if not isinstance(data, Mapping):
        raise LawError(f"The application{where} must be an object with fields, not {type(data).__name__}.")
    known = {one.name: one for one in fields(cls)}
    for name in data:
        if name not in known:
            raise LawError(f"The application has no field {where}{name!r}; look at the form's field list.")
    values = {}
    for name, one in known.items():
        if name in data and data[name] is not None:
            values[name] = _value(name, data[name], where)
        elif one.default is MISSING and one.default_factory is MISSING:
            values[name] = None
    return cls(**values)


def _value(name: str, value: Any, where: str) -> Any:
    label = f"{where}{name}"
    if name in _PERSONS and not where:
        return _build(Person, value, f"{name}.")
    if name in ("treatments", "address"):
        if not isinstance(value, (list, tuple)) or not all(isinstance(one, str) for one in value):
            raise LawError(f"{label} must be a list of texts.")
        return tuple(one.strip() for one in value if one.strip())
    if name in _DATES:
        return _day(label, value)
    if name in _FLAGS:
        if not isinstance(value, bool):
            raise LawError(f"{label} must be true, false or null, not {value!r}.")
        return value
    if not isinstance(value, str):
        raise LawError(f"{label} must be a text, not {value!r}.")
    value = value.strip() or None
    if value and name in _CHOICES and value not in _CHOICES[name]:
        raise LawError(f"{label} must be one of {', '.join(_CHOICES[name])}; it is {value!r}.")
    return value


def _day(label: str, value: Any) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise LawError(f"{label} must be a date such as 2026-03-03; {value!r} is none.") from None


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with one field of an application, and the rule that says so."""

    field: str
    message: str
    law: str


def flaws(application: Application, today: date) -> list[Flaw]:
    """What can't be true of this application: impossible dates, a worker born after the injury, and so on.

    An empty field is no flaw: whether something that is missing matters, eligibility decides.
    """
    form = "8 CCR 9792.10.1(b)(1)"
    one = application
    found: list[Flaw] = []

    def before(first: str, second: str, message: str) -> None:
        a, b = getattr(one, first), getattr(one, second)
        if a and b and a > b:
            found.append(Flaw(second, f"{message} ({a:%m/%d/%Y} is after {b:%m/%d/%Y}).", form))

    before("date_of_birth", "injury_date", "The injury can't be before the worker was born")
    before("injury_date", "rfa_date", "The request for authorization can't be before the injury")
    before("injury_date", "ur_decision_date", "The utilization review decision can't be before the injury")
    before("rfa_date", "ur_decision_date", "The decision can't be before the request that it answers")
    before("ur_decision_date", "ur_served_date", "The decision can't be served before it was made")
    before(
        "ur_decision_date", "received", "The application can't arrive before the decision that it disputes"
    )
    before("ur_decision_date", "signed_on", "The form can't be signed before the decision that it disputes")
    before("signed_on", "received", "The form can't arrive before it was signed")
    for name in sorted(_DATES):
        value = getattr(one, name)
        if value and value > today:
            found.append(Flaw(name, f"The date lies in the future ({value:%m/%d/%Y}); check the year.", form))
        if value and value.year < 1900:
            found.append(Flaw(name, f"The date lies before 1900 ({value:%m/%d/%Y}); check the year.", form))
    return found
