"""Who acts: a code and a role, never a name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts in the office.

    ``id`` goes into the ledger: ``user:12``, ``reviewer:R-0042``,
    ``party:CM26-0000123:employee``, ``system``.
    ``role`` is a role of the permission table, ``party`` or ``system``.
    ``by`` is the token that a program acts with, as in "Claims system (token 7)"; it stands in the ledger beside
    what the event carries.
    """

    id: str
    role: str
    by: str | None = field(default=None, compare=False)

    @property
    def reviewer(self) -> str | None:
        """The reviewer's code, for reviewers."""
        kind, _, code = self.id.partition(":")
        return code if kind == "reviewer" else None

    @property
    def part(self) -> str:
        """The part that a party has in the case, as the case names it: "requesting physician"."""
        return self.id.rpartition(":")[2].replace("_", " ")


#: What the office does by itself: projections, clocks, deliveries. It has no action of the permission table.
SYSTEM = Actor("system", "system")


def acting(user: Any) -> Actor:
    """The actor that a signed-in account is.

    Raises:
        ValueError: a reviewer's account has no code.
    """
    if user.role == "reviewer":
        if not user.reviewer_code:
            raise ValueError(
                "The account is a reviewer's and has no reviewer code; an administrator must set it."
            )
        return Actor(f"reviewer:{user.reviewer_code}", "reviewer")
    return Actor(f"user:{user.pk}", user.role)
