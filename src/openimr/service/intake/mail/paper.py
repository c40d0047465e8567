"""A paper of the mail room as the sum of its events."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, Literal

from openimr.service.cases.domain.parts import Frozen

#: How a paper comes in.
CHANNELS = {"mail": "Mail", "fax": "Fax", "scan": "Scan at the counter", "electronic": "Electronic"}
State = Literal["new", "attached", "opened", "returned", "discarded"]


class Guess(Frozen):
    """What the software thinks the paper is, and why. ``numbers`` are what may be case and claim numbers in it."""

    type: str | None = None
    why: str = ""
    readable: bool = True
    numbers: tuple[str, ...] = ()


class Part(Frozen):
    """One document on the paper. ``first`` and ``last`` are its pages where it has not the whole paper."""

    type: str
    title: str | None = None
    first: int | None = None
    last: int | None = None
    dated: date | None = None
    author: str | None = None


class Paper(Frozen):
    """One paper. ``received`` is the legal day it came in, ``arrived`` the moment it was put into the mail room."""

    dcn: str
    version: int
    state: State = "new"
    channel: str
    name: str
    sha256: str
    size: int
    pages: int
    received: date
    arrived: datetime
    urgent: bool = False
    guess: Guess = Guess()
    parts: tuple[Part, ...] = ()
    received_from: str | None = None
    claimed_by: str | None = None
    case_number: str | None = None
    documents: tuple[str, ...] = ()
    outgoing: str | None = None
    reason: str | None = None
    done: datetime | None = None
    done_by: str | None = None


class MailEvent(Frozen):
    """What an event of a paper carries."""

    type: ClassVar[str] = ""
    title: ClassVar[str] = ""

    def data(self) -> dict[str, Any]:
        """The JSON that the ledger holds."""
        return self.model_dump(mode="json", exclude_none=True)

    def fold(self, paper: Paper, at: datetime, actor: str) -> dict[str, Any]:
        """What changes on the paper."""
        raise NotImplementedError


class Received(MailEvent):
    """A paper came in and got its number."""

    type = "mail.received"
    title = "Came in"
    dcn: str
    channel: str
    name: str
    sha256: str
    size: int
    pages: int
    received: date
    urgent: bool = False
    guess: Guess = Guess()

    def opened(self, at: datetime) -> Paper:
        """The paper that it begins."""
        given = {name: getattr(self, name) for name in type(self).model_fields}
        return Paper(version=1, arrived=at, **given)


class Claimed(MailEvent):
    """Somebody took the paper to sort it."""

    type = "mail.claimed"
    title = "Claimed"

    def fold(self, paper: Paper, at: datetime, actor: str) -> dict[str, Any]:
        """Whose it is."""
        return {"claimed_by": actor}


class PutBack(MailEvent):
    """The paper went back to the queue."""

    type = "mail.put_back"
    title = "Put back"

    def fold(self, paper: Paper, at: datetime, actor: str) -> dict[str, Any]:
        """Nobody's again."""
        return {"claimed_by": None}


class Sorted(MailEvent):
    """A person said what the paper is: one or several documents, and from whom."""

    type = "mail.sorted"
    title = "Sorted"
    parts: tuple[Part, ...]
    received_from: str | None = None
    urgent: bool = False

    def fold(self, paper: Paper, at: datetime, actor: str) -> dict[str, Any]:
        """What it is."""
        return {"parts": self.parts, "received_from": self.received_from, "urgent": self.urgent}


class IntoCase(MailEvent):
    """The paper's documents went into a case; ``state`` is how the paper ended by it."""

    state: ClassVar[State]
    case_number: str
    documents: tuple[str, ...]

    def fold(self, paper: Paper, at: datetime, actor: str) -> dict[str, Any]:
        """Where they are."""
        return _ended(self.state, at, actor, case_number=self.case_number, documents=self.documents)


class Attached(IntoCase):
    """The case was there."""

    type = "mail.attached"
    title = "Attached to a case"
    state = "attached"


class Opened(IntoCase):
    """The paper opened a new case."""

    type = "mail.opened"
    title = "Opened a case"
    state = "opened"


class Returned(MailEvent):
    """A paper of ours came back undelivered; ``outgoing`` names it in the outbox where it was found there."""

    type = "mail.returned"
    title = "Returned mail"
    case_number: str | None = None
    outgoing: str | None = None
    reason: str

    def fold(self, paper: Paper, at: datetime, actor: str) -> dict[str, Any]:
        """Which, and what the envelope says."""
        return _ended(
            "returned",
            at,
            actor,
            case_number=self.case_number,
            outgoing=self.outgoing,
            reason=self.reason,
        )


class Discarded(MailEvent):
    """The paper belongs to no case; its bytes stay."""

    type = "mail.discarded"
    title = "Discarded"
    reason: str

    def fold(self, paper: Paper, at: datetime, actor: str) -> dict[str, Any]:
        """Why."""
        return _ended("discarded", at, actor, reason=self.reason)


class Restored(MailEvent):
    """A discarded paper was taken back into the queue."""

    type = "mail.restored"
    title = "Taken back"

    def fold(self, paper: Paper, at: datetime, actor: str) -> dict[str, Any]:
        """As if it had never been away."""
        return {"state": "new", "reason": None, "done": None, "done_by": None}


EVENTS: dict[str, type[MailEvent]] = {
    one.type: one
    for one in (Received, Claimed, PutBack, Sorted, Attached, Opened, Returned, Discarded, Restored)
}


def fold(paper: Paper | None, event: MailEvent, at: datetime, actor: str) -> Paper:
    """The paper after ``event``.

    Raises:
        ValueError: there is no paper and the event does not begin one.
    """
    if isinstance(event, Received):
        return event.opened(at)
    if paper is None:
        raise ValueError(f"A paper begins with mail.received, not with {event.type}.")
    return paper.model_copy(update={"version": paper.version + 1, **event.fold(paper, at, actor)})


def _ended(state: State, at: datetime, actor: str, **values: Any) -> dict[str, Any]:
    return {"state": state, "done": at, "done_by": actor, "claimed_by": None, **values}
