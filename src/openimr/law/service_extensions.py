"""What the way of service adds to a time, by the table ``data/service_extensions.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from functools import cache
from typing import Any, Literal, get_args

from openimr.law.model import Law, Service
from openimr.law.tables import laws, read, require
from openimr.vocabulary import states

Place = Literal["california", "other_state", "abroad", "safe_at_home"]

_FILE = "service_extensions"


@dataclass(frozen=True, slots=True)
class Extension:
    """One row: so many days of ``unit`` for one way of service, between addresses at ``place``.

    ``applied`` is false for a row that is not verified: it moves no date and makes a clock ask. ``needs`` names
    a detail that must be true of the service (``agreed``: the parties agreed to service by fax).
    """

    service: str
    place: Place | None
    add: int
    unit: Literal["calendar_day", "court_day"]
    label: str
    law: Law
    applied: bool
    needs: str | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """When a request for authorization counts as received (8 CCR 9792.9.1(a))."""

    fax_after: time
    fax_not_for: tuple[str, ...]
    fax_law: Law
    mail_law: Law
    mail_asks: str


@cache
def table(name: str) -> tuple[Extension, ...]:
    """The rows of one set of rules: ``ccp1013`` or ``wcab``."""
    rows = []
    for row in read(_FILE)[name]["rows"]:
        entry = f"{name} {row['service']} {row.get('place', '')}".strip()
        (law,) = laws([row["law"]], _FILE, entry)
        require(row["service"] in get_args(Service), _FILE, entry, f"{row['service']!r} is no way of service")
        require(
            row.get("place") in (None, *get_args(Place)), _FILE, entry, f"{row.get('place')!r} is no place"
        )
        require(row["unit"] in ("calendar_day", "court_day"), _FILE, entry, f"{row['unit']!r} is no unit")
        require(isinstance(row["add"], int) and row["add"] >= 0, _FILE, entry, "add must be a number of days")
        rows.append(
            Extension(
                row["service"], row.get("place"), row["add"], row["unit"], row["label"], law,
                row.get("applied", True), row.get("needs"),
            )
        )  # fmt: skip
    return tuple(rows)


@cache
def receipt() -> Receipt:
    """The rules of receipt."""
    row = read(_FILE)["receipt"]
    fax, mail = laws([row["fax_law"], row["mail_law"]], _FILE, "receipt")
    hour = time.fromisoformat(row["fax_after"])
    return Receipt(hour, tuple(row["fax_not_for"]), fax, mail, row["mail_asks"])


def place(details: Mapping[str, Any]) -> Place | None:
    """Where the two addresses of a service lie; ``None`` if that is not recorded.

    ``from_state`` and ``to_state`` are states by code or name, or the two capitals of another country.
    """
    if details.get("safe_at_home"):
        return "safe_at_home"
    ends = (_end(details.get("from_state")), _end(details.get("to_state")))
    if "abroad" in ends:
        return "abroad"
    if "other_state" in ends:
        return "other_state"
    return "california" if ends == ("california", "california") else None


@cache
def _end(state: str | None) -> Place | None:
    """Where one address lies. The territories count as states (CCP 17(b)(13))."""
    if state is None:
        return None
    shown = state.strip().upper() if len(state.strip()) == 2 else state
    if code := states.code(shown):
        return "california" if code == "CA" else "other_state"
    return "abroad" if len(shown) == 2 and shown.isalpha() else None


@cache
def find(name: str, service: str, at: Place | None) -> Extension | None:
    """The row for a service; a place without a row of its own takes that of California."""
    rows = [row for row in table(name) if row.service == service]
    for wanted in (at, "california", None):
        for row in rows:
            if row.place == wanted:
                return row
    return None


@cache
def longest(name: str, service: str) -> Extension | None:
    """The row that adds most for a service, wherever the addresses lie."""
    rows = [row for row in table(name) if row.service == service]
    return max(rows, key=lambda row: row.add, default=None)
