"""From assignment to a complete file, and what can end or change a case on the way."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from openimr.service.cases.domain.events.base import EventData
from openimr.service.cases.domain.parts import Document, Item


class AssignmentNotified(EventData):
    """The notice of assignment and request for information went out; ``service`` decides the records clock.

    ``services`` says for each role how it was served.
    """

    type = "assignment.notice_sent"
    title = "Notice of assignment sent"
    service: str
    services: dict[str, str] = {}
    due: date | datetime | None = None


class DocumentAdded(EventData):
    """A paper was put into the case."""

    type = "document.added"
    title = "Document added"
    document: Document


class DocumentRetyped(EventData):
    """Somebody corrected what a paper is. ``before`` holds what stood there, so that it can be undone."""

    type = "document.retyped"
    title = "Document described anew"
    id: str
    changes: dict[str, Any]
    before: dict[str, Any] = {}


class RecordsReceived(EventData):
    """A package of records arrived."""

    type = "records.received"
    title = "Records received"
    received: date
    received_from: str
    documents: tuple[str, ...]


class RecordsComplete(EventData):
    """The set is complete: the clock of the decision starts.

    ``reason`` says why it is complete although the codes ``missing`` are not there.
    """

    type = "records.complete"
    title = "Records complete"
    at: date | datetime
    missing: tuple[str, ...] = ()
    reason: str | None = None


class RecordsInsufficient(EventData):
    """The due date passed and the set is not complete."""

    type = "records.insufficient"
    title = "Records insufficient"
    missing: tuple[str, ...]


class RecordsProceeded(EventData):
    """It was decided to go on without the missing records (8 CCR 9792.10.6(b)(2))."""

    type = "records.proceeded"
    title = "Going on without the missing records"
    reason: str
    at: date | datetime


class PenaltyReferred(EventData):
    """A breach was referred to the regulator; only it can order anything. ``amount`` is dollars, where it is known.

    ``kind`` is "records" (late records) or "implementation" (an overturned decision that was not carried out).
    """

    type = "penalty.referred"
    title = "Referred to the regulator for a penalty"
    days: int
    amount: int | None = None
    working: tuple[str, ...]
    kind: str = "records"


class Expedited(EventData):
    """Converted to expedited review (8 CCR 9792.10.4(c)); ``document`` certifies, ``support`` supports it."""

    type = "case.expedited"
    title = "Converted to expedited"
    certified_by: str
    reason: str
    document: str | None = None
    support: tuple[str, ...] = ()
    treatment_given: bool | None = None


class Consolidated(EventData):
    """This case goes on within another one."""

    type = "case.consolidated"
    title = "Consolidated into another case"
    into: str


class ConsolidatedFrom(EventData):
    """Another case's items and papers came into this one; each item keeps its own decision.

    ``complete`` is when the other file was complete: the earlier due date counts for both.
    """

    type = "case.consolidated_from"
    title = "Another case consolidated into this one"
    case: str
    items: tuple[Item, ...]
    documents: tuple[Document, ...]
    reason: str
    complete: date | datetime | None = None


class Terminated(EventData):
    """Ended before a determination (LC 4610.5(g)).

    ``how`` is one of the ways of commands/changes; ``happened`` the day on which the dispute ended, ``notified``
    that on which this office was told, ``document`` the paper that says so, ``fee`` what the notice says of it.
    """

    type = "case.terminated"
    title = "Terminated"
    reason: str
    ended_by: str
    notified: date | None = None
    how: str | None = None
    happened: date | None = None
    document: str | None = None
    fee: str | None = None


class AdministratorChanged(EventData):
    """Another claims administrator took the claim over (LC 4610.5(p))."""

    type = "administrator.changed"
    title = "Claims administrator changed"
    organization: str
    effective: date
    address: tuple[str, ...] = ()
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    phone: str | None = None
    fax: str | None = None
    email: str | None = None
    notified: date | None = None


class LiabilityDisputed(EventData):
    """The claims administrator disputes liability; whether that defers the review the regulator decides."""

    type = "liability.disputed"
    title = "Liability disputed"
    disputed: date
    what: str
    document: str | None = None


class LiabilityResolved(EventData):
    """Notice that the dispute over liability is over was served (LC 4610.5(h)(2))."""

    type = "liability.resolved"
    title = "Liability no longer disputed"
    served: date
    service: str | None = None
    how: str
    document: str | None = None
