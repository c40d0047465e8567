"""The labels of application forms, loaded from ``labels.yaml`` and checked on load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from openimr.law.forms import Application, Person

KINDS = ("text", "date", "address", "office", "ticks", "words", "list", "signature")


@dataclass(frozen=True, slots=True)
class Label:
    """One label. ``words`` is what it says, in plain words; ``after`` the label of its line that it belongs to."""

    words: tuple[str, ...]
    field: str | None
    kind: str
    section: str | None
    choices: Mapping[str, Any]
    after: tuple[str, ...] | None


def plain(text: str) -> tuple[str, ...]:
    """Words in lower case, without punctuation."""
    kept = "".join(char if char.isalnum() else " " if char not in "'’" else "" for char in text.lower())
    return tuple(kept.split())


@cache
def labels() -> tuple[Label, ...]:
    """All labels, the longest first.

    Raises:
        ValueError: an entry names a field of the application that there is not, or an unknown kind or section.
    """
    known = {one.name for one in fields(Application)}
    parts = {one.name for one in fields(Person)}
    found = []
    for entry in _file()["labels"]:
        path = entry.get("field")
        first, _, rest = (path or "").partition(".")
        kind = entry.get("kind", "text")
        section = entry.get("section")
        if (path and (first not in known or (rest and rest not in parts))) or kind not in KINDS:
            raise ValueError(f"labels.yaml: {entry['label']!r} leads to no field of the application.")
        if section is not None and section not in _file()["sections"]:
            raise ValueError(f"labels.yaml: {entry['label']!r} names the unknown section {section!r}.")
        after = plain(entry["after"]) if entry.get("after") else None
        found.append(Label(plain(entry["label"]), path, kind, section, entry.get("choices", {}), after))
    return tuple(sorted(found, key=lambda one: -len(one.words)))


@cache
def sections() -> dict[tuple[str, ...], str]:
    """Headings in plain words, to the section that each begins."""
    return {plain(text): name for name, texts in _file()["sections"].items() for text in texts}


@cache
def _file() -> Any:
    return yaml.safe_load((files(__package__) / "labels.yaml").read_text(encoding="utf-8"))
