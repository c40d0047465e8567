"""Putting a row of the outbox on paper.

The paper follows from the case as it stood after the row's event, the kind and the recipient, so it can be made by
the worker or when somebody opens it, and comes out the same. Once made it is kept under its digest, and what was
kept is what is shown, printed and sent from then on.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from openimr.service import clock
from openimr.service.bootstrap import wiring
from openimr.service.cases.domain import Case
from openimr.service.cases.notifying import facts_of
from openimr.service.cases.rebuilding import from_events
from openimr.service.cases.refusals import Refused
from openimr.service.ledger.models import Event
from openimr.service.notices import (
    NoticeFacts,
    NoticeRefused,
    Party,
    TemplateError,
    compose,
    preview,
    template,
)
from openimr.service.notices import text as plain
from openimr.service.notices.models import Outgoing
from openimr.service.portal.access import INVITED, invite

#: The kind of a row that carries the letter itself, which is stored and never made here.
LETTER = "determination"
#: Roles of a case to those of notices, where they differ.
_ROLES = {"requesting physician": "physician", "claims administrator": "claims_administrator"}


class CannotMake(ValueError):
    """The paper can't be made; the message is one sentence without anybody's name."""


def make(row: Outgoing) -> bytes:
    """The row's PDF; made and kept where it was not yet.

    Raises:
        CannotMake: the case does not give it, or what was kept is gone and can't be made the same again.
    """
    if row.kind == LETTER:
        return _kept(row, _letter(row))
    if row.sha256:
        try:
            return _checked(row, wiring().papers.get(row.sha256))
        except FileNotFoundError:
            pass
    return _kept(row, paper(row.case_number, row.event, row.kind, row.role))


def text(row: Outgoing) -> str:
    """What a notice says, as plain text, without the recipient's own code: that is for the envelope alone.

    Raises:
        CannotMake: as for :func:`make`.
    """
    _, facts, party, confirmed = _said(row.case_number, row.event, row.kind, row.role)
    if _prints_link(row.kind) and row.role in INVITED:
        party = replace(party, link="[the recipient's own address of the portal]")
    try:
        return plain.render(preview(row.kind, facts, party, confirmed=confirmed))
    except (NoticeRefused, TemplateError) as problem:
        raise CannotMake(str(problem)) from problem


def paper(case_number: str, event: int, kind: str, role: str) -> bytes:
    """The notice of that event to that role of the case, as PDF.

    Raises:
        CannotMake: there is no such notice, or it can't be written.
    """
    case, facts, party, confirmed = _said(case_number, event, kind, role)
    try:
        return compose(kind, facts, _with_link(party, case, kind, role, event), confirmed=confirmed).pdf
    except (NoticeRefused, TemplateError) as problem:
        raise CannotMake(str(problem)) from problem


def _said(
    case_number: str, event: int, kind: str, role: str
) -> tuple[Case, NoticeFacts, Party, tuple[str, ...]]:
    case = at_event(case_number, event)
    sent = next((one for one in case.notices if one.id == event), None)
    if sent is None:
        raise CannotMake(f"Event {event} of case {case_number} is no notice.")
    said = dict(sent.said)
    if role == "reviewer":
        said.setdefault("reviewer", next(one["name"] for one in sent.recipients if one["role"] == "reviewer"))
    facts = facts_of(case, sent.sent, said)
    party = facts.party(_ROLES.get(role, role))
    if party is None:
        raise CannotMake(f"Case {case_number} had no {role} when the notice was sent.")
    return case, facts, party, sent.let_in


def at_event(case_number: str, event: int) -> Case:
    """The case as it stood after its event of that number.

    Raises:
        CannotMake: it has no such event.
    """
    events = list(Event.objects.filter(stream=f"case:{case_number}", number__lte=event).order_by("number"))
    if not events or events[-1].number != event:
        raise CannotMake(f"Case {case_number} has no event {event}.")
    return from_events(events)


def _with_link(party: Party, case: Case, kind: str, role: str, event: int) -> Party:
    """The party with its own address of the case, where the notice prints one. The same notice, the same address."""
    if not _prints_link(kind) or role not in INVITED:
        return party
    try:
        return replace(party, link=invite(case.number, role, occasion=f"notice:{event}"))
    except Refused as problem:  # the party has left the case since
        raise CannotMake(problem.message) from problem


def _prints_link(kind: str) -> bool:
    return any("link" in one.when.has for one in template(kind).body)


def _letter(row: Outgoing) -> bytes:
    found = Event.objects.filter(stream=f"case:{row.case_number}", number=row.event).first()
    sha256 = found.data.get("sha256") if found else None
    if not sha256:
        raise CannotMake(f"Event {row.event} of case {row.case_number} served no letter.")
    try:
        data = wiring().issued.get(sha256)
    except OSError as problem:
        raise CannotMake(
            f"The letter of case {row.case_number} is not in the storage; put it back from a backup."
        ) from problem
    if hashlib.sha256(data).hexdigest() != sha256:
        raise CannotMake(f"The stored letter of case {row.case_number} is not the one that was issued.")
    return data


def _kept(row: Outgoing, data: bytes) -> bytes:
    sha256 = hashlib.sha256(data).hexdigest()
    if row.sha256 and row.sha256 != sha256:
        raise CannotMake(
            f"The paper of case {row.case_number} that was made on {row.made:%Y-%m-%d} is gone from the storage and "
            "would come out differently today; put it back from a backup."
        )
    if row.kind != LETTER:
        wiring().papers.put(data)
    if not row.sha256:
        now = clock.now()
        # Two who make it at once make the same.
        Outgoing.objects.filter(pk=row.pk, sha256=None).update(sha256=sha256, made=now)
        row.sha256, row.made = sha256, now
    return data


def _checked(row: Outgoing, data: bytes) -> bytes:
    if hashlib.sha256(data).hexdigest() != row.sha256:
        raise CannotMake(
            f"The stored paper of case {row.case_number} was damaged; put it back from a backup."
        )
    return data
