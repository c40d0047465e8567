"""From the application to the eligibility review."""

from __future__ import annotations

from datetime import date
from typing import Any

from openimr.service.cases.domain.events.base import EventData
from openimr.service.cases.domain.parts import Frozen, Normalised


class NewItem(Frozen):
    """A treatment as worded on the application, and what the vocabulary made of it."""

    number: int
    text: str
    normalised: Normalised | None = None


class ApplicationReceived(EventData):
    """An application came in and got its case number. ``document`` is the id of the form's own paper."""

    type = "application.received"
    title = "Application received"
    number: str
    application: dict[str, Any]
    items: tuple[NewItem, ...]
    received: date
    channel: str
    remand_of: str | None = None
    remand_fact: str | None = None
    barred_reviewers: tuple[str, ...] = ()


class ApplicationCorrected(EventData):
    """Somebody put a field of the form right; what stood there before stays in the ledger."""

    type = "application.corrected"
    title = "Application corrected"
    changes: dict[str, Any]
    reason: str


class ItemsSplit(EventData):
    """The requested treatments were split or joined into other items, before eligibility was decided."""

    type = "items.split"
    title = "Items split"
    items: tuple[NewItem, ...]
    reason: str


class ItemCorrected(EventData):
    """A person confirmed or corrected what the vocabulary made of an item."""

    type = "item.corrected"
    title = "Item confirmed"
    number: int
    normalised: Normalised


class ItemReopened(EventData):
    """A confirmation was taken back: what stood there before stands again, and a person must look anew."""

    type = "item.reopened"
    title = "Item to be looked at again"
    number: int
    normalised: Normalised | None = None


class ApplicationMerged(EventData):
    """The application is on file already; it was merged into another case."""

    type = "application.merged"
    title = "Merged as a duplicate"
    into: str
    reason: str


class ReviewStarted(EventData):
    """The eligibility review began."""

    type = "eligibility.review_started"
    title = "Eligibility review started"
