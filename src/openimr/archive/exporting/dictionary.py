"""The data dictionary: what each column of an export means. ``dictionary.yaml`` is the one place that says it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal, get_args

import yaml

Type = Literal["string", "integer", "boolean", "date", "list"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``source`` is where its values come from, ``values`` the only ones there are (empty: any),
    ``unknown`` how it is written that the source does not say.
    """

    name: str
    type: Type
    meaning: str
    source: str
    unknown: str
    unit: str | None = None
    values: tuple[str, ...] = ()


@cache
def columns() -> tuple[Column, ...]:
    """Every column, in the order of an export."""
    out = tuple(Column(**{**one, "values": tuple(one.get("values", ()))}) for one in _read()["columns"])
    wrong = [column.name for column in out if column.type not in get_args(Type)]
    if wrong or len({column.name for column in out}) != len(out):
        raise ValueError(f"dictionary.yaml: a column has an unknown type or stands there twice: {wrong}.")
    return out


def to_json() -> dict[str, Any]:
    """The dictionary as JSON."""
    held = _read()
    return {
        "schema": "archive-dictionary/1",
        "version": held["version"],
        "about": held["about"],
        "forms": held["forms"],
        "columns": [
            {
                "name": column.name,
                "type": column.type,
                "unit": column.unit,
                "meaning": column.meaning,
                "source": column.source,
                "values": list(column.values),
                "unknown": column.unknown,
            }
            for column in columns()
        ],
    }


def to_markdown() -> str:
    """The dictionary for people."""
    held = _read()
    lines = ["# Data dictionary", "", held["about"], ""]
    lines += [f"- **{form}**: {text}" for form, text in held["forms"].items()]
    lines += [
        "",
        "| Column | Type | Meaning | Unit | Values | Source | Not known |",
        "|---|---|---|---|---|---|---|",
    ]
    for column in columns():
        cells = (
            f"`{column.name}`",
            column.type,
            column.meaning,
            column.unit or "",
            ", ".join(column.values),
            column.source,
            column.unknown,
        )
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


@cache
def _read() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("dictionary.yaml").read_text("utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found
