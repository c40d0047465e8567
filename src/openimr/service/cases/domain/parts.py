"""The parts of a case. All are frozen; ``None`` is "not known", never a default."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from openimr.law.model import Evidence

#: The part that somebody plays in a case.
PartyRole = Literal[
    "employee",
    "attorney",
    "agent",
    "requesting physician",
    "claims administrator",
    "employer",
    # Spelled as notices spell it; it gets one more notice and nothing after that.
    "former_claims_administrator",
]
Side = Literal["staff", "regulator"]
Decision = Literal["upheld", "overturned"]
Priority = Literal["standard", "expedited"]


class Frozen(BaseModel):
    """Data that never changes and knows all its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Party(Frozen):
    """Somebody in the case: as law.forms.Person, with a role."""

    role: PartyRole
    name: str | None = None
    organization: str | None = None
    address: tuple[str, ...] = ()
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    phone: str | None = None
    fax: str | None = None
    email: str | None = None
    specialty: str | None = None
    npi: str | None = None
    language: str | None = None

    @property
    def shown(self) -> str:
        """The name or the organization, or the role where neither is known."""
        return self.name or self.organization or self.role


class Normalised(Frozen):
    """What the vocabulary makes of a treatment's words, or what a person put in its place."""

    disputed: str
    category: str | None = None
    drugs: tuple[dict[str, Any], ...] = ()
    body_parts: tuple[str, ...] = ()
    side: str | None = None
    visits: int | None = None
    frequency_per_week: int | None = None
    weeks: int | None = None
    retrospective: bool = False


class Item(Frozen):
    """One disputed treatment. ``text`` is as worded on the application and never changes.

    ``eligible`` is ``None`` until the regulator or its designee found; ``reasons`` are codes of law/eligibility.
    """

    number: int
    text: str
    normalised: Normalised | None = None
    confirmed_by: str | None = None
    eligible: bool | None = None
    reasons: tuple[str, ...] = ()
    from_case: str | None = None


class Document(Frozen):
    """One paper of the case. ``type`` is a document type of the case-file contract."""

    id: str
    sha256: str
    type: str
    title: str
    pages: int | None = None
    size: int | None = None
    dated: date | None = None
    author: str | None = None
    received: date
    received_from: str | None = None
    channel: str | None = None
    added_by: str
    duplicate_of: str | None = None
    #: Whether reviewers get it to see (the medical file; never the form with the employee's address).
    in_file: bool = True
    #: When it was put into the case; set by the fold.
    added: datetime | None = None


class Answer(Frozen):
    """One answer to an eligibility question. ``holds``: the condition that makes ineligible holds."""

    holds: bool
    by: str
    at: datetime
    note: str | None = None


class Question(Frozen):
    """An eligibility question answered twice."""

    code: str
    item: int | None = None
    staff: Answer | None = None
    regulator: Answer | None = None


class Cited(NamedTuple):
    """A citation, and how well it is known; ``None`` where that was not recorded."""

    cite: str
    evidence: Evidence | None


class Refusal(Frozen):
    """A reason in a decision on eligibility, as it was given to the parties.

    ``evidence`` has one mark for each citation of ``law``: how well it is known. Reasons of older events have none.
    """

    code: str
    title: str
    law: tuple[str, ...]
    evidence: tuple[str, ...] = ()
    curable: bool
    how: str | None = None
    message: str = ""
    item: int | None = None

    @property
    def laws(self) -> tuple[Cited, ...]:
        """The citations with their marks."""
        marks = (*self.evidence, *(None for _ in self.law[len(self.evidence) :]))
        return tuple(
            Cited(cite, None if mark is None else Evidence(mark))
            for cite, mark in zip(self.law, marks, strict=True)
        )


class Happening(Frozen):
    """What the law's clocks look at (an event type of the contract of ``openimr deadlines``)."""

    type: str
    at: date | datetime
    details: dict[str, Any] = {}


class Request(Frozen):
    """A question to parties: for eligibility, or of the reviewer."""

    id: int
    kind: Literal["eligibility", "reviewer"]
    to: tuple[str, ...]
    text: str
    sent: datetime
    due: date | datetime | None = None
    answered: datetime | None = None
    answer: str | None = None
    documents: tuple[str, ...] = ()


class ItemDecision(Frozen):
    """What a reviewer decided on one item. Citations are as in the determination contract."""

    number: int
    decision: Decision
    rationale: str
    administrator_citations: tuple[dict[str, Any], ...] = ()
    reviewer_citations: tuple[dict[str, Any], ...] = ()


class Review(Frozen):
    """One reviewer's turn. ``reviewer`` is a code, never a name; ``specialty``, ``states`` as of the assignment."""

    id: int
    reviewer: str
    ordinal: int = 1
    method: str
    assigned: datetime
    due: date | datetime | None = None
    #: Rules of qualification and conflict that a person answered for when the reviewer was chosen.
    confirmed: tuple[str, ...] = ()
    accepted: datetime | None = None
    refused: datetime | None = None
    refusal: str | None = None
    ended: datetime | None = None
    preliminary: dict[str, Decision] = {}
    preliminary_at: datetime | None = None
    signed: datetime | None = None
    summary: str | None = None
    items: tuple[ItemDecision, ...] = ()
    documents_reviewed: tuple[str, ...] = ()
    credentials: dict[str, Any] = {}
    #: Age, sex and diagnoses as the summary gives them.
    patient: dict[str, Any] = {}
    attestations: tuple[str, ...] = ()
    returned: tuple[dict[str, Any], ...] = ()

    @property
    def open(self) -> bool:
        """Whether the reviewer holds the case."""
        return self.refused is None and self.ended is None


class Extension(Frozen):
    """An extension of the decision's clock asked of the regulator (LC 4610.6(d)(2))."""

    id: int
    reason: str
    asked: datetime
    granted: bool | None = None
    answered: datetime | None = None
    note: str | None = None


class Notice(Frozen):
    """A notice that went out; ``id`` is the number of its event. ``confirmed``: see ``events.NoticeSent``."""

    id: int
    kind: str
    title: str
    sent: datetime
    recipients: tuple[dict[str, Any], ...]
    said: dict[str, Any] = {}
    confirmed: tuple[dict[str, Any], ...] = ()

    @property
    def let_in(self) -> tuple[str, ...]:
        """The keys of the paragraphs that somebody confirmed."""
        return tuple(one["key"] for one in self.confirmed)


class Letter(Frozen):
    """One version of the determination letter."""

    version: int
    sha256: str
    issued: datetime
    outcome: str
    service: str
    mailed: date | None = None
    reason: str | None = None
    public_sha256: str | None = None
    published: datetime | None = None


class Task(Frozen):
    """Work on the case, in one queue."""

    id: str
    queue: str
    opened: datetime
    claimed_by: str | None = None
    claimed: datetime | None = None
    escalated: str | None = None
    done: datetime | None = None


class Note(Frozen):
    """A note of the office; never shown outside."""

    by: str
    role: str
    at: datetime
    text: str
