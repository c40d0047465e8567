"""What the population disputes: the treatments and drugs of ``samples.letters``, and many more from the drug tables."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from openimr.samples.chance import Chance
from openimr.samples.population.data_files import table
from openimr.samples.stock import BadSampleData, DrugEntry, Library, Topic, library
from openimr.vocabulary.drug_table import Drug, all_drugs

_STRENGTH = re.compile(r"\d+(?:\.\d+)?(?:/\d+(?:\.\d+)?)*")
_QUANTITIES = ((30, 60, 90), (30, 60), (60, 90, 120), (30, 90), (60,))


@dataclass(frozen=True, slots=True)
class Stock:
    """All topics, their weights within a category, and the shelf of each class of drug.

    ``shelves`` holds one library for each drug of a class, by rank, so that drawing a drug is drawing a library.
    """

    library: Library
    often: dict[str, float]
    shelves: dict[str, tuple[Library, ...]]
    names: dict[str, tuple[str, ...]]

    def shelf(self, topic: str, roll: float) -> Library:
        """The library to draw a request for the topic from."""
        shelf = self.shelves.get(topic)
        return shelf[int(float(len(shelf) + 1) ** roll) - 1] if shelf else self.library


@cache
def stock() -> Stock:
    """The stock.

    Raises:
        BadSampleData: an entry of ``data/treatments.yaml`` names a region or class that is unknown.
    """
    data, base = table("treatments.yaml"), library()
    topics = dict(base.topics)
    often = {}
    for key, row in data["topics"].items():
        topics[key] = _topic(key, row)
        often[key] = float(row["often"])
        for region in topics[key].regions:
            if region not in base.regions:
                raise BadSampleData(
                    f"samples/population/data/treatments.yaml: {key}: unknown region {region}"
                )
    topics["other_drug"] = _topic("other_drug", data["other_drug"])
    medications = base.medications | {"other_drug"}
    whole = replace(base, topics=topics, medications=medications)
    shelves: dict[str, tuple[Library, ...]] = {}
    for topic in sorted(medications - {"compound"}):
        entries = [entry for entry in base.drugs if entry.topic == topic]
        known = {name for entry in entries for name in entry.names}
        drugs = [drug for drug in all_drugs() if data["classes"].get(drug.drug_class) == topic]
        entries += [
            entry for drug in drugs if (entry := _entry(drug, topic)) and not known & set(entry.names)
        ]
        shelves[topic] = tuple(replace(whole, drugs=(entry,)) for entry in _ordered(topic, entries))
    names: dict[str, tuple[str, ...]] = {key: (_bare(topic.short),) for key, topic in topics.items()}
    names |= {key: tuple(given) for key, given in data["names"].items()}
    return Stock(whole, often, shelves, names)


def _bare(short: str) -> str:
    """What a treatment is called where no place is named: "MRI" for "an MRI of the {site}"."""
    return re.sub(r"^(?:an?|the) | of the \{site\}$", "", short)


def _ordered(topic: str, entries: list[DrugEntry]) -> list[DrugEntry]:
    """The entries by rank: an order of our own, the same for every seed."""
    chance = Chance(f"shelf {topic}")
    return chance.some(entries, len(entries))


def _topic(key: str, row: dict[str, object]) -> Topic:
    values = {name: tuple(v) if isinstance(v, list) else v for name, v in row.items() if name != "often"}
    return Topic(**{
        "key": key, "regions": (), "headings": (), "m2016": (), "m2009": None, "principles": (), "upheld": (),
        "overturned": (), **values,
    })  # type: ignore[arg-type]  # fmt: skip


def _entry(drug: Drug, topic: str) -> DrugEntry | None:
    """A shelf entry for a drug of the tables; None where no plain strength in milligrams is known."""
    names = [name for name in (*drug.brands, drug.name) if "#" not in name and "(" not in name]
    names = [name if name[0].isupper() else name.capitalize() for name in names if len(name) < 30][:4]
    amounts = [a.strip() for a in drug.usual_strengths.split(";")] if drug.usual_strengths else []
    plain = tuple(f"{a}mg" for a in amounts if _STRENGTH.fullmatch(a))
    if not names or (amounts and not plain):
        return None
    chance = Chance(f"drug {drug.name}")
    return DrugEntry(tuple(names), drug.ingredients, plain, topic, chance.pick(_QUANTITIES), None)
