"""From the letter to the end."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from openimr.service.cases.domain.events.base import EventData
from openimr.service.cases.domain.parts import Priority


class DeterminationMailed(EventData):
    """The signed letter was stored and served; the clock of appeal starts."""

    type = "determination.mailed"
    title = "Determination mailed"
    version: int
    sha256: str
    mailed: date
    service: str
    to_state: str | None = None
    outcome: str
    recipients: tuple[dict[str, Any], ...]


class CorrectionProposed(EventData):
    """Somebody found a clerical error in the letter; ``changes`` is pointer to {"old", "new"}."""

    type = "correction.proposed"
    title = "Correction proposed"
    changes: dict[str, dict[str, Any]]
    reason: str


class CorrectionDropped(EventData):
    """The proposed correction was not approved, or was taken back."""

    type = "correction.dropped"
    title = "Correction dropped"
    reason: str


class DeterminationCorrected(EventData):
    """A clerical error was put right in a new version; outcomes never change here."""

    type = "determination.corrected"
    title = "Determination corrected"
    version: int
    sha256: str
    mailed: date
    service: str
    changes: dict[str, Any]
    reason: str
    approved_by: str
    proposed_by: str | None = None
    to_state: str | None = None
    determination: dict[str, Any]
    recipients: tuple[dict[str, Any], ...]


class DeterminationPublished(EventData):
    """The de-identified copy went into the archive after a second person had looked at it."""

    type = "determination.published"
    title = "Public copy published"
    version: int
    sha256: str
    checks: tuple[str, ...] = ()


class DeterminationReceived(EventData):
    """The claims administrator has the letter; the clock of implementation starts."""

    type = "determination.received"
    title = "Determination received by the claims administrator"
    received: date
    service_already_given: bool


class TreatmentAuthorized(EventData):
    """What was overturned has been authorized or reimbursed (LC 4610.6(j))."""

    type = "treatment.authorized"
    title = "Treatment authorized"
    authorized: date
    reimbursed: bool = False
    note: str | None = None


class TreatmentNotAuthorized(EventData):
    """The time to authorize passed and nothing was authorized."""

    type = "treatment.not_authorized"
    title = "Treatment not authorized in time"
    note: str | None = None


class PetitionFiled(EventData):
    """A petition was filed with the appeals board (LC 4610.6(h))."""

    type = "petition.filed"
    title = "Petition filed"
    filed: date
    by: str
    grounds: tuple[int, ...]
    adjudication_number: str | None = None


class PetitionDenied(EventData):
    """The appeals board left the determination standing."""

    type = "petition.denied"
    title = "Petition denied"
    decided: date


class PetitionGranted(EventData):
    """The appeals board reversed; the dispute goes to another reviewer in a new case."""

    type = "petition.granted"
    title = "Remanded"
    decided: date
    fact: str
    new_case: str


class RemandTakenUp(EventData):
    """The new case of a remand begins where the old one had its file: eligible, records complete (LC 4610.6(i))."""

    type = "remand.taken_up"
    title = "Taken up again after remand"
    items: tuple[int, ...]
    priority: Priority
    formulary: bool | None = None
    at: date | datetime


class NoticeSent(EventData):
    """A notice went to the outbox. ``said`` is what it says that does not follow from the case.

    ``confirmed`` holds the paragraphs on law that is not verified which whoever sent it let in: each its key, its
    words, why it asked, the citations with their marks, and who confirmed it.
    """

    type = "notice.sent"
    title = "Notice sent"
    kind: str
    notice_title: str
    recipients: tuple[dict[str, Any], ...]
    said: dict[str, Any] = {}
    confirmed: tuple[dict[str, Any], ...] = ()


class InvoiceRaised(EventData):
    """The fee was charged to the claims administrator (LC 4610.6(l)). Amounts in cents."""

    type = "invoice.raised"
    title = "Invoice raised"
    amount: int
    working: tuple[str, ...]
    manual: bool = False
    #: Why a person entered the amount, and where it was read; the price list's entry where there is one.
    reason: str | None = None
    law: tuple[str, ...] = ()
    outcome: str | None = None
