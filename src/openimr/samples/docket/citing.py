"""What the docket's letters cite: the MTUS as it stands since December 2017, and the ODG beside it."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

import yaml

from openimr.letters.model import Citation
from openimr.samples.chance import Chance
from openimr.samples.stock import Region, Topic


@cache
def _table() -> dict[str, dict[str, dict[str, Any]]]:
    text = resources.files(__package__ or "").joinpath("data", "guidelines.yaml").read_text(encoding="utf-8")
    table: dict[str, dict[str, dict[str, Any]]] = yaml.safe_load(text)
    return table


def citations(chance: Chance, topic: Topic, region: Region | None, *, reviewer: bool) -> tuple[Citation, ...]:
    """What one side cites on ``topic``; now and then the claims administrator cites nothing."""
    if not reviewer and chance.yes(0.1):
        return ()
    table = _table()
    row = table["topics"].get(topic.key)
    if row is None and region is not None:
        row = table["regions"].get(region.key)
    if row is None:
        return (_odg(topic, region),)
    name, year = row["chapter"], row["year"]
    mtus = Citation("MTUS", name, year, (), None, f"{name} {year}")
    return (mtus, _odg(topic, region)) if chance.yes(0.25) else (mtus,)


def _odg(topic: Topic, region: Region | None) -> Citation:
    chapter = topic.odg["chapter"]
    if chapter == "region":
        chapter = region.odg if region else "Pain"
    section = topic.odg["section"]
    text = f"Official Disability Guidelines (ODG), {chapter}, {section}"
    return Citation("ODG", chapter, None, (section,), None, text)
