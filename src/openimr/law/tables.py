"""The files of the law: read once, checked on load, looked up by date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Protocol, TypeVar

import yaml

from openimr.law.model import Evidence, Law, LawError


class Dated(Protocol):
    """Anything with a first and a last day in force (``None``: open)."""

    @property
    def effective_from(self) -> date | None: ...  # noqa: D102
    @property
    def effective_to(self) -> date | None: ...  # noqa: D102


D = TypeVar("D", bound=Dated)


@cache
def read(name: str) -> Any:
    """The content of ``law/data/NAME.yaml``.

    Raises:
        LawError: it is not valid YAML.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = (files("openimr.law") / "data" / f"{name}.yaml").read_text(encoding="utf-8")
    try:
        return yaml.load(text, Loader=loader)  # noqa: S506 - both loaders are safe loaders
    except yaml.YAMLError as problem:
        raise LawError(f"law/data/{name}.yaml is not valid YAML: {problem}. Mend the file.") from problem


def require(condition: object, name: str, entry: object, rule: str) -> None:
    """Raise `LawError` naming file, entry and rule unless ``condition`` holds."""
    if not condition:
        raise LawError(f"law/data/{name}.yaml, entry {entry!r}: {rule}")


def laws(entries: Iterable[Mapping[str, str]], name: str, entry: object) -> tuple[Law, ...]:
    """Citations from ``[{cite: "LC 4610.5(h)(1)", evidence: S}, ...]``."""
    found = []
    for one in entries:
        mark = str(one.get("evidence", ""))
        require(mark in {e.value for e in Evidence}, name, entry, f"evidence {mark!r} is no mark")
        require(one.get("cite"), name, entry, "every law needs a cite")
        found.append(Law(str(one["cite"]), Evidence(mark)))
    require(found, name, entry, "needs at least one law")
    return tuple(found)


def in_force(entries: Iterable[D], day: date) -> list[D]:
    """Those of ``entries`` that are in force on ``day``."""
    return [
        entry
        for entry in entries
        if (entry.effective_from is None or entry.effective_from <= day)
        and (entry.effective_to is None or day <= entry.effective_to)
    ]
