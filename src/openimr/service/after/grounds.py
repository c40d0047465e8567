"""The grounds of a petition, as data: ``grounds.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from openimr.law.model import Evidence, Law


@dataclass(frozen=True, slots=True)
class Ground:
    """One ground, by its number in LC 4610.6(h)."""

    number: int
    title: str
    text: str
    law: Law


@cache
def grounds() -> tuple[Ground, ...]:
    """All of them, in the order of the statute.

    Raises:
        ValueError: the file lacks something, or numbers are not 1, 2, 3 ...
    """
    rows = yaml.safe_load((files("openimr.service.after") / "grounds.yaml").read_text(encoding="utf-8"))
    found = []
    for place, row in enumerate(rows, start=1):
        if set(row) != {"number", "title", "text", "law"} or row["number"] != place:
            raise ValueError(f"grounds.yaml, entry {place}: needs number {place}, title, text and law.")
        law = Law(row["law"]["cite"], Evidence(row["law"]["evidence"]))
        found.append(Ground(place, row["title"], row["text"].strip(), law))
    return tuple(found)
