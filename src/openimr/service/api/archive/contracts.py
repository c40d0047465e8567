"""The contracts of the archive and the reader, put into the description of the interface: their files are the only place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openimr.archive import answers
from openimr.letters import schema as letters

#: Name in the description to the contract and the names of its parts.
_CONTRACTS: dict[str, tuple[Callable[[], dict[str, Any]], dict[str, str]]] = {
    "SearchOut": (lambda: answers.schema("archive-search"), {"hit": "HitOut", "passage": "PassageOut"}),
    "StatsOut": (lambda: answers.schema("archive-stats"), {}),
    "DeterminationOut": (
        lambda: letters.load("determination"),
        {"item": "DeterminationItem", "drug": "DeterminationDrug", "citation": "DeterminationCitation"},
    ),
}


def shapes() -> dict[str, Any]:
    """Every contract and its parts, as shapes of an OpenAPI description."""
    out: dict[str, Any] = {}
    for name, (load, parts) in _CONTRACTS.items():
        held = load()
        names = {
            part: parts.get(part, f"{name.removesuffix('Out')}{part.title()}")
            for part in held.get("$defs", {})
        }
        out[name] = _without({key: value for key, value in held.items() if key != "$defs"}, names)
        out |= {names[part]: _without(shape, names) for part, shape in held.get("$defs", {}).items()}
    return out


def resolved(value: Any) -> Any:
    """The description with every ``x-shape`` replaced by a reference to that shape."""
    if isinstance(value, list):
        return [resolved(one) for one in value]
    if not isinstance(value, dict):
        return value
    if "x-shape" in value:
        return {
            "$ref": f"#/components/schemas/{value['x-shape']}",
            "description": value.get("description", ""),
        }
    return {key: resolved(one) for key, one in value.items()}


def _without(value: Any, names: dict[str, str]) -> Any:
    """A schema without a name of its own, its references to parts renamed."""
    if isinstance(value, list):
        return [_without(one, names) for one in value]
    if not isinstance(value, dict):
        return value
    out = {}
    for key, one in value.items():
        if key in ("$schema", "$id"):
            continue
        if key == "$ref" and isinstance(one, str):
            one = f"#/components/schemas/{names[one.rpartition('/')[2]]}"
        out[key] = _without(one, names)
    return out
