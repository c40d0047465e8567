"""The vocabulary's files: read once, checked on load, with an error that names the file and the row."""

from __future__ import annotations

import csv
from importlib.resources import files
from typing import Any

import yaml

#: Evidence marks that may be shown as verified. Everything else is "as far as we know".
VERIFIED = frozenset({"official"})


class VocabularyError(ValueError):
    """A vocabulary file that breaks its own rules: the message names the file, the entry and the rule."""


def read_yaml(name: str) -> Any:
    """The content of ``data/NAME`` (YAML), parsed with the C loader where there is one."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (files("openimr.vocabulary") / "data" / name).read_text(encoding="utf-8")
    try:
        return yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are safe loaders
    except yaml.YAMLError as error:
        raise VocabularyError(f"vocabulary/data/{name} is not valid YAML: {error}. Mend the file.") from error


def read_csv(name: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
    """The rows of ``data/NAME`` (CSV with a header line); ``columns`` must be exactly its header.

    Lines that start with ``#`` are comments. Cells are stripped.
    """
    text = (files("openimr.vocabulary") / "data" / name).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    rows = list(csv.reader(lines))
    if not rows or tuple(rows[0]) != columns:
        raise VocabularyError(
            f"vocabulary/data/{name}: the first line must name the columns {', '.join(columns)}, in this order."
        )
    out = []
    for number, row in enumerate(rows[1:], start=1):
        if len(row) != len(columns):
            raise VocabularyError(
                f"vocabulary/data/{name}, entry {number} ({row[0] if row else 'empty'}): {len(row)} cells where "
                f"{len(columns)} are needed; quote a cell that holds a comma."
            )
        out.append(dict(zip(columns, (cell.strip() for cell in row), strict=True)))
    return out


def listed(cell: str) -> tuple[str, ...]:
    """A cell's values, which are separated by semicolons."""
    return tuple(part.strip() for part in cell.split(";") if part.strip()) if cell else ()


def require(condition: object, name: str, entry: str, rule: str) -> None:
    """Raise `VocabularyError` naming file, entry and rule unless ``condition`` holds."""
    if not condition:
        raise VocabularyError(f"vocabulary/data/{name}, entry {entry!r}: {rule}")
