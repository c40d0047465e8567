"""What the panel knows of a reviewer, as data and as the JSON of the ledger.

A license's number leads to its holder on any board's public page, so it is as good as the name: it stands in
the sealed table, and here ``License.number`` is always ``None``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from openimr.law.reviewers import Affiliation, Board, License, ReviewerFacts


@dataclass(frozen=True, slots=True)
class Absence:
    """Days, both included, on which a reviewer takes no case."""

    first: date
    last: date
    note: str | None = None

    def covers(self, day: date) -> bool:
        """Whether the reviewer is away on a day."""
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Registered:
    """A reviewer as registered. ``active``: on the panel. ``version`` is the number of the last event."""

    facts: ReviewerFacts
    absences: tuple[Absence, ...] = ()
    active: bool = True
    version: int = 0

    @property
    def code(self) -> str:
        """Such as R-0042."""
        return self.facts.code

    def away(self, day: date) -> Absence | None:
        """The absence that covers a day."""
        return next((one for one in self.absences if one.covers(day)), None)


@dataclass(frozen=True, slots=True)
class Identity:
    """What is sealed. ``None`` leaves what is there as it is; ``repr`` shows nothing.

    ``license_numbers`` is state to number.
    """

    name: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    license_numbers: Mapping[str, str] | None = field(default=None, repr=False)

    @property
    def given(self) -> tuple[str, ...]:
        """The names of the fields that are given, for the ledger."""
        return tuple(
            name for name in ("name", "email", "phone", "license_numbers") if getattr(self, name) is not None
        )


def to_json(one: Registered) -> dict[str, Any]:
    """Everything but version and license numbers, as plain JSON without floats."""
    facts = replace(one.facts, licenses=tuple(replace(each, number=None) for each in one.facts.licenses))
    plain: dict[str, Any] = _plain(
        {"facts": asdict(facts), "absences": [asdict(each) for each in one.absences], "active": one.active}
    )
    return plain


def from_json(data: Mapping[str, Any], version: int = 0) -> Registered:
    """What :func:`to_json` gave."""
    raw = dict(data["facts"])
    facts = ReviewerFacts(
        **{
            **raw,
            "licenses": tuple(License(**_days(each, "issued", "expires")) for each in raw["licenses"]),
            "boards": tuple(Board(**_days(each, "issued", "expires")) for each in raw["boards"]),
            "years": _decimal(raw["years"]),
            "weekly_hours": _decimal(raw["weekly_hours"]),
            "languages": tuple(raw["languages"]),
            "declared": None
            if raw["declared"] is None
            else tuple(
                Affiliation(**{**each, "percent": _decimal(each["percent"])}) for each in raw["declared"]
            ),
        }
    )
    absences = tuple(Absence(**_days(each, "first", "last")) for each in data["absences"])
    return Registered(facts, absences, data["active"], version)


def changes(before: Registered, after: Registered) -> tuple[str, ...]:
    """The names of the fields that differ."""
    old, new = to_json(before), to_json(after)
    found = [name for name in new["facts"] if old["facts"].get(name) != new["facts"][name]]
    return tuple(found + [name for name in ("absences", "active") if old[name] != new[name]])


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value


def _days(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {**row, **{name: date.fromisoformat(row[name]) if row[name] else None for name in names}}


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
