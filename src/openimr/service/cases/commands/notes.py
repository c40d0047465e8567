"""Notes of the office."""

from __future__ import annotations

from openimr.service.cases.actors import Actor
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events.work import NoteAdded
from openimr.service.cases.refusals import Refused
from openimr.service.cases.unit import work


def add_note(actor: Actor, number: str, text: str, *, submission: str | None = None) -> Case:
    """Add a note; it does not mind what others do to the case meanwhile.

    Raises:
        Refused: it is empty.
    """
    if not text.strip():
        raise Refused("The note is empty.", field="text")
    with work(actor, submission=submission) as unit:
        unit.load(number, "note.add")
        unit.emit(number, NoteAdded(text=text.strip()))
    return unit.case(number)
