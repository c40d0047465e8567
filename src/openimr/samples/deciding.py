"""A request that was decided: the item of a determination."""

from __future__ import annotations

from collections.abc import Sequence

from openimr.letters.model import Citation, Decision, Item
from openimr.samples.requests import Request


def decided(
    number: int, asked: Request, decision: Decision, cited: Sequence[tuple[Citation, ...]], rationale: str
) -> Item:
    """Item ``number`` of a determination.

    Args:
        cited: what the claims administrator cites, and what the reviewer cites.
    """
    administrator, reviewer = cited
    return Item(
        number=number,
        heading=asked.heading,
        disputed=asked.disputed,
        decision=decision,
        retrospective=asked.retrospective,
        category=asked.topic.category,
        drugs=asked.drugs,
        visits=asked.visits,
        frequency_per_week=asked.frequency,
        weeks=asked.weeks,
        body_parts=asked.parts,
        side=asked.side,
        original_request=asked.original,
        authorized=asked.authorized,
        administrator_citations=administrator,
        reviewer_citations=reviewer,
        rationale=rationale,
    )
