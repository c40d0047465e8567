"""The case as the sum of its events."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from openimr.service.cases.domain import parts
from openimr.service.cases.domain.parts import Frozen


class Case(Frozen):
    """Everything that the office knows of one case.

    ``version`` is the number of the last event; ``state`` a code of law/states; ``application`` the
    corrected form (law.forms.Application as JSON).
    """

    number: str
    version: int
    state: str
    state_since: datetime
    opened: datetime
    received: date
    channel: str
    priority: parts.Priority | None = None
    formulary: bool | None = None
    application: dict[str, Any]
    items: tuple[parts.Item, ...] = ()
    parties: tuple[parts.Party, ...] = ()
    documents: tuple[parts.Document, ...] = ()
    happenings: tuple[parts.Happening, ...] = ()
    questions: tuple[parts.Question, ...] = ()
    refusals: tuple[parts.Refusal, ...] = ()
    requests: tuple[parts.Request, ...] = ()
    reviews: tuple[parts.Review, ...] = ()
    recommended_specialty: str | None = None
    issues: str | None = None
    extensions: tuple[parts.Extension, ...] = ()
    second_reviewer: dict[str, Any] | None = None
    notices: tuple[parts.Notice, ...] = ()
    letters: tuple[parts.Letter, ...] = ()
    #: The determination (contract ``determination/1``) as released, before it becomes a letter.
    determination: dict[str, Any] | None = None
    released_by: str | None = None
    released: datetime | None = None
    #: Questions of quality to the medical director, their answers, and what was overridden at the release.
    quality: tuple[dict[str, Any], ...] = ()
    #: A clerical correction of the letter that waits for a second person.
    correction: dict[str, Any] | None = None
    escalated: str | None = None
    termination: dict[str, Any] | None = None
    merged_into: str | None = None
    consolidated_into: str | None = None
    consolidated_from: tuple[str, ...] = ()
    remand_of: str | None = None
    remanded_to: str | None = None
    #: A wrong finding of fact that an order named, and reviewers who may not have the case again.
    remand_fact: str | None = None
    barred_reviewers: tuple[str, ...] = ()
    appeal: dict[str, Any] | None = None
    penalties: tuple[dict[str, Any], ...] = ()
    invoices: tuple[dict[str, Any], ...] = ()
    tasks: tuple[parts.Task, ...] = ()
    notes: tuple[parts.Note, ...] = ()

    @property
    def employee(self) -> parts.Party | None:
        """The injured worker."""
        return next((one for one in self.parties if one.role == "employee"), None)

    @property
    def eligible_items(self) -> tuple[parts.Item, ...]:
        """The items that go to the reviewer: all not found ineligible."""
        return tuple(one for one in self.items if one.eligible is not False)

    @property
    def open_reviews(self) -> tuple[parts.Review, ...]:
        """The reviews of reviewers who hold the case."""
        return tuple(one for one in self.reviews if one.open)

    @property
    def second_reviewer_wanted(self) -> bool:
        """Whether a second reviewer was approved and only one has the case so far (8 CCR 9792.10.6(c))."""
        if not (self.second_reviewer and self.second_reviewer.get("granted")):
            return False
        return len({one.reviewer for one in self.open_reviews}) < 2

    @property
    def letter(self) -> parts.Letter | None:
        """The latest version of the letter."""
        return self.letters[-1] if self.letters else None

    def item(self, number: int) -> parts.Item:
        """The item with this number.

        Raises:
            KeyError: there is none.
        """
        for one in self.items:
            if one.number == number:
                return one
        raise KeyError(f"Case {self.number} has no item {number}.")

    def document(self, id: str) -> parts.Document:  # noqa: A002
        """The document with this id.

        Raises:
            KeyError: there is none.
        """
        for one in self.documents:
            if one.id == id:
                return one
        raise KeyError(f"Case {self.number} has no document {id}.")
