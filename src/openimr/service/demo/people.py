"""Who works in the demo office: one account a role, two where two must look, and the panel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openimr import samples
from openimr.service.accounts.demo import DemoAccount, make
from openimr.service.cases.actors import Actor, acting
from openimr.service.reviewers.sampling import load

#: Roles of which the office needs two people, since one may not do both halves.
_TWICE = {"letter_quality": "Rosalind Okafor", "intake": "Emmett Larkspur"}


@dataclass(frozen=True)
class People:
    """The accounts by role, in order; ``first`` of a role is the one that "Sign in as" offers."""

    accounts: tuple[DemoAccount, ...]

    def actor(self, role: str, place: int = 0) -> Actor:
        """Somebody of a role who acts."""
        return acting([one.user for one in self.accounts if one.user.role == role][place])

    @staticmethod
    def reviewer(code: str) -> Actor:
        """A reviewer who acts."""
        return Actor(f"reviewer:{code}", "reviewer")


def people(seed: int, today: date) -> People:
    """Make accounts and panel where they are missing. Safe to repeat."""
    panel = samples.reviewers(seed, today=today)
    staff = [(one.role, one.name) for one in samples.staff() if one.role != "reviewer"]
    staff += list(_TWICE.items())
    accounts = make(staff, [one.code for one in panel])
    load(panel)
    return People(tuple(accounts))
