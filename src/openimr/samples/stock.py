"""The data that letters are made of, loaded once from YAML and checked as it loads."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

import yaml

from openimr.letters.model import Category

_CATEGORIES = set(Category.__args__)  # type: ignore[attr-defined]


class BadSampleData(ValueError):
    """A data file of the samples is not as it should be; the message names file, entry and fault."""


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the body that a claim concerns, with the guideline chapters on it."""

    key: str
    part: str
    printed: tuple[str, ...]
    sided: bool
    acoem: dict[str, Any] | None
    odg: str
    odg_also: tuple[str, ...]
    diagnoses: tuple[str, ...]
    complaints: tuple[str, ...]
    findings: tuple[str, ...]
    neuro: str


@dataclass(frozen=True, slots=True)
class DrugEntry:
    """A drug as letters print it. ``ingredients`` are generic names without salt."""

    names: tuple[str, ...]
    ingredients: tuple[str, ...]
    strengths: tuple[str, ...]
    topic: str
    quantities: tuple[int, ...]
    form: str | None


@dataclass(frozen=True, slots=True)
class Compound:
    """A mixed cream: its ingredients with their shares, and the amounts it is dispensed in."""

    parts: tuple[tuple[str, str], ...]
    amounts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """What letters write about one kind of treatment: headings, guidelines, sentences."""

    key: str
    category: Category
    short: str
    regions: tuple[str, ...]
    headings: tuple[str, ...]
    m2016: tuple[dict[str, str], ...]
    m2009: dict[str, str] | None
    odg: dict[str, str]
    principles: tuple[str, ...]
    upheld: tuple[str, ...]
    overturned: tuple[dict[str, str], ...]
    acoem_section: str | None = None
    general: str | None = None
    kind: str | None = None
    use: str | None = None
    visits: bool = False
    limb: bool = False
    acupuncture: bool = False
    ancillary: bool = False
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Library:
    """Everything that the generator draws from."""

    regions: dict[str, Region]
    drugs: tuple[DrugEntry, ...]
    compounds: tuple[Compound, ...]
    topics: dict[str, Topic]
    voices: dict[str, Any]
    medications: frozenset[str] = field(default_factory=frozenset)


def load(name: str) -> Any:
    """A YAML file of the samples' data folder.

    Raises:
        BadSampleData: the file is not YAML.
    """
    text = resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as fault:
        raise BadSampleData(f"samples/data/{name}: not valid YAML: {fault}") from fault


@cache
def library() -> Library:
    """The sample data.

    Raises:
        BadSampleData: an entry lacks a field or names something unknown.
    """
    regions = {key: _region(key, row) for key, row in load("regions.yaml").items()}
    drugs = load("drugs.yaml")
    medications = load("medication_topics.yaml")
    topics = {key: _topic(key, row, regions) for key, row in medications.items()}
    topics |= {key: _topic(key, row, regions) for key, row in load("treatment_topics.yaml").items()}
    entries = tuple(
        DrugEntry(
            tuple(row["names"]), tuple(row["ingredients"]), tuple(row["strengths"]), row["class"],
            tuple(row["quantities"]), row.get("form"),
        )
        for row in drugs["drugs"]
    )  # fmt: skip
    for entry in entries:
        if entry.topic not in topics:
            raise BadSampleData(f"samples/data/drugs.yaml: {entry.names[0]}: unknown class {entry.topic}")
    compounds = tuple(
        Compound(tuple((str(a), str(b)) for a, b in row["parts"]), tuple(row["amounts"]))
        for row in drugs["compounds"]
    )
    return Library(regions, entries, compounds, topics, load("voices.yaml"), frozenset(medications))


def _region(key: str, row: dict[str, Any]) -> Region:
    try:
        return Region(
            key, row["part"], tuple(row["printed"]), row["sided"], row["acoem"], row["odg"],
            tuple(row["odg_also"]), tuple(row["diagnoses"]), tuple(row["complaints"]),
            tuple(row["findings"]), row["neuro"],
        )  # fmt: skip
    except KeyError as fault:
        raise BadSampleData(f"samples/data/regions.yaml: {key}: no {fault}") from fault


def _topic(key: str, row: dict[str, Any], regions: dict[str, Region]) -> Topic:
    where = f"samples/data: topic {key}"
    if row.get("category") not in _CATEGORIES:
        raise BadSampleData(f"{where}: {row.get('category')!r} is no treatment category")
    for region in row.get("regions", ()):
        if region not in regions:
            raise BadSampleData(f"{where}: unknown region {region}")
    for needed in ("principles", "upheld", "overturned", "odg"):
        if not row.get(needed):
            raise BadSampleData(f"{where}: no {needed}")
    return Topic(
        key=key,
        category=row["category"],
        short=row.get("short", key),
        regions=tuple(row.get("regions", ())),
        headings=tuple(row.get("headings", ())),
        m2016=tuple(row.get("m2016", ())),
        m2009=row.get("m2009"),
        odg=row["odg"],
        principles=tuple(row["principles"]),
        upheld=tuple(row["upheld"]),
        overturned=tuple(row["overturned"]),
        acoem_section=row.get("acoem_section"),
        general=row.get("general"),
        kind=row.get("kind"),
        use=row.get("use"),
        visits=bool(row.get("visits")),
        limb=bool(row.get("limb")),
        acupuncture=bool(row.get("acupuncture")),
        ancillary=bool(row.get("ancillary")),
        primary=bool(row.get("primary")),
    )
