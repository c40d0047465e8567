"""The file: putting papers in, describing them anew.

Whether the file is enough for a decision stands in :mod:`openimr.service.cases.commands.sufficiency`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from openimr.law.documents import senders, types
from openimr.service.cases import filed
from openimr.service.cases.actors import Actor
from openimr.service.cases.commands.sufficiency import complete, insufficient, proceed, refer_late, remind
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events import records as events
from openimr.service.cases.domain.parts import Document
from openimr.service.cases.refusals import Forbidden, Refused
from openimr.service.cases.unit import Unit, work
from openimr.service.clock import PACIFIC
from openimr.service.ledger.models import Event

__all__ = [
    "DESCRIBED",
    "add",
    "complete",
    "insufficient",
    "proceed",
    "refer_late",
    "remind",
    "retype",
    "undo_retype",
]

#: What can be put right in the description of a paper.
DESCRIBED = ("type", "title", "dated", "author", "received", "received_from", "in_file")


def add(
    actor: Actor,
    number: str,
    documents: Sequence[Document],
    *,
    received: date,
    received_from: str,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Put papers into the case, as one delivery. A paper that is there already is kept and marked a duplicate.

    Args:
        actor: intake, records, or a party of the case.
        number: the case.
        documents: kept papers (:mod:`openimr.service.cases.papers`), described.
        received: the day on which they arrived.
        received_from: one of ``law.documents.senders()``.

    Raises:
        Refused: there is no paper, or a type, a sender or a day is none.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "records.add", expected=expected)
        if not documents:
            raise Refused("No paper came with the form; choose at least one PDF.", field="file")
        if received_from not in senders():
            raise Refused("Say who sent the papers.", law="8 CCR 9792.10.6(b)(2)", field="received_from")
        _not_in_future(received, unit, "received")
        first = {one.sha256: one.id for one in reversed(case.documents) if one.duplicate_of is None}
        added = []
        for one in documents:
            _described(one.type, one.title)
            paper = one.model_copy(
                update={
                    "received": received,
                    "received_from": received_from,
                    "added_by": actor.id,
                    "duplicate_of": first.get(one.sha256),
                    "in_file": one.in_file and one.type not in filed.WITHHELD,
                    "added": None,
                }
            )
            first.setdefault(paper.sha256, paper.id)
            added.append(paper)
        unit.emit(number, *(events.DocumentAdded(document=one) for one in added))
        unit.emit(
            number,
            events.RecordsReceived(
                received=received,
                received_from=received_from,
                documents=tuple(one.id for one in added),
            ),
        )
    return unit.case(number)


def retype(
    actor: Actor,
    number: str,
    document: str,
    changes: dict[str, Any],
    *,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Describe a paper anew.

    Args:
        actor: intake or records.
        number: the case.
        document: its id.
        changes: some of :data:`DESCRIBED`, as JSON.

    Raises:
        Refused: there is no such paper, nothing changes, or a value is none.
    """
    with work(actor, submission=submission) as unit:
        case = _load(unit, number, expected)
        before = _document(case, document)
        held = before.model_dump(mode="json")
        unknown = set(changes) - set(DESCRIBED)
        if unknown:
            raise Refused(f"{sorted(unknown)[0]!r} can't be changed in the description of a paper.")
        kind = changes.get("type", before.type)
        _described(kind, changes.get("title", before.title))
        if kind in filed.WITHHELD:
            if changes.get("in_file") and before.type in filed.WITHHELD:
                raise Refused(
                    "Reviewers never get the form: it bears the employee's address.",
                    law="LC 4610.6(f)",
                    field="in_file",
                )
            changes = {**changes, "in_file": False}
        elif before.type in filed.WITHHELD and "in_file" not in changes:
            changes = {**changes, "in_file": True}
        if changes.get("received_from") not in (None, *senders()):
            raise Refused("Choose who sent the paper.", field="received_from")
        if changes.get("received"):
            _not_in_future(date.fromisoformat(str(changes["received"])), unit, "received")
        new = {key: value for key, value in changes.items() if held[key] != value}
        if not new:
            raise Refused("Nothing in the description was changed.")
        unit.emit(
            number,
            events.DocumentRetyped(id=document, changes=new, before={key: held[key] for key in new}),
        )
    return unit.case(number)


def undo_retype(actor: Actor, number: str, document: str, *, submission: str | None = None) -> Case:
    """Take the last new description of a paper back.

    Raises:
        Refused: there is none, or it was described again since.
    """
    with work(actor, submission=submission) as unit:
        case = _load(unit, number, None)
        held = _document(case, document).model_dump(mode="json")
        last = (
            Event.objects.filter(stream=f"case:{number}", type="document.retyped", data__id=document)
            .order_by("-number")
            .first()
        )
        if last is None or not last.data.get("before"):
            raise Refused("This paper was not described anew; there is nothing to take back.")
        changes = last.data["changes"]
        if any(held[key] != value for key, value in changes.items()):
            raise Refused("The description was changed again since; look at it and change it by hand.")
        unit.emit(number, events.DocumentRetyped(id=document, changes=last.data["before"], before=changes))
    return unit.case(number)


def _load(unit: Unit, number: str, expected: int | None) -> Case:
    case = unit.load(number, "records.add", expected=expected)
    if unit.actor.role == "party":
        raise Forbidden("Papers are described by the office.")
    return case


def _document(case: Case, id: str) -> Document:  # noqa: A002
    try:
        return case.document(id)
    except KeyError as problem:
        raise Refused(f"Case {case.number} has no such paper.") from problem


def _described(type: str, title: str) -> None:  # noqa: A002
    if type not in types():
        raise Refused("Say what kind of paper it is.", field="type")
    if not title.strip():
        raise Refused("Give the paper a title.", field="title")


def _not_in_future(day: date, unit: Unit, field: str) -> None:
    if day > unit.now.astimezone(PACIFIC).date():
        raise Refused(f"{day} lies in the future; give the day on which it arrived.", field=field)
