"""From an item's heading to the treatment as data: category, drugs, visits, body parts, side."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import cast

from openimr.letters.model import Category, Citation, Decision, Drug, Item, Side
from openimr.letters.reading.doses import read_drugs
from openimr.letters.reading.requests import Request, read_request
from openimr.letters.reading.visits import Visits, read_visits
from openimr.vocabulary import body_parts, treatments

#: Visits are counted for these; a number before a test or a rental is no visit (contract of reading).
_WITH_VISITS = {"Rehabilitation", "Psych Services", "Evaluation & Management", "Programs", "Home Health"}
#: An evaluation or a test is no visit unless the words speak of visits or of treatment.
_OF_VISITS = re.compile(
    r"\b(?:visits?|follow(?:ing)?[\s-]?ups?|appointments?|sessions?|treatments?|\w*therap(?:y|ies)|cbt|biofeedback|"
    r"counsel\w*|weekly|times?\s+(?:a|per)|per\s+week|a\s+week)\b|\d\s*[x×]",
    re.IGNORECASE,
)
_NO_VISITS = Visits(None, None, None)


#: The words that say a side.
_SIDE = re.compile(r"\b(?:left|right|bilateral(?:ly)?|both|lt|rt)\b|\([LR]\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Treatment:
    """What a heading says. ``places`` has where each value stands in it, by the item's JSON field."""

    request: Request
    category: Category
    drugs: tuple[Drug, ...]
    visits: Visits
    body_parts: tuple[str, ...]
    side: Side | None
    places: dict[str, tuple[int, int]]


def read_treatment(heading: str) -> Treatment:
    """Read a heading (one line, without the decision)."""
    request = read_request(heading)
    first, last = request.disputed
    disputed = heading[first:last]
    places: dict[str, tuple[int, int]] = {"disputed": request.disputed}
    if request.original:
        places["original_request"] = request.original
    if request.authorized:
        places["authorized"] = request.authorized
    if request.retrospective:
        places["retrospective"] = request.retrospective

    offset, found = first, treatments.categorize(disputed)
    if found.category == "Other" and request.original:
        offset, found = request.original[0], treatments.categorize(heading[slice(*request.original)])
    if found.end:
        places["category"] = (offset + found.start, offset + found.end)

    drugs = read_drugs(disputed) if found.category == "Pharmaceuticals" else ()
    for number, (_, stand) in enumerate(drugs):
        for name, (start, end) in stand.items():
            places[f"drugs/{number}/{name}".rstrip("/")] = (first + start, first + end)

    visits = read_visits(disputed) if found.category in _WITH_VISITS else _NO_VISITS
    if found.category != "Rehabilitation" and not _OF_VISITS.search(disputed):
        stand = {name: place for name, place in visits.places.items() if name != "visits"}
        visits = Visits(None, visits.frequency, visits.weeks, stand)
    for name, (start, end) in visits.places.items():
        places[name] = (first + start, first + end)

    parts: list[str] = []
    for mention in _parts(heading, found.category):
        if mention.part not in parts:
            places[f"body_parts/{len(parts)}"] = (mention.start, mention.end)
            parts.append(mention.part)
    side = body_parts.side_of(heading)
    said = _SIDE.search(heading) if side else None
    if said:
        places["side"] = said.span()
    return Treatment(
        request=request,
        category=cast("Category", found.category),
        drugs=tuple(drug for drug, _ in drugs),
        visits=visits,
        body_parts=tuple(parts),
        side=side,
        places=places,
    )


def _parts(heading: str, category: str) -> list[body_parts.Mention]:
    """The body parts of a heading.

    A part that only a structure implies ("carpal tunnel release") counts where no part is named, but a
    device's trade name names none.
    """
    mentions = body_parts.find(heading)
    plain = [mention for mention in mentions if not mention.inferred]
    if not plain and category == "DMEPOS":
        return [mention for mention in mentions if mention.part in mention.printed.lower()]
    return plain or mentions


def make_item(
    number: int,
    heading: str,
    decision: Decision,
    treatment: Treatment,
    *,
    administrator: tuple[Citation, ...],
    reviewer: tuple[Citation, ...],
    rationale: str | None,
) -> Item:
    """The item that a heading, its decision and what stands under it make."""
    request = treatment.request
    return Item(
        number=number,
        heading=heading,
        disputed=heading[slice(*request.disputed)],
        decision=decision,
        retrospective=request.retrospective is not None,
        category=treatment.category,
        drugs=treatment.drugs,
        visits=treatment.visits.visits,
        frequency_per_week=treatment.visits.frequency,
        weeks=treatment.visits.weeks,
        body_parts=treatment.body_parts,
        side=treatment.side,
        original_request=heading[slice(*request.original)] if request.original else None,
        authorized=heading[slice(*request.authorized)] if request.authorized else None,
        administrator_citations=administrator,
        reviewer_citations=reviewer,
        rationale=rationale or None,
    )
