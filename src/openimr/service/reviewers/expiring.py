"""Licenses and certificates that run out soon: warned of 90, 30 and 7 days before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from openimr.law.reviewers import ReviewerFacts
from openimr.service.office.dates import said
from openimr.service.office.parts import Badge, Tone

#: From so many days before the end on, with this tone.
STEPS: tuple[tuple[int, Tone], ...] = ((7, "bad"), (30, "warn"), (90, "info"))


@dataclass(frozen=True, slots=True)
class Expiry:
    """A license or certificate that has run out or soon will. ``days`` are left; below zero it is over."""

    what: str
    ends: date
    days: int

    @property
    def badge(self) -> Badge:
        """As lists show it."""
        if self.days < 0:
            return Badge(f"{self.what}: ended {said(self.ends)}", "bad", "error")
        tone = next(tone for most, tone in STEPS if self.days <= most)
        left = "ends today" if self.days == 0 else f"{self.days} day{'s' if self.days != 1 else ''} left"
        return Badge(f"{self.what}: {left}", tone, "schedule", f"Ends on {said(self.ends)}")


def expiring(facts: ReviewerFacts, today: date) -> tuple[Expiry, ...]:
    """What has run out or does so within the longest of :data:`STEPS`, the earliest first."""
    ends = [(f"{one.state} license", one.expires) for one in facts.licenses if one.expires]
    ends += [(one.specialty, one.expires) for one in facts.boards if one.expires and not one.lifetime]
    found = [Expiry(what, day, (day - today).days) for what, day in ends]
    most = max(days for days, _ in STEPS)
    return tuple(sorted((one for one in found if one.days <= most), key=lambda one: one.ends))
