"""The reviewer's part and quality."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from openimr.service.cases.domain.events.base import EventData
from openimr.service.cases.domain.parts import Decision, ItemDecision


class Prepared(EventData):
    """The clinical consultant prepared the case and recommended a specialty."""

    type = "review.prepared"
    title = "Prepared for review"
    specialty: str
    issues: str | None = None


class ReviewerAssigned(EventData):
    """A reviewer got the case. ``checks`` are the findings on qualification and conflicts of that moment.

    ``confirmed`` are the rules (Q5, Q8, CONFLICT) that a person answered for; ``seed``, ``rank`` and
    ``candidates`` let anybody compute the order again in which the reviewers stood.
    """

    type = "reviewer.assigned"
    title = "Reviewer assigned"
    reviewer: str
    method: str
    reason: str | None = None
    due: date | datetime | None = None
    ordinal: int = 1
    checks: tuple[dict[str, Any], ...] = ()
    confirmed: tuple[str, ...] = ()
    seed: str | None = None
    rank: int | None = None
    candidates: int | None = None


class ReviewerAccepted(EventData):
    """The reviewer declared to have no conflict and took the case; only now the file opens."""

    type = "reviewer.accepted"
    title = "Reviewer accepted"
    review: int
    attestation: str


class ReviewerRefused(EventData):
    """The reviewer gave the case back; a declared conflict ends the access at once."""

    type = "reviewer.refused"
    title = "Reviewer refused"
    review: int
    reason: str
    conflict: bool = False
    #: The relations that were declared; for the panel alone.
    declared: tuple[str, ...] = ()


class ReviewerReassigned(EventData):
    """The office took the case from a reviewer."""

    type = "reviewer.released"
    title = "Reviewer released from the case"
    review: int
    reason: str


class QuestionSent(EventData):
    """The reviewer asked a party; question and answer go to all (LC 4610.6(b))."""

    type = "review.question_sent"
    title = "Reviewer's question sent"
    to: str
    text: str
    due: date | datetime | None = None


class QuestionResolved(EventData):
    """The party answered, or the time to answer passed."""

    type = "review.question_answered"
    title = "Reviewer's question answered"
    request: int
    answer: str
    documents: tuple[str, ...] = ()


class PreliminaryRecorded(EventData):
    """The reviewer recorded a preliminary decision on every item; comparable letters may now be shown."""

    type = "review.preliminary"
    title = "Preliminary decision recorded"
    review: int
    decisions: dict[str, Decision]


class ReviewSigned(EventData):
    """The reviewer signed. ``credentials`` is the record of that day, without a name."""

    type = "review.signed"
    title = "Review signed"
    review: int
    summary: str
    age: int | None = None
    sex: str | None = None
    diagnoses: tuple[str, ...] = ()
    items: tuple[ItemDecision, ...]
    documents_reviewed: tuple[str, ...]
    credentials: dict[str, Any]
    attestations: tuple[str, ...]
    checks: tuple[dict[str, Any], ...] = ()
    findings: tuple[dict[str, Any], ...] = ()


class QualityReturned(EventData):
    """Quality asked the reviewer for a clarification."""

    type = "quality.returned"
    title = "Returned for clarification"
    review: int
    reason: str
    findings: tuple[dict[str, Any], ...] = ()


class QualityEscalated(EventData):
    """Quality asked the medical director."""

    type = "quality.escalated"
    title = "Sent to the medical director"
    reason: str


class QualityAnswered(EventData):
    """The medical director answered."""

    type = "quality.answered"
    title = "Medical director answered"
    answer: str


class QualityReleased(EventData):
    """A second person released the determination; ``determination`` is what becomes the letter."""

    type = "quality.released"
    title = "Released"
    determination: dict[str, Any]
    findings: tuple[dict[str, Any], ...] = ()
    note: str | None = None


class ExtensionRequested(EventData):
    """More time was asked of the regulator (LC 4610.6(d)(2))."""

    type = "extension.requested"
    title = "Extension requested"
    reason: str


class ExtensionApproved(EventData):
    """The regulator approved an extension."""

    type = "extension.approved"
    title = "Extension approved"
    extension: int
    note: str | None = None


class ExtensionRefused(EventData):
    """The regulator refused an extension."""

    type = "extension.refused"
    title = "Extension refused"
    extension: int
    note: str | None = None


class SecondReviewerRequested(EventData):
    """A second reviewer was asked for (8 CCR 9792.10.6(c))."""

    type = "second_reviewer.requested"
    title = "Second reviewer requested"
    reason: str


class SecondReviewerApproved(EventData):
    """The regulator approved a second reviewer in writing."""

    type = "second_reviewer.approved"
    title = "Second reviewer approved"
    note: str | None = None


class SecondReviewerRefused(EventData):
    """The regulator refused a second reviewer."""

    type = "second_reviewer.refused"
    title = "Second reviewer refused"
    note: str | None = None
