"""The shapes of the law: evidence, citation, happening, clock, reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal

Priority = Literal["standard", "expedited"]
#: How a paper was served (contract of ``openimr deadlines``).
Service = Literal["mail", "fax", "express", "electronic", "personal"]


class LawError(ValueError):
    """Bad input or a data file that breaks its own rules; the message is one sentence for people."""


class Evidence(StrEnum):
    """How well a rule is known (the marks of the process specification)."""

    STATUTE = "S"
    REGULATION = "R"
    OFFICIAL = "O"
    SECONDARY = "2"
    LETTERS = "L"
    RECALLED = "A"
    DESIGN = "I"

    @property
    def acts(self) -> bool:
        """Whether a rule with this mark may have an effect by itself; otherwise it asks a person.

        Statute, regulation and official pages act. ``DESIGN`` marks how this product arranges things,
        not what the law says; it acts, and is shown as our own choice.
        """
        return self in (Evidence.STATUTE, Evidence.REGULATION, Evidence.OFFICIAL, Evidence.DESIGN)

    @property
    def verified(self) -> bool:
        """Whether the rule may be shown as verified law."""
        return self in (Evidence.STATUTE, Evidence.REGULATION, Evidence.OFFICIAL)

    @property
    def meaning(self) -> str:
        """The mark in plain words, as screens show it."""
        return {
            "S": "statute, read in full",
            "R": "regulation, its own text read",
            "O": "official page of the agency, read",
            "2": "secondary source only: a person must confirm it",
            "L": "seen in real letters only: layout, not law",
            "A": "not found in any source read: a person must confirm it",
            "I": "this product's own arrangement, not law",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Law:
    """One citation as it is printed, such as ``LC 4610.5(h)(1)``, with its evidence."""

    cite: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened in a case and that the law looks at.

    ``type`` is one of the contract's event types (``ur_decision.served``); ``at`` is a date, or an aware
    date and time for clocks in hours; ``details`` holds what else was said (``service``, ``form_enclosed``).
    """

    type: str
    at: date | datetime
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The day it happened on, in California."""
        from openimr.law.calendars import pacific_day

        return pacific_day(self.at)


ClockState = Literal["running", "met", "missed", "tolled", "not started"]


@dataclass(frozen=True, slots=True)
class Clock:
    """A legal clock of one case.

    ``starts`` and ``due`` are dates, or aware times for clocks in hours; both are ``None`` while the clock
    has not started. ``met_at`` is when what it waits for happened. ``asks`` says why a person must confirm
    (a part of the rule is not verified); it is empty where the rule acts by itself.
    """

    clock: str
    title: str
    starts: date | datetime | None
    due: date | datetime | None
    state: ClockState
    law: tuple[Law, ...]
    working: tuple[str, ...]
    met_at: date | datetime | None = None
    asks: str | None = None
    consequence: str | None = None
    duty_of: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an application, or one item of it, is ineligible or deferred; or what a person must still answer."""

    code: str
    title: str
    law: tuple[Law, ...]
    curable: bool
    how: str | None
    outcome: Literal["ineligible", "deferred", "merged", "terminated", "routed", "flag"]
    message: str = ""
    item: int | None = None
    asks: str | None = None
