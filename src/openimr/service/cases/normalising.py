"""What the vocabulary makes of a treatment's words; a person confirms or corrects it."""

from __future__ import annotations

from openimr.letters.reading.treatment import read_treatment
from openimr.service.cases.domain.parts import Normalised


def normalise(text: str) -> Normalised:
    """The treatment in ``text`` as data: the same reading that letters get."""
    words = " ".join(text.split())
    found = read_treatment(words)
    first, last = found.request.disputed
    return Normalised(
        disputed=words[first:last] or words,
        category=found.category,
        drugs=tuple(
            {
                "name": one.name,
                "ingredients": list(one.ingredients),
                "strength": one.strength,
                "quantity": _whole(one.quantity),
                "refills": one.refills,
            }
            for one in found.drugs
        ),
        body_parts=found.body_parts,
        side=found.side,
        visits=found.visits.visits,
        frequency_per_week=found.visits.frequency,
        weeks=found.visits.weeks,
        retrospective=found.request.retrospective is not None,
    )


def _whole(quantity: float | None) -> int | str | None:
    """Events hold no floats: half a tablet stays as a text."""
    if quantity is None or isinstance(quantity, int):
        return quantity
    return int(quantity) if quantity == int(quantity) else str(quantity)
