"""From a determination to the entries of the archive, one for each disputed item."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from openimr.archive.model import Entry, Origin
from openimr.letters.model import Citation, Determination, Item
from openimr.vocabulary import drugs as drug_table
from openimr.vocabulary import treatments


def entries(
    determination: Determination, *, address: str, letter_id: int, origin: Origin
) -> tuple[Entry, ...]:
    """The letter's disputed items, in the order of the letter.

    Args:
        address: last part of the letter's permanent address.
        letter_id: its row in ``archive.letter``.
    """
    d = determination
    decided = d.dates.decision
    shared = {
        "unit": f"imr:{letter_id}",
        "programme": "imr",
        "origin": origin,
        "address": address,
        "case_number": d.case_number,
        "decided": decided,
        "year": int(decided[:4]) if decided else None,
        "specialties": _distinct(d.reviewer.certifications),
        "licensed_states": _distinct(d.reviewer.licensed_states),
        "priority": d.priority,
        "age": d.summary.age,
        "sex": d.summary.sex,
        "diagnoses": _distinct(d.summary.diagnoses),
        "summary": d.summary.text,
    }
    return tuple(
        Entry(key=f"{address}#{item.number}", leads=position == 0, **shared, **_of_item(item))  # type: ignore[arg-type]
        for position, item in enumerate(d.items)
    )


def _of_item(item: Item) -> dict[str, object]:
    return {
        "number": item.number,
        "decision": item.decision,
        "category": item.category,
        "subcategory": _subcategory(item.disputed, item.category),
        "heading": item.heading,
        "disputed": item.disputed,
        "drugs": _distinct("/".join(drug.ingredients) or drug.name.lower() for drug in item.drugs),
        "drug_names": _distinct(drug.name for drug in item.drugs),
        "ingredients": _distinct(name for drug in item.drugs for name in drug.ingredients),
        "drug_classes": _distinct(
            found for drug in item.drugs if (found := drug_class(drug.ingredients, drug.name)) is not None
        ),
        "body_parts": _distinct(item.body_parts),
        "side": item.side,
        "guidelines": _distinct(guideline_name(one) for one in item.reviewer_citations),
        "sections": _distinct(
            f"{guideline_name(one)} > {section}"
            for one in item.reviewer_citations
            for section in one.sections
        ),
        "retrospective": item.retrospective,
        "visits": item.visits,
        "rationale": item.rationale,
    }


def guideline_name(citation: Citation) -> str:
    """``MTUS: Chronic Pain Medical Treatment``; the source alone where no guideline is named.

    The edition stays out of it: letters often print none, and a guideline is looked for by its name.
    """
    return citation.source if citation.guideline is None else f"{citation.source}: {citation.guideline}"


@lru_cache(4096)
def drug_class(ingredients: tuple[str, ...], name: str) -> str | None:
    """Class of a drug as on the state's search form, else as in our own table; ``None`` for a drug we do not know."""
    found = drug_table.lookup(name, fuzzy=False) or drug_table.lookup("/".join(ingredients), fuzzy=False)
    if found is None:
        return None
    return found.drug.search_class or found.drug.drug_class


@lru_cache(4096)
def _subcategory(disputed: str, category: str) -> str | None:
    found = treatments.categorize(disputed)
    return found.subcategory if found.category == category else None


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))
