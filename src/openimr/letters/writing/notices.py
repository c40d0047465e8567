"""The dated legal notices of a letter and the list of what a letter must hold, loaded and validated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

import yaml

from openimr.letters.model import Decision

_SECTIONS = {"effect", "appeal"}
_WHEN = {"always", "upheld", "overturned"}
#: Marks of evidence that may be printed as law: statute read in full, regulation's own text read.
_VERIFIED = {"S", "R"}


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: its words, the law it rests on, and the decision dates that it is for."""

    id: str
    section: str
    when: str
    meets: tuple[str, ...]
    text: str
    law: tuple[str, ...]
    evidence: str
    effective_from: date
    effective_to: date | None


@dataclass(frozen=True, slots=True)
class Requirement:
    """One mandatory content; ``law`` is ``None`` where its source has not been verified."""

    number: str
    title: str
    law: str | None


@cache
def _notices() -> tuple[Notice, ...]:
    return tuple(_notice(entry) for entry in _load("notices.yaml"))


@cache
def requirements() -> dict[str, Requirement]:
    """Every mandatory content by its number (F2 ... F13)."""
    found: dict[str, Requirement] = {}
    for entry in _load("requirements.yaml"):
        law = entry["law"]
        if (law is None) == (entry["evidence"] in _VERIFIED):
            raise ValueError(
                f"requirements.yaml: {entry['number']} must have a law exactly if it is verified."
            )
        found[entry["number"]] = Requirement(entry["number"], entry["title"], law)
    return found


def notices(section: str, decided: date | None, decisions: Iterable[Decision]) -> tuple[Notice, ...]:
    """The notices of ``section`` ("effect", "appeal") for a letter decided on ``decided``.

    Without a decision date no wording can be chosen, and there is none.
    """
    if decided is None:
        return ()
    kinds = {"always", *decisions}
    return tuple(
        notice
        for notice in _notices()
        if notice.section == section
        and notice.when in kinds
        and notice.effective_from <= decided
        and (notice.effective_to is None or decided <= notice.effective_to)
    )


def _load(name: str) -> list[dict[str, Any]]:
    text = resources.files(__package__ or "").joinpath(name).read_text(encoding="utf-8")
    entries: list[dict[str, Any]] = yaml.safe_load(text)
    return entries


def _notice(entry: dict[str, Any]) -> Notice:
    """Validate one entry of notices.yaml."""
    where = f"notices.yaml: {entry.get('id')}"
    if entry["section"] not in _SECTIONS or entry["when"] not in _WHEN:
        raise ValueError(f"{where}: section must be one of {sorted(_SECTIONS)}, when one of {sorted(_WHEN)}.")
    if entry["evidence"] not in _VERIFIED or not entry["law"]:
        raise ValueError(f"{where}: a printed notice needs a law and evidence S or R.")
    unknown = set(entry["meets"]) - set(requirements())
    if unknown:
        raise ValueError(f"{where}: meets names {sorted(unknown)}, which requirements.yaml has not.")
    start, end = entry["from"], entry["to"]
    if not isinstance(start, date) or not (end is None or (isinstance(end, date) and start <= end)):
        raise ValueError(f"{where}: from must be a date, and to a later date or null.")
    return Notice(
        id=entry["id"],
        section=entry["section"],
        when=entry["when"],
        meets=tuple(entry["meets"]),
        text=" ".join(entry["text"].split()),
        law=tuple(entry["law"]),
        evidence=entry["evidence"],
        effective_from=start,
        effective_to=end,
    )
