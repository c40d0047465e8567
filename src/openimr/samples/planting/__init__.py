"""Errors put into clean letters on purpose, each with the finding that has to come of it.

``KINDS`` lists the kinds, ``plant`` puts one in. The wording, the place and the words changed are
drawn from the seed, so that a check that finds all of a hundred seeds has met many forms of the error.
"""

from __future__ import annotations

from collections.abc import Callable

from openimr.letters.model import Determination
from openimr.samples.chance import Chance
from openimr.samples.model import Planted
from openimr.samples.planting import citations, dates, doses, persons, privacy, reasons, words

_KINDS: dict[str, Callable[[Determination, Chance], Planted | None]] = {
    "strength-not-marketed": doses.strength,
    "unit-absurd": doses.unit,
    "quantity-arithmetic": doses.quantity,
    "refill-arithmetic": doses.refills,
    "visit-arithmetic": doses.visits,
    "sex-pronoun": persons.sex,
    "body-part": persons.body_part,
    "side": persons.side,
    "cited-chapter": citations.chapter,
    "injury-date": dates.injury,
    "ur-date": dates.review,
    "date-order": dates.order,
    "decision-conclusion": reasons.conclusion,
    "denied-fact": reasons.denied,
    "said-twice": reasons.twice,
    "rationale-reused": reasons.reused,
    "no-dated-record": dates.undated,
    "unknown-guideline": citations.guideline,
    "unknown-section": citations.section,
    "unknown-page": citations.page,
    "edition-not-in-force": dates.edition,
    "no-evidence": citations.nothing,
    "no-rationale": reasons.missing,
    "unpaired-quote": words.quotation,
    "template-remnant": words.remnant,
    "misspelled-term": words.misspelling,
    "identifying-data": privacy.identifying,
    "deletion-gap": privacy.gap,
}

#: The kinds of error that can be planted.
KINDS: tuple[str, ...] = tuple(_KINDS)


def plant(determination: Determination, kind: str, seed: int) -> Planted | None:
    """Put an error of ``kind`` into a clean letter.

    The data change with the text: a planted strength also stands in ``drugs``, a planted decision also
    decides the case's outcome. The same arguments give the same error.

    Returns:
        The letter with the error and what a check has to find, or ``None`` where the letter offers no
        place for this kind (no drug, no header, a single item).

    Raises:
        ValueError: ``kind`` is not one of ``KINDS``.
    """
    if kind not in _KINDS:
        raise ValueError(f"unknown kind of error: {kind}; the kinds are {', '.join(KINDS)}")
    return _KINDS[kind](determination, Chance(f"plant {kind} {seed}"))
