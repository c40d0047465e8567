"""The eligibility review."""

from __future__ import annotations

from datetime import date, datetime

from openimr.service.cases.domain.events.base import EventData
from openimr.service.cases.domain.parts import Priority, Refusal, Side


class QuestionAnswered(EventData):
    """A question of eligibility was answered, by staff or by the regulator."""

    type = "eligibility.answered"
    title = "Eligibility question answered"
    code: str
    item: int | None = None
    side: Side
    holds: bool
    note: str | None = None


class RoutedToRegulator(EventData):
    """Staff sent the case to the regulator for its answers."""

    type = "eligibility.routed"
    title = "Sent to the regulator"
    note: str | None = None


class SentBack(EventData):
    """The regulator sent the case back to staff."""

    type = "eligibility.sent_back"
    title = "Sent back by the regulator"
    note: str | None = None


class InformationRequested(EventData):
    """Parties were asked for information (8 CCR 9792.10.3(b))."""

    type = "information.requested"
    title = "Information requested"
    to: tuple[str, ...]
    text: str
    due: date | datetime | None = None
    #: How it was asked, and the day from which those asked have it.
    means: str | None = None
    received: date | None = None


class RequestReceived(EventData):
    """The day on which those who were asked had the request; its clock starts there."""

    type = "information.request_received"
    title = "Request for information received"
    received: date


class InformationReceived(EventData):
    """An answer came in."""

    type = "information.received"
    title = "Information received"
    request: int
    answer: str
    documents: tuple[str, ...] = ()


class Deferred(EventData):
    """Review is on hold while liability is disputed (LC 4610.5(k))."""

    type = "eligibility.deferred"
    title = "Deferred"
    reasons: tuple[Refusal, ...]
    #: What the claims administrator disputes, in words.
    disputed: str | None = None


class Resumed(EventData):
    """Liability was resolved; ``served`` is when the claims administrator served notice of it."""

    type = "eligibility.resumed"
    title = "Resumed after deferral"
    served: date
    service: str | None = None


class Refused(EventData):
    """The application is ineligible; each reason with its law."""

    type = "eligibility.refused"
    title = "Found ineligible"
    reasons: tuple[Refusal, ...]


class Found(EventData):
    """Eligible in whole or in part; ``refused`` holds the items that are not."""

    type = "eligibility.found"
    title = "Found eligible"
    items: tuple[int, ...]
    refused: tuple[Refusal, ...] = ()
    priority: Priority
    priority_reason: str | None = None
    formulary: bool
    formulary_reason: str | None = None
