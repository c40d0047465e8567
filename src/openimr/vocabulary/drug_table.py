"""The drug tables, loaded: what a drug is, and the strengths it is sold in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from openimr.vocabulary.tables import listed, read_csv, read_yaml, require

_SCHEDULES = frozenset(
    {"I", "II", "III", "IV", "V", "unscheduled", "unscheduled federally", "exempt (III as Fiorinal)"}
)
_DRUGS = (
    "name", "ingredients", "names", "brands", "forms", "drug_class", "schedule", "schedule_history",
    "usual_strengths", "strength_unit", "maximum_daily", "maximum_note", "sources", "verification", "note",
)  # fmt: skip
_ADDED = ("name", "ingredients", "names", "brands", "forms", "drug_class", "schedule", "note")
_GUIDELINES = (
    "name", "mtus_rule", "mtus2009_pages", "mtus2009_status", "page_verification",
    "mme_cdc_2022", "mme_cdc_2016", "mme_mtus_2009",
)  # fmt: skip
_STRENGTHS = ("ingredients", "form", "unit", "amounts", "former", "complete")
_GENERAL = ("general knowledge",)


@dataclass(frozen=True, slots=True)
class Strength:
    """One strength on the market: amounts in the order of the ingredients, in ``unit``; ``former`` if no longer."""

    amounts: tuple[float, ...]
    unit: str
    form: str
    former: bool = False


@dataclass(frozen=True, slots=True)
class Guideline:
    """Where the MTUS of 2009 speaks of a drug, and its morphine milligram equivalents in three tables.

    Factors are as printed in the tables ("4 (<=20);8 (>20-40)"), because some depend on the dose.
    ``page_verification`` says how far the pages are checked.
    """

    mtus_rule: str | None
    mtus2009_pages: str | None
    mtus2009_status: str | None
    page_verification: str | None
    mme_cdc_2022: str | None
    mme_cdc_2016: str | None
    mme_mtus_2009: str | None


@dataclass(frozen=True, slots=True)
class Drug:
    """A drug product family.

    ``ingredients`` are generic names in lower case without salt. ``schedule`` is the federal one (I to V or
    "unscheduled"), ``schedule_history`` what it was before. ``usual_strengths`` and ``maximum_daily`` are as in the
    source table; ``strengths`` is the structured list (may be empty). ``search_class`` is the drug class
    of the state's search form, None where the form has none. ``verification`` recall: not checked.
    """

    name: str
    ingredients: tuple[str, ...]
    names: tuple[str, ...]
    brands: tuple[str, ...]
    drug_class: str
    search_class: str | None
    schedule: str
    forms: tuple[str, ...] = ()
    schedule_history: str | None = None
    usual_strengths: str | None = None
    strength_unit: str | None = None
    maximum_daily: str | None = None
    maximum_note: str | None = None
    sources: tuple[str, ...] = _GENERAL
    verification: str = "recall"
    note: str | None = None
    guideline: Guideline | None = None
    strengths: tuple[Strength, ...] = field(default=(), repr=False)

    @property
    def name_is_whole(self) -> bool:
        """Whether the name lists all ingredients (hydrocodone/acetaminophen), so it can be put together from them."""
        return "/" in self.name and len(self.ingredients) > 1


class DrugWords(NamedTuple):
    """The words around a drug's name: salts, release marks, short ingredient names, misspellings."""

    salts: tuple[str, ...]
    release: tuple[str, ...]
    short: dict[str, tuple[str, ...]]
    misspelled: dict[str, tuple[str, ...]]
    plain_words: frozenset[str]


@cache
def drug_words() -> DrugWords:
    """``data/drug_words.yaml``, checked."""
    raw = read_yaml("drug_words.yaml")
    return DrugWords(
        tuple(raw["salts"]),
        tuple(raw["release"]),
        {key: tuple(values) for key, values in raw["short"].items()},
        {key: tuple(values) for key, values in raw["misspelled"].items()},
        frozenset(raw["plain_words"]),
    )


@cache
def _search_classes() -> dict[str, str | None]:
    """Our class of a drug to the drug class of the state's search form."""
    rows = read_csv("drug_classes.csv", ("drug_class", "search_class"))
    return {row["drug_class"]: row["search_class"] or None for row in rows}


@cache
def all_drugs() -> tuple[Drug, ...]:
    """Every drug of the tables, in file order; checked on load."""
    guidelines = {row.pop("name"): row for row in read_csv("drug_guidelines.csv", _GUIDELINES)}
    out: list[Drug] = []
    seen: set[str] = set()
    files = (
        ("drugs.csv", read_csv("drugs.csv", _DRUGS)),
        ("drugs_added.csv", read_csv("drugs_added.csv", _ADDED)),
    )
    for file, rows in files:
        for row in rows:
            name = row["name"]
            require(name and name not in seen, file, name, "a drug's name must be there and stand once.")
            require(row["ingredients"], file, name, "a drug needs its ingredients.")
            require(
                row["ingredients"] == row["ingredients"].lower(), file, name, "ingredients are in lower case."
            )
            require(
                row["schedule"] in _SCHEDULES,
                file,
                name,
                f"the schedule {row['schedule']!r} is none we know.",
            )
            require(
                row["names"] or row["brands"] or row["forms"],
                file,
                name,
                "a drug needs a name to be found by.",
            )
            seen.add(name)
            out.append(_drug(row, guidelines.pop(name, None)))
    require(
        not guidelines,
        "drug_guidelines.csv",
        next(iter(guidelines), ""),
        "no drug of this name in drugs.csv.",
    )
    return tuple(out)


def _drug(row: dict[str, str], guideline: dict[str, str] | None) -> Drug:
    ingredients = listed(row["ingredients"])
    names = listed(row["names"])
    if not names and not row["brands"]:
        names = ("/".join(ingredients),)
    return Drug(
        name=row["name"],
        ingredients=ingredients,
        names=names,
        brands=listed(row["brands"]),
        drug_class=row["drug_class"],
        search_class=_search_classes()[row["drug_class"]],
        schedule=row["schedule"],
        forms=listed(row["forms"]),
        schedule_history=row.get("schedule_history") or None,
        usual_strengths=row.get("usual_strengths") or None,
        strength_unit=row.get("strength_unit") or None,
        maximum_daily=row.get("maximum_daily") or None,
        maximum_note=row.get("maximum_note") or None,
        sources=listed(row.get("sources", "")) or _GENERAL,
        verification=row.get("verification") or "recall",
        note=row["note"] or None,
        guideline=Guideline(**{key: value or None for key, value in guideline.items()})
        if guideline
        else None,
        strengths=strengths_of(ingredients).listed,
    )


_AMOUNT = re.compile(
    r"(\d[\d,]*(?:\.\d+)?|\.\d+)\s*(mcg|µg|ug|mg|gm|grams?|g|%|units?|iu|ml|meq)?", re.IGNORECASE
)
_PER = re.compile(r"/\s*(hr|hour|h)\b", re.IGNORECASE)
_PER_VOLUME = re.compile(r"/\s*\d*\s*(?:ml|cc)\b", re.IGNORECASE)
_TO_MG = {
    "mcg": 0.001,
    "µg": 0.001,
    "ug": 0.001,
    "mg": 1.0,
    "gm": 1000.0,
    "gram": 1000.0,
    "grams": 1000.0,
    "g": 1000.0,
}


class Strengths(NamedTuple):
    """The strengths of one set of ingredients, and in which units the list is complete."""

    listed: tuple[Strength, ...]
    complete: frozenset[str]

    def answers(self, printed: str) -> bool | None:
        """Whether ``printed`` is one of them; None where that cannot be told."""
        if not self.listed or _PER_VOLUME.search(printed):
            return None
        amounts, unit = _parse(printed)
        if not amounts or unit is None:
            return None
        same = [s for s in self.listed if _kind(s.unit) == unit]
        for strength in same:
            scale = _TO_MG.get(strength.unit, 1.0) if unit == "mg" else 1.0
            have = tuple(round(a * scale, 6) for a in strength.amounts)
            if amounts == have or amounts == have[::-1] or amounts == have[: len(amounts)]:
                return True
        if unit == "mg" and "mcg" in printed.lower() and any(s.unit == "mcg/hr" for s in self.listed):
            return self.answers(printed + "/hr") or None  # "fentanyl patch 25 mcg" means 25 mcg an hour
        return False if same and unit in self.complete else None


def _kind(unit: str) -> str:
    return "mg" if unit in _TO_MG else unit


def _parse(printed: str) -> tuple[tuple[float, ...], str | None]:
    """Read "10/325mg" as ((10, 325), "mg"): amounts in mg where the unit is a weight, else in the unit itself."""
    per_hour = _PER.search(printed)
    body = printed[: per_hour.start()] if per_hour else printed
    found = [(float(m[1].replace(",", "")), (m[2] or "").lower()) for m in _AMOUNT.finditer(body)]
    units = [unit for _, unit in found if unit]
    if not found:
        return (), None
    if not units:
        # "10/325" without a unit is milligrams; a lone number is no strength.
        return (tuple(round(a, 6) for a, _ in found), "mg") if len(found) > 1 else ((), None)
    if per_hour:
        return tuple(a for a, _ in found), "mcg/hr"
    if units[-1] not in _TO_MG:
        return (tuple(a for a, _ in found), "%") if units[-1] == "%" else ((), None)
    return tuple(round(a * _TO_MG.get(unit or units[-1], 1.0), 6) for a, unit in found), "mg"


@cache
def _strength_table() -> dict[tuple[str, ...], Strengths]:
    rows: dict[tuple[str, ...], list[Strength]] = {}
    units: dict[tuple[str, ...], dict[str, bool]] = {}
    file = "drug_strengths.csv"
    for row in read_csv(file, _STRENGTHS):
        ingredients = listed(row["ingredients"])
        require(row["complete"] in ("yes", "no"), file, row["ingredients"], "`complete` is yes or no.")
        require(
            row["unit"] in ("mg", "mcg", "mcg/hr", "%"),
            file,
            row["ingredients"],
            "unit: mg, mcg, mcg/hr or %.",
        )
        for former, cell in ((False, row["amounts"]), (True, row["former"])):
            for printed in listed(cell):
                amounts = tuple(float(part) for part in printed.split("/"))
                require(
                    len(amounts) == len(ingredients),
                    file,
                    row["ingredients"],
                    f"{printed}: one amount an ingredient.",
                )
                rows.setdefault(ingredients, []).append(Strength(amounts, row["unit"], row["form"], former))
        kind = _kind(row["unit"])
        known = units.setdefault(ingredients, {})
        known[kind] = known.get(kind, True) and row["complete"] == "yes"
    return {
        key: Strengths(tuple(values), frozenset(unit for unit, whole in units[key].items() if whole))
        for key, values in rows.items()
    }


def strengths_of(ingredients: tuple[str, ...]) -> Strengths:
    """The marketed strengths of a set of ingredients, over all products (empty where unknown)."""
    return _strength_table().get(ingredients, Strengths((), frozenset()))
