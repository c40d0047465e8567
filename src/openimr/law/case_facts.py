"""What the law looks at in a case: its priority, whether it is a formulary dispute, and what happened when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, get_args

from openimr.law.calendars import PACIFIC
from openimr.law.model import Happening, LawError, Priority, Service
from openimr.law.tables import read, require
from openimr.vocabulary import states

_FILE = "events"
_OUTCOMES = ("approved", "modified", "denied", "upheld", "overturned", "partially overturned")
#: Details that hold one of a few words.
_WORDS: dict[str, tuple[str, ...]] = {
    "service": get_args(Service),
    "review": ("prospective", "concurrent", "retrospective"),
    "priority": get_args(Priority),
    "outcome": _OUTCOMES,
    "filer": (
        "employee", "attorney", "agent", "requesting physician", "emergency provider", "claims administrator",
        "employer",
    ),
    "received_from": ("claims administrator", "employee", "attorney", "requesting physician"),
}  # fmt: skip
_FLAGS = {
    "safe_at_home", "agreed", "form_enclosed", "envelope_enclosed", "liability_disputed", "complete",
    "service_already_given",
}  # fmt: skip
_STATES = {"from_state", "to_state"}
_DAYS = {"days": (1, 2, 3)}
#: What every event may say of how its paper was sent; it moves a date only where the table of events names it.
_SENT = ("service", "from_state", "to_state")
_YEARS = range(1900, 2101)


@cache
def event_types() -> dict[str, frozenset[str]]:
    """Every type of event that a case file may hold, with the details that it may have."""
    types = {}
    for name, row in read(_FILE).items():
        unknown = set(row["details"]) - set(_WORDS) - _FLAGS - _STATES - set(_DAYS)
        require(not unknown, _FILE, name, f"unknown details {sorted(unknown)}")
        types[name] = frozenset(row["details"])
    return types


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """The facts of one case. ``None``: not known; the clocks then say what they assumed and ask."""

    priority: Priority | None = None
    formulary: bool | None = None
    events: tuple[Happening, ...] = ()

    @classmethod
    def from_json(cls, data: object) -> CaseFacts:
        """The facts that a case file holds (the input of ``openimr deadlines``).

        Keys other than ``priority``, ``formulary`` and ``events`` are for other commands and left alone.

        Raises:
            LawError: a value is of another kind, an event or one of its details is unknown, or a date is none;
                one sentence that names the event by its number, and the field.
        """
        if not isinstance(data, Mapping):
            raise LawError("The case must be one JSON object with priority, formulary and events.")
        priority, formulary = data.get("priority"), data.get("formulary")
        if priority is not None and priority not in get_args(Priority):
            raise LawError(f"priority must be {_either(get_args(Priority))}, or null; it is {priority!r}.")
        if formulary is not None and not isinstance(formulary, bool):
            raise LawError(f"formulary must be true, false or null; it is {formulary!r}.")
        events = data.get("events")
        if not isinstance(events, list):
            raise LawError("events must be a list of objects, each with type and at.")
        return cls(priority, formulary, tuple(_event(one, place) for place, one in enumerate(events, 1)))


def _event(data: object, number: int) -> Happening:
    where = f"Event {number}"
    if not isinstance(data, Mapping):
        raise LawError(f"{where} must be an object with type and at; it is {data!r}.")
    kind = data.get("type")
    if not isinstance(kind, str) or kind not in event_types():
        raise LawError(
            f"{where}, field type: {kind!r} is no known type of event; the types are {', '.join(event_types())}."
        )
    where = f"{where} ({kind})"
    if data.get("at") is None:
        raise LawError(f"{where}, field at: it is missing; give the date, such as 2026-03-03.")
    allowed = event_types()[kind]
    details = {}
    for name, value in data.items():
        if name in ("type", "at", "note"):
            continue
        if name not in allowed and name not in _SENT:
            known = f"it may have {', '.join(sorted(allowed))}" if allowed else "it has none but at"
            raise LawError(f"{where}, field {name}: this event has no such field; {known}.")
        if value is not None:
            details[name] = _detail(name, value, f"{where}, field {name}")
    return Happening(kind, moment(data["at"], f"{where}, field at"), details)


def _detail(name: str, value: Any, where: str) -> Any:
    if name in _FLAGS:
        if not isinstance(value, bool):
            raise LawError(f"{where}: it must be true, false or null; it is {value!r}.")
        return value
    if name in _STATES:
        found = _place(value) if isinstance(value, str) else None
        if found is None:
            raise LawError(
                f"{where}: it must be a state, such as CA or California (outside the United States, the code of the "
                f"country in two letters, such as MX); it is {value!r}."
            )
        return found
    choices: tuple[Any, ...] = _WORDS.get(name) or _DAYS[name]
    if isinstance(value, bool) or value not in choices:
        raise LawError(f"{where}: it must be {_either(choices)}; it is {value!r}.")
    return value


def _place(text: str) -> str | None:
    """The postal code of a state given by code or name, or the two letters of another country."""
    shown = text.strip()
    if re.fullmatch("[A-Za-z]{2}", shown):
        return shown.upper()
    return states.code(shown)


def _either(choices: tuple[Any, ...]) -> str:
    *first, last = (str(one) for one in choices)
    return f"{', '.join(first)} or {last}"


def moment(value: object, where: str) -> date | datetime:
    """A date, or a date and time, from its ISO 8601 text; a time without an offset is Pacific time.

    Raises:
        LawError: it is neither, a time that the clocks in California skipped, or of a year that no case can have.
    """
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d", value) and int(value[:4]) not in _YEARS:
        raise LawError(
            f"{where}: {value!r} must be of a year from {_YEARS.start} to {_YEARS.stop - 1}; correct the year."
        )
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    elif isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d[T ]\d\d", value):
        try:
            at = datetime.fromisoformat(value)
        except ValueError:
            pass
        else:
            if at.tzinfo is not None:
                return at
            pacific = at.replace(tzinfo=PACIFIC)
            if pacific.astimezone(UTC).astimezone(PACIFIC).replace(tzinfo=None) != at:
                raise LawError(f"{where}: {value} does not exist in California (daylight saving time began).")
            return pacific
    raise LawError(
        f"{where}: {value!r} is no date; give one such as 2026-03-03, or with the time 2026-03-03T16:00-08:00."
    )
