"""What is known of a letter of the population by construction."""

from __future__ import annotations

from dataclasses import dataclass

from openimr.letters.model import Determination


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a reviewer's stock that a rationale repeats: where they stand in it."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ItemTruth:
    """What is known of one item by construction.

    ``topic`` is the kind of treatment, ``drug_class`` the same where it is a drug; ``supporting`` whether the
    summary states a fact that speaks for it, ``opposing`` whether one against it; ``passages`` the shared passages in its rationale.
    """

    number: int
    topic: str
    drug_class: str | None
    supporting: bool
    opposing: bool
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """What is known of one letter by construction, beside the letter itself.

    ``repeats`` is the number of the earlier letter that this one is a near-duplicate of; ``slips`` the mistyped
    words with their right spelling; ``regions`` the places that the claim concerns.
    """

    number: int
    case_number: str
    reviewer: str
    regions: tuple[str, ...]
    items: tuple[ItemTruth, ...]
    slips: tuple[tuple[str, str], ...]
    repeats: int | None


@dataclass(frozen=True, slots=True)
class Sampled:
    """One determination with its truth."""

    determination: Determination
    truth: Truth
