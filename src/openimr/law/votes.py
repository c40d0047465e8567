"""Several reviewers, one item: how their signed votes make one decision (LC 4610.6(e),(f)).

The majority decides; on a tie the treatment is provided. The votes are the physicians'; nothing is voted here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from openimr.law.model import Evidence, Law, LawError

Decision = Literal["upheld", "overturned"]

_LAW = (Law("LC 4610.6(e)", Evidence.STATUTE), Law("LC 4610.6(f)", Evidence.STATUTE))


@dataclass(frozen=True, slots=True)
class Result:
    """What the votes on one item make. ``tie``: decided for the treatment because the votes were equal."""

    decision: Decision
    upheld: int
    overturned: int
    tie: bool
    working: str
    law: tuple[Law, ...] = _LAW


def decide(votes: Sequence[str]) -> Result:
    """The decision on one item from the signed votes of its reviewers, one vote each.

    Raises:
        LawError: there is no vote, or one is neither "upheld" nor "overturned".
    """
    if isinstance(votes, str) or not votes:
        raise LawError(
            "An item without a signed vote has no decision (LC 4610.6(e)): each reviewer votes first."
        )
    for vote in votes:
        if vote not in get_args(Decision):
            raise LawError(
                f"A vote is upheld or overturned, not {vote!r} (LC 4610.6(e)): the reviewer decides the item."
            )
    upheld = sum(vote == "upheld" for vote in votes)
    overturned = len(votes) - upheld
    decision: Decision = "upheld" if upheld > overturned else "overturned"
    tie = upheld == overturned
    working = f"{upheld} upheld, {overturned} overturned: " + (
        "a tie, the treatment is provided" if tie else f"the majority, {decision}"
    )
    return Result(decision, upheld, overturned, tie, working)
