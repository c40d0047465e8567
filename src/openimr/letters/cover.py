"""What a letter needs beside the determination: who issues it, who gets it, how and when it is served."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody whom the determination is served on.

    ``role`` is the person's part in the case ("Employee", "Claims administrator", "Administrative
    Director"); ``address`` has one entry per printed line.
    """

    role: str
    name: str | None = None
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """Cover data of one letter; every part may be missing and is then left out of the letter.

    ``organization`` is the independent medical review organization that issues the letter and gives
    the label of its guideline lines ("<organization> guideline:"). ``mailing_date`` is ISO 8601.
    ``documents`` is used where the determination holds no list of documents reviewed.
    """

    organization: str | None = None
    employee: str | None = None
    claim_number: str | None = None
    employer: str | None = None
    claims_administrator: str | None = None
    provider: str | None = None
    documents: tuple[str, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    mailing_date: str | None = None
    service_method: str | None = None
    served_by: str | None = None

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Cover:
        """The cover that a JSON object with the names of these fields gives.

        Raises:
            ValueError: a field is unknown or holds something else than it should.
        """
        known = {field.name for field in fields(cls)}
        unknown = sorted(set(data) - known)
        if unknown:
            raise ValueError(
                f"The cover has no field {unknown[0]!r}; the fields are {', '.join(sorted(known))}."
            )
        values: dict[str, Any] = {}
        for name, value in data.items():
            if name == "documents":
                values[name] = _texts(value, name)
            elif name == "recipients":
                values[name] = tuple(_recipient(entry) for entry in _list(value, name))
            elif value is None or (isinstance(value, str) and value.strip()):
                values[name] = value
            else:
                raise ValueError(f"The cover's {name} must be a text that is not empty, or null.")
        return cls(**values)


def _list(value: Any, name: str) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"The cover's {name} must be a list.")
    return value


def _texts(value: Any, name: str) -> tuple[str, ...]:
    entries = _list(value, name)
    if not all(isinstance(entry, str) for entry in entries):
        raise ValueError(f"Every entry of the cover's {name} must be a text.")
    return tuple(entries)


def _recipient(value: Any) -> Recipient:
    if not isinstance(value, dict) or not isinstance(value.get("role"), str):
        raise ValueError(
            "Every recipient on the cover must be an object with a role, as in "
            '{"role": "Employee", "name": null, "address": []}.'
        )
    unknown = sorted(set(value) - {"role", "name", "address"})
    if unknown:
        raise ValueError(f"A recipient on the cover has no field {unknown[0]!r}; it has role, name, address.")
    name = value.get("name")
    if name is not None and not isinstance(name, str):
        raise ValueError("A recipient's name must be a text or null.")
    return Recipient(value["role"], name, _texts(value.get("address", []), "address"))
