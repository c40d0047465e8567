"""The papers that were served on a party: notices that went to its role, and versions of the letter."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from openimr.service.bootstrap import wiring
from openimr.service.cases.domain import Case
from openimr.service.clock import PACIFIC
from openimr.service.ledger.models import Event
from openimr.service.notices.models import Outgoing
from openimr.service.outbox.making import CannotMake, make

#: Events that serve a version of the letter.
_SERVES = ("determination.mailed", "determination.corrected")


@dataclass(frozen=True, slots=True)
class Served:
    """A paper as the party's list shows it. ``kind`` is ``letter`` or ``notice``; ``number`` says which one."""

    kind: str
    number: int
    title: str
    on: date | datetime


def served(case: Case, role: str) -> list[Served]:
    """Everything that was served on the party in ``role``, the latest first."""
    found = [
        Served("notice", one.id, one.title, one.sent)
        for one in case.notices
        if any(each.get("role") == role for each in one.recipients)
    ]
    for event in _letters(case, role):
        version = event.data["version"]
        title = "The decision" if version == 1 else f"The decision, corrected (version {version})"
        found.append(Served("letter", version, title, event.at))
    # Of two at the same moment the letter stands first.
    return sorted(found, key=lambda one: (_moment(one.on), one.kind == "letter", one.number), reverse=True)


def notice(case: Case, role: str, number: int) -> bytes | None:
    """The PDF of a notice that was served on the party; ``None`` where none was.

    Raises:
        CannotMake: it can't be put on paper; the message is one sentence.
    """
    if not any(one.kind == "notice" and one.number == number for one in served(case, role)):
        return None
    row = Outgoing.objects.filter(case_number=case.number, event=number, role=role).first()
    if row is None:
        raise CannotMake("This notice is not in our outbox; call the office and ask for a copy.")
    return make(row)


def letter(case: Case, role: str, version: int) -> bytes | None:
    """The PDF of a version of the letter that was served on the party; ``None`` where none was.

    Raises:
        CannotMake: it is not in the storage as it was issued.
    """
    for event in _letters(case, role):
        if event.data["version"] == version:
            return issued(event.data["sha256"])
    return None


def issued(sha256: str) -> bytes:
    """The bytes of an issued letter, held against their digest.

    Raises:
        CannotMake: they are gone, or are others.
    """
    try:
        data = wiring().issued.get(sha256)
    except OSError as problem:
        raise CannotMake(
            "The letter can't be read just now; call the office and ask for a copy."
        ) from problem
    if hashlib.sha256(data).hexdigest() != sha256:
        raise CannotMake("The letter in our storage is not the one that was issued; call the office.")
    return data


def _letters(case: Case, role: str) -> list[Event]:
    if not case.letters:
        return []
    events = Event.objects.filter(stream=f"case:{case.number}", type__in=_SERVES).order_by("number")
    return [one for one in events if any(each.get("role") == role for each in one.data["recipients"])]


def _moment(at: date | datetime) -> datetime:
    return at if isinstance(at, datetime) else datetime(at.year, at.month, at.day, tzinfo=PACIFIC)
