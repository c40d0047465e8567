"""Writing in the mail room: the paper locked, its event in the ledger, its row saved, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import transaction

from openimr.law.calendars import calendar
from openimr.service import clock
from openimr.service.accounts.permissions import may
from openimr.service.cases.actors import Actor
from openimr.service.cases.meanwhile import since
from openimr.service.cases.refusals import Conflict, Forbidden, NotFound
from openimr.service.cases.unit import Repeated
from openimr.service.intake.mail.paper import EVENTS, MailEvent, Paper, fold
from openimr.service.intake.models import MailItem
from openimr.service.ledger.models import Event
from openimr.service.ledger.writing import AlreadyWritten, Draft, append
from openimr.service.rules import rules_version

#: Business days until a paper is sorted: the organization's service level, no law.
SERVICE_LEVEL = 2


class Desk:
    """One paper in hand; see :func:`desk`."""

    def __init__(self, actor: Actor, paper: Paper | None, submission: str | None) -> None:
        self.actor = actor
        self.now = clock.now()
        self._paper = paper
        self._submission = submission
        self._drafts: list[Draft] = []

    @property
    def paper(self) -> Paper:
        """The paper as it is by now."""
        assert self._paper is not None
        return self._paper

    def put(self, event: MailEvent, dcn: str | None = None) -> Paper:
        """Let ``event`` happen; the paper after it. It is written when the desk is left."""
        number = (self._paper.version if self._paper else 0) + 1
        self._paper = fold(self._paper, event, self.now, self.actor.id)
        self._drafts.append(
            Draft(
                stream=f"mail:{dcn or self._paper.dcn}",
                number=number,
                type=event.type,
                data=event.data(),
                actor=self.actor.id,
                role=self.actor.role,
                at=self.now,
                rules=rules_version(),
                submission=self._submission if not self._drafts else None,
            )
        )
        return self._paper

    def write(self) -> None:
        """Save the row and append the events."""
        if self._drafts:
            save(self.paper)
            append(self._drafts)


@contextmanager
def desk(
    actor: Actor,
    dcn: str | None = None,
    *,
    expected: int | None = None,
    submission: str | None = None,
) -> Iterator[Desk]:
    """A paper in hand until the block ends; without a number, room for a new one.

    Raises:
        Forbidden: the actor may not sort mail.
        NotFound: there is no such paper.
        Conflict: somebody else did something with it since the page was opened.
        Repeated: the submission was carried out before.
    """
    if not (allowed := may(actor, "mail.sort")):
        raise Forbidden(allowed.why)
    with transaction.atomic():
        if submission and Event.objects.filter(submission=submission).exists():
            raise Repeated(submission)
        paper = None
        if dcn is not None:
            row = MailItem.objects.select_for_update().filter(dcn=dcn).first()
            if row is None:
                raise NotFound(f"There is no paper {dcn} in the mail room.")
            paper = Paper.model_validate_json(row.data)
            if expected is not None and expected != paper.version:
                what = since(f"mail:{dcn}", expected, to=actor, named=EVENTS)
                raise Conflict(
                    f"Somebody else worked on {dcn} since you opened this page{what}. Nothing of yours was recorded; "
                    "look at the paper as it is now and send it again if it still fits."
                )
        one = Desk(actor, paper, submission)
        yield one
        try:
            one.write()
        except AlreadyWritten as problem:
            if "submission" in str(problem):
                raise Repeated(submission) from problem
            raise Conflict(
                "Somebody else worked on the same paper at this very moment; nothing of yours was recorded."
            ) from problem


def columns(paper: Paper) -> dict[str, object]:
    """The row's columns; the same paper gives the same row on any day."""
    day = paper.arrived.astimezone(clock.PACIFIC).date()
    return {
        "version": paper.version,
        "state": paper.state,
        "channel": paper.channel,
        "name": paper.name[:200],
        "sha256": paper.sha256,
        "pages": paper.pages,
        "urgent": paper.urgent,
        "received": paper.received,
        "arrived": paper.arrived,
        "due": calendar("state").plus_open(day, SERVICE_LEVEL),
        "guess": paper.parts[0].type if paper.parts else paper.guess.type,
        "claimed_by": paper.claimed_by,
        "case_number": paper.case_number,
        "done": paper.done,
        "data": paper.model_dump_json(exclude_defaults=True),
    }


def save(paper: Paper) -> None:
    """Write the paper's row."""
    MailItem.objects.update_or_create(dcn=paper.dcn, defaults=columns(paper))


def replayed(dcn: str) -> Paper:
    """The paper that the ledger gives, for comparing with its row.

    Raises:
        NotFound: the ledger knows no such paper.
    """
    events = Event.objects.filter(stream=f"mail:{dcn}").order_by("number")
    if not events:
        raise NotFound(f"There is no paper {dcn} in the mail room.")
    return folded(events)


def folded(events: Iterable[Event]) -> Paper:
    """The paper that its events give, in their order; there is at least one."""
    paper = None
    for one in events:
        paper = fold(paper, EVENTS[one.type].model_validate(one.data), one.at, one.actor)
    assert paper is not None
    return paper
