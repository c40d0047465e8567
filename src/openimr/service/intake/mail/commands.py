"""What people do in the mail room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from django.db import connections, transaction

from openimr.law import documents as law_documents
from openimr.law.forms import Application
from openimr.service import clock
from openimr.service.accounts.permissions import may
from openimr.service.cases.actors import Actor
from openimr.service.cases.commands.intake import file_application
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events.records import DocumentAdded, RecordsReceived
from openimr.service.cases.domain.parts import Document
from openimr.service.cases.filed import WITHHELD
from openimr.service.cases.papers import Kept, document, keep
from openimr.service.cases.refusals import Forbidden, Refused
from openimr.service.cases.unit import work
from openimr.service.intake.mail import paper as events
from openimr.service.intake.mail.desk import Desk, desk
from openimr.service.intake.mail.paper import CHANNELS, Paper, Part
from openimr.service.intake.numbering import next_document_number
from openimr.service.intake.reading.guessing import guess
from openimr.service.notices import outbox
from openimr.service.office.dates import said

#: How long a discarded paper can be taken back.
TAKE_BACK = timedelta(days=30)


def receive(
    actor: Actor,
    data: bytes | Path,
    name: str,
    *,
    channel: str,
    received: date | None = None,
    urgent: bool = False,
    submission: str | None = None,
) -> Paper:
    """Take a paper in: kept, numbered, looked at.

    Args:
        received: the day stamped on it, where it came in before today.

    Raises:
        Refused: it is no sound PDF, the channel is none, or the day lies in the future; nothing was kept.
        Repeated: it was taken in already.
    """
    if not (allowed := may(actor, "mail.sort")):
        raise Forbidden(allowed.why)
    if channel not in CHANNELS:
        raise Refused("Say how the papers came in: by mail, fax, scan or electronically.", field="channel")
    today = clock.today()
    if received and received > today:
        raise Refused(f"A paper can't be stamped on a day to come ({said(received)}).", field="received")
    kept: Kept = keep(data, name)
    found = guess(data, kept.pages)
    dcn = next_document_number(connections["default"], today.year)
    with desk(actor, submission=submission) as at:
        return at.put(
            events.Received(
                dcn=dcn,
                channel=channel,
                name=name,
                sha256=kept.sha256,
                size=kept.size,
                pages=kept.pages,
                received=received or today,
                urgent=urgent,
                guess=found,
            )
        )


def claim(actor: Actor, dcn: str) -> Paper:
    """Take a paper to sort it.

    Raises:
        Refused: it is sorted already, or somebody else's.
    """
    with desk(actor, dcn) as at:
        _open(at)
        if at.paper.claimed_by == actor.id:
            return at.paper
        if at.paper.claimed_by:
            raise Refused(f"{dcn} is being sorted by somebody else; take another one.")
        return at.put(events.Claimed())


def put_back(actor: Actor, dcn: str) -> Paper:
    """Give a claimed paper back to the queue."""
    with desk(actor, dcn) as at:
        _open(at)
        return at.put(events.PutBack()) if at.paper.claimed_by else at.paper


def describe(
    actor: Actor,
    dcn: str,
    parts: Sequence[Part],
    *,
    received_from: str | None = None,
    urgent: bool = False,
    expected: int | None = None,
    submission: str | None = None,
) -> Paper:
    """Say what the paper is: one document or several.

    Raises:
        Refused: no document is named, or a range of pages is not on the paper.
    """
    with desk(actor, dcn, expected=expected, submission=submission) as at:
        _described(at, parts, received_from, urgent)
        return at.paper


def attach(
    actor: Actor,
    dcn: str,
    case_number: str,
    parts: Sequence[Part],
    *,
    received_from: str | None = None,
    urgent: bool = False,
    expected: int | None = None,
    submission: str | None = None,
) -> Paper:
    """Put the paper's documents into a case.

    Where a case is not decided and the sender is known, the delivery is recorded as records received too.

    Raises:
        Refused: no document is named, or the case is not to be found.
    """
    with desk(actor, dcn, expected=expected, submission=submission) as at:
        _described(at, parts, received_from, urgent)
        added = documents_of(actor, at.paper)
        with work(actor) as unit:
            case = unit.load(case_number, "mail.sort")
            unit.emit(case_number, *(DocumentAdded(document=one) for one in added))
            if (
                received_from in law_documents.senders()
                and case.state[0] in "ABC"
                and case.state not in _OVER
            ):
                unit.emit(
                    case_number,
                    RecordsReceived(
                        received=at.paper.received,
                        received_from=received_from or "",
                        documents=tuple(one.id for one in added),
                    ),
                )
        return at.put(events.Attached(case_number=case_number, documents=tuple(one.id for one in added)))


#: States in which a case of the first three parts is over.
_OVER = ("A1", "A5")


def open_case(
    actor: Actor,
    dcn: str,
    application: Application,
    *,
    treatments: Sequence[str] = (),
    papers: Sequence[Document] = (),
    same_worker: bool = False,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """File the application that the paper is; the paper becomes the first document of the case.

    Raises:
        Refused: as :func:`~openimr.service.cases.commands.intake.file_application`.
    """
    with desk(actor, dcn, expected=expected) as at, transaction.atomic():
        _open(at)
        if not at.paper.parts:
            _described(at, (Part(type="application"),), at.paper.received_from, at.paper.urgent)
        added = documents_of(actor, at.paper)
        case = file_application(
            actor,
            application,
            treatments=treatments,
            papers=(*added, *papers),
            same_worker=same_worker,
            submission=submission,
        )
        at.put(events.Opened(case_number=case.number, documents=tuple(one.id for one in added)))
        return case


def returned(
    actor: Actor,
    dcn: str,
    reason: str,
    *,
    outgoing: str | None = None,
    case_number: str | None = None,
    expected: int | None = None,
    submission: str | None = None,
) -> Paper:
    """A paper of ours came back: mark it in the outbox, so that somebody finds another address.

    Args:
        reason: what the envelope says.
        outgoing: the id of the outgoing paper, where it is known which one came back.

    Raises:
        Refused: no reason is given.
    """
    if not reason.strip():
        raise Refused("Say what stands on the envelope, such as “moved” or “unknown”.", field="reason")
    with desk(actor, dcn, expected=expected, submission=submission) as at:
        _open(at)
        if outgoing:
            case_number = (
                outbox.mark_returned(outgoing, reason=reason.strip(), at=at.now, actor=actor) or case_number
            )
        return at.put(
            events.Returned(case_number=case_number or None, outgoing=outgoing or None, reason=reason.strip())
        )


def discard(
    actor: Actor, dcn: str, reason: str, *, expected: int | None = None, submission: str | None = None
) -> Paper:
    """Put a paper away that belongs to no case. It can be taken back for :data:`TAKE_BACK`.

    Raises:
        Refused: no reason is given.
    """
    if not reason.strip():
        raise Refused("Say why the paper belongs to no case; the reason is kept with it.", field="reason")
    with desk(actor, dcn, expected=expected, submission=submission) as at:
        _open(at)
        return at.put(events.Discarded(reason=reason.strip()))


def take_back(actor: Actor, dcn: str) -> Paper:
    """Take a discarded paper back into the queue.

    Raises:
        Refused: it was not discarded, or too long ago.
    """
    with desk(actor, dcn) as at:
        if at.paper.state != "discarded" or at.paper.done is None:
            raise Refused(f"{dcn} was not discarded.")
        if at.now - at.paper.done > TAKE_BACK:
            raise Refused(f"{dcn} was discarded more than {TAKE_BACK.days} days ago; take the paper in anew.")
        return at.put(events.Restored())


def documents_of(actor: Actor, paper: Paper) -> tuple[Document, ...]:
    """The paper's parts as documents of a case; all of them share its bytes."""
    kept = Kept(paper.sha256, paper.size, paper.pages)
    titles = law_documents.types()
    added = []
    for part in paper.parts:
        pages = f" ({_pages(part)})" if part.first else ""
        added.append(
            document(
                kept,
                type=part.type,
                title=(part.title or titles[part.type]) + pages,
                received=paper.received,
                dated=part.dated,
                author=part.author,
                received_from=paper.received_from,
                channel=paper.channel,
                added_by=actor.id,
                in_file=part.type not in WITHHELD,
            )
        )
    return tuple(added)


def _pages(part: Part) -> str:
    if part.last and part.last != part.first:
        return f"pages {part.first} to {part.last} of the paper"
    return f"page {part.first} of the paper"


def _open(at: Desk) -> None:
    if at.paper.state != "new":
        raise Refused(f"{at.paper.dcn} was sorted already: {_ends[at.paper.state]}.")


_ends = {
    "attached": "it is in a case",
    "opened": "it opened a case",
    "returned": "it is returned mail",
    "discarded": "it was discarded",
}


def _described(at: Desk, parts: Sequence[Part], received_from: str | None, urgent: bool) -> None:
    _open(at)
    if not parts:
        raise Refused("Say what the paper is: choose at least one type of document.", field="type_0")
    pages = at.paper.pages
    for place, part in enumerate(parts):
        if part.type not in law_documents.types():
            raise Refused(f"{part.type} is no type of document.", field=f"type_{place}")
        first, last = part.first, part.last or part.first
        if first is not None and last is not None and not 1 <= first <= last <= pages:
            raise Refused(
                f"Pages {first} to {last} are not on the paper; it has {pages} page{'s'[: pages != 1]}.",
                field=f"pages_{place}",
            )
    wanted = (tuple(parts), received_from or None, urgent)
    if wanted != (at.paper.parts, at.paper.received_from, at.paper.urgent):
        at.put(events.Sorted(parts=wanted[0], received_from=wanted[1], urgent=urgent))
