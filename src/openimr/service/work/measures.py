"""The measures of the monthly report, as ``measures.yaml`` defines them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from openimr.service.work.facts import FACTS, VALUES


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure; see the head of ``measures.yaml`` for what the fields mean."""

    key: str
    title: str
    group: str
    kind: Literal["count", "share", "mean"]
    of: tuple[str, ...]
    words: str
    source: str
    value: str | None = None
    at_most: float | None = None
    more_than: float | None = None
    law: str | None = None
    beside: str | None = None


@cache
def measures() -> tuple[Measure, ...]:
    """All measures in the order of the report.

    Raises:
        ValueError: the file names a fact, a value or a measure that there is not, or a key twice.
    """
    text = (files("openimr.service.work") / "measures.yaml").read_text(encoding="utf-8")
    return read(yaml.safe_load(text))


def read(raw: list[dict[str, Any]]) -> tuple[Measure, ...]:
    """The measures of the file's contents; see :func:`measures`."""
    found = tuple(Measure(**{**entry, "of": tuple(entry["of"])}) for entry in raw)
    keys = [one.key for one in found]
    for one in found:
        _require(keys.count(one.key) == 1, one, "its key is given twice")
        _require(set(one.of) <= set(FACTS), one, f"there is no fact {set(one.of) - set(FACTS)}")
        _require(
            (one.value is None) == (one.kind == "count"), one, "shares and means need a value, counts none"
        )
        _require(one.value is None or one.value in VALUES, one, f"there is no value {one.value}")
        limited = one.at_most is not None or one.more_than is not None
        _require(limited == (one.kind == "share"), one, "shares need a limit, others none")
        _require(one.beside is None or one.beside in keys, one, f"there is no measure {one.beside}")
    return found


def _require(holds: bool, measure: Measure, why: str) -> None:
    if not holds:
        raise ValueError(f"measures.yaml, {measure.key}: {why}.")
