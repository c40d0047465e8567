"""The shapes that the interface takes and gives."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field


class Strict(Schema):
    """What comes in: an unknown field is refused."""

    model_config = ConfigDict(extra="forbid")


class ItemOut(Schema):
    """A disputed treatment. `decision` is there once the letter is issued."""

    number: int
    text: str
    disputed: str
    category: str | None
    eligible: bool | None
    decision: str | None


class PartyOut(Schema):
    """A party of the case. Its contact data is there for roles that may see it."""

    role: str
    name: str | None
    organization: str | None
    address: list[str] | None
    city: str | None
    state: str | None
    zip: str | None
    phone: str | None
    email: str | None


class LetterOut(Schema):
    """A version of the determination letter."""

    version: int
    issued: datetime
    outcome: str
    service: str
    published: datetime | None


class RequestOut(Schema):
    """A question that was put to parties: for eligibility, or of the reviewer."""

    id: int
    kind: Literal["eligibility", "reviewer"]
    to: list[str]
    text: str
    sent: datetime
    due: date | datetime | None
    answered: datetime | None
    answer: str | None


class CaseLine(Schema):
    """A case in a list."""

    number: str
    state: str
    state_title: str
    status: str | None = Field(description="The status that parties read, such as Clinical Review.")
    priority: Literal["standard", "expedited"] | None
    received: date
    due: datetime | None
    due_clock: str | None
    version: int


class CaseOut(CaseLine):
    """A case, as far as the token's role may see it. What it may not see is null."""

    formulary: bool | None
    employee: str | None = Field(description="The worker's name; initials for reviewers.")
    claim_number: str | None
    injury_date: date | None
    ur_decision_date: date | None
    items: list[ItemOut]
    parties: list[PartyOut]
    requests: list[RequestOut]
    letters: list[LetterOut]
    reviewers: list[str] | None = Field(description="Codes of the reviewers who hold the case; never a name.")


class CasePage(Schema):
    """A page of cases."""

    items: list[CaseLine]
    next: str | None = Field(description="The cursor of the next page.")


class ClockOut(Schema):
    """A legal clock (contract of `openimr deadlines`). Where `asks` is set, a person must confirm it."""

    clock: str
    title: str
    starts: date | datetime | None
    due: date | datetime | None
    state: str
    met_at: date | datetime | None
    duty_of: str | None
    law: list[str]
    working: list[str]
    asks: str | None


class EventOut(Schema):
    """An entry of the case's history. `data` is there for roles that may see it."""

    number: int
    type: str
    title: str
    at: datetime
    actor: str
    role: str
    rules: str
    hash: str
    data: dict[str, Any] | None


class EventPage(Schema):
    """A page of entries, the oldest first."""

    items: list[EventOut]
    next: str | None


class DocumentOut(Schema):
    """A paper of the case."""

    id: str
    type: str
    title: str
    pages: int | None
    size: int | None
    sha256: str
    dated: date | None
    author: str | None
    received: date
    received_from: str | None
    duplicate_of: str | None


class FiledOut(Schema):
    """An application that was filed with this token."""

    number: str
    filed: datetime
    case: CaseOut


class FiledPage(Schema):
    """A page of them, the latest first."""

    items: list[FiledOut]
    next: str | None


class AnswerIn(Strict):
    """The answer to a question."""

    text: str = Field(min_length=1, max_length=20_000)
    documents: list[str] = Field(default=[], description="Ids of papers of the case that came with it.")
    expected: int | None = Field(
        default=None, description="The version of the case that the answer rests on."
    )


class EligibilityAnswer(Strict):
    """An answer to one question. `holds`: what makes ineligible holds."""

    code: str
    holds: bool
    item: int | None = None
    note: str | None = None


class EligibilityAnswersIn(Strict):
    """Answers of the token's side: the regulator's, or those of staff."""

    answers: list[EligibilityAnswer] = Field(min_length=1, max_length=2000)
    expected: int | None = None


class EligibilityDecisionIn(Strict):
    """The decision. Nothing is defaulted: what the outcome needs must be given."""

    outcome: Literal["eligible", "ineligible", "deferred"]
    expected: int = Field(description="The version of the case that the decision rests on.")
    priority: Literal["standard", "expedited"] | None = None
    priority_reason: str | None = None
    formulary: bool | None = None
    formulary_reason: str | None = None
    reasons: list[str] = Field(
        default=[], description="For ineligible: the reasons confirmed, as CODE or, of one treatment, CODE:2."
    )
    disputed: str | None = Field(
        default=None, description="For deferred: what the claims administrator disputes."
    )
