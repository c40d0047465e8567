"""The programme's volumes and shares by year: how many letters, what they dispute, how often they overturn."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import accumulate
from typing import Any, Generic, TypeVar

from openimr.samples.chance import Chance
from openimr.samples.population.data_files import table
from openimr.samples.population.treatments import stock
from openimr.samples.stock import BadSampleData, Topic

T = TypeVar("T")


class Weighted(Generic[T]):
    """Options with weights, drawn in the time of a binary search."""

    __slots__ = ("_bounds", "_options")

    def __init__(self, weights: Mapping[T, float]) -> None:
        total = sum(weights.values())
        self._options = tuple(weights)
        self._bounds = [b / total for b in accumulate(weights.values())][:-1]

    def draw(self, roll: float) -> T:
        """The option that a number from 0 up to 1 falls on."""
        return self._options[bisect_right(self._bounds, roll)]


@dataclass(frozen=True, slots=True)
class Year:
    """One year of the programme.

    ``overturned`` is the share of items overturned by topic; ``topics`` and ``counts`` are drawn from.
    """

    first: date
    days: int
    topics: Weighted[str]
    counts: Weighted[int]
    overturned: dict[str, float]


@dataclass(frozen=True, slots=True)
class Programme:
    """The years 2013 to 2026 and the places that claims concern."""

    years: dict[int, Year]
    calendar: Weighted[int]
    regions: Weighted[str]
    surgical: tuple[str, ...]


@cache
def programme() -> Programme:
    """The programme, from ``data/programme.yaml``.

    Raises:
        BadSampleData: shares of a year do not add up, or a name is unknown.
    """
    data = table("programme.yaml")
    years = {number: _year(number, row, data) for number, row in data["years"].items()}
    letters = {number: float(row["letters"]) for number, row in data["years"].items()}
    unknown = set(data["regions"]) - set(stock().library.regions)
    if unknown:
        raise BadSampleData(f"samples/population/data/programme.yaml: unknown regions {sorted(unknown)}")
    surgical = tuple(key for key, topic in topics().items() if topic.primary)
    return Programme(years, Weighted(letters), Weighted(data["regions"]), surgical)


def topics() -> dict[str, Topic]:
    """Every kind of treatment that a letter of the population can dispute."""
    return stock().library.topics


def _year(number: int, row: dict[str, Any], data: dict[str, Any]) -> Year:
    shares = _shares(number, row, data)
    odds = _odds(data)
    average = sum(share * odds[key] for key, share in shares.items())
    rates = {key: min(0.9, odds[key] / average * row["overturned"]) for key in shares}
    last = date.fromisoformat(row["until"]) if row["until"] else date(number, 12, 31)
    first = date(number, 3, 1) if number == 2013 else date(number, 1, 2)  # the first letters came in 2013
    return Year(first, (last - first).days + 1, Weighted(shares), _counts(row["items"], data), rates)


def _shares(number: int, row: dict[str, Any], data: dict[str, Any]) -> dict[str, float]:
    """The share of every topic among the year's items."""
    by_category = {
        "Pharmaceuticals": row["pharmaceuticals"],
        "Diagnostic Testing": row["diagnostics"],
        "Rehabilitation": row["rehabilitation"],
        "Surgery": row["surgery"],
    }
    left = 1 - sum(by_category.values())
    if not 0 < left < 1:
        raise BadSampleData(f"samples/population/data/programme.yaml: {number}: shares leave {left:.2f}")
    rest = sum(data["rest"].values())
    by_category |= {key: left * share / rest for key, share in data["rest"].items()}
    classes = data["drug_classes"]
    drugs = sum(entry["share"] for entry in classes.values())
    out: dict[str, float] = {}
    for category, share in by_category.items():
        keys = [key for key, topic in topics().items() if topic.category == category]
        if category == "Pharmaceuticals":
            out["opioid"] = share * row["opioids"]
            for key, entry in classes.items():
                out[key] = share * (1 - row["opioids"]) * entry["share"] / drugs
            continue
        if not keys:
            raise BadSampleData(f"samples/population: no topic of the category {category}")
        weights = [_OFTEN.get(key) or stock().often.get(key, 1.0) for key in keys]
        for key, weight in zip(keys, weights, strict=True):
            out[key] = share * weight / sum(weights)
    return out


#: How often a topic is asked for beside the others of its category (1 where nothing is said).
_OFTEN = {
    "mri": 5.0, "uds": 4.0, "emg": 3.0, "xray": 1.2, "labs": 1.0, "pt": 7.0, "acupuncture": 3.0, "chiro": 3.0,
    "esi": 3.5, "tpi": 1.5, "joint_injection": 1.5, "facet": 2.0, "tens": 2.0, "brace": 1.5, "assistant": 0.5,
    "clearance": 0.4, "consult": 6.0, "arthroscopy": 2.0, "spine_surgery": 1.5,
}  # fmt: skip


def _odds(data: dict[str, Any]) -> dict[str, float]:
    out = {}
    for key, topic in topics().items():
        out[key] = float(data["category_odds"].get(topic.category, 1.0))
        if topic.category == "Pharmaceuticals":
            entry = data["drug_classes"].get(key)
            out[key] *= float(entry["odds"] if entry else data["opioid_odds"])
    return out


def _counts(mean: float, data: dict[str, Any]) -> Weighted[int]:
    """Item counts with the wanted mean: the weights of more than one item scaled by one factor."""
    counts: dict[int, float] = {int(k): float(v) for k, v in data["item_counts"].items()}
    more = {k: v for k, v in counts.items() if k > 1}
    excess = sum((k - 1) * v for k, v in more.items())
    # (one + factor * sum(k v)) / (one + factor * sum(v)) = mean, solved for the factor
    factor = (mean - 1) * counts[1] / (excess - (mean - 1) * sum(more.values()))
    return Weighted({1: counts[1], **{k: v * factor for k, v in more.items()}})


class Dice(Chance):
    """The chance of one letter, with the bare source of numbers at hand: half of all draws go through it."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.roll = self._random.random


def mixed(*numbers: int) -> int:
    """One number of 64 bits out of several: neighbors end far apart (the finalizer of SplitMix64)."""
    out = 0x9E3779B97F4A7C15
    for number in numbers:
        out = (out + number * 0x9E3779B97F4A7C15 + 0xD1B54A32D192ED03) & _BITS
        out = ((out ^ (out >> 30)) * 0xBF58476D1CE4E5B9) & _BITS
        out = ((out ^ (out >> 27)) * 0x94D049BB133111EB) & _BITS
        out ^= out >> 31
    return out


_BITS = 0xFFFFFFFFFFFFFFFF
