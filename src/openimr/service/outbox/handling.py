"""What staff does with outgoing papers: printing, mailing with the proof of service, sending again, noting returns.

The rows change through ``notices.outbox``; each step stands in the ledger's stream ``outbox``, in the same
transaction. The data name a paper by its number, its case and the role it goes to, never by a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from openimr.service import clock
from openimr.service.accounts.permissions import may
from openimr.service.cases.actors import Actor
from openimr.service.cases.refusals import Forbidden, NotFound, Refused
from openimr.service.clock import PACIFIC
from openimr.service.jobs.deferring import soon
from openimr.service.ledger.streams import record
from openimr.service.notices import outbox
from openimr.service.notices.models import Outgoing
from openimr.service.office.dates import said

#: Ways on which a paper leaves by hand, with what they are called.
METHODS = {
    "mail": "First-class mail",
    "express": "Express mail",
    "fax": "Fax",
    "personal": "Personal delivery",
    "electronic": "Electronic, by another way than our own mail",
}


def mailed(actor: Actor, ids: Sequence[int], *, day: date, method: str, place: str) -> int:
    """Note that papers left by hand on ``day``, for the proof of service; how many.

    Raises:
        Forbidden: the actor may not.
        Refused: none was chosen, the day or the place can't be, or one left already.
    """
    _may(actor)
    if not ids:
        raise Refused("Choose at least one paper.", field="ids")
    if method not in METHODS:
        raise Refused("Say how the papers left.", field="method")
    if not place.strip():
        raise Refused("Give the place from which the papers were mailed.", law="CCP 1013a", field="place")
    if day > clock.today():
        raise Refused(f"{said(day)} lies in the future; give the day on which they left.", field="day")
    with transaction.atomic():
        rows = list(Outgoing.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
        if len(rows) != len(set(ids)):
            raise NotFound("One of these papers is not in the outbox.")
        gone = [one for one in rows if one.sent]
        if gone:
            raise Refused(
                f"“{gone[0].title}” of case {gone[0].case_number} has left already; take it out of the choice.",
                field="ids",
            )
        coded = [one for one in rows if one.role == "reviewer"]
        if coded:
            raise Refused(
                f"“{coded[0].title}” of case {coded[0].case_number} goes to the reviewer’s work page by itself; take it "
                "out of the choice.",
                law="LC 4610.6(f)",
                field="ids",
            )
        early = [one for one in rows if day < one.queued.astimezone(PACIFIC).date()]
        if early:
            raise Refused(
                f"“{early[0].title}” of case {early[0].case_number} was written on "
                f"{said(early[0].queued.astimezone(PACIFIC).date())}; it can't have left before.",
                field="day",
            )
        count = outbox.mark_mailed(
            [one.pk for one in rows], at=_moment(day), method=method, place=place.strip(), actor=actor
        )
        for one in rows:
            _record("paper.mailed", one, actor, day=day.isoformat(), method=method, place=place.strip())
    return count


def again(actor: Actor, id: int) -> None:  # noqa: A002
    """Let a paper that failed be tried again at once.

    Raises:
        Forbidden: the actor may not.
        NotFound: there is no such paper.
        Refused: it has left already.
    """
    _may(actor)
    with transaction.atomic():
        row = _row(id)
        if not outbox.retry(row.pk, now=clock.now()):
            raise Refused("This paper has left already.")
        _record("paper.retried", row, actor)
        soon("post")


def came_back(actor: Actor, id: int, *, day: date, reason: str) -> None:  # noqa: A002
    """Note that a paper came back.

    Raises:
        Forbidden: the actor may not.
        NotFound: there is no such paper.
        Refused: it never left, came back already, or a day or reason is missing.
    """
    _may(actor)
    with transaction.atomic():
        row = _row(id)
        if row.sent is None:
            raise Refused("This paper has not left yet, so it can't have come back.", field="day")
        if row.returned is not None:
            raise Refused(f"It is noted already that this paper came back on {said(row.returned)}.")
        if not row.sent.astimezone(PACIFIC).date() <= day <= clock.today():
            raise Refused("Give a day between its leaving and today.", field="day")
        if not reason.strip():
            raise Refused("Write what stands on the envelope, or what the mail server said.", field="reason")
        outbox.mark_returned(row.pk, reason=reason.strip(), at=day, actor=actor)
        _record("paper.returned", row, actor, day=day.isoformat())


def _row(id: int) -> Outgoing:  # noqa: A002
    row = Outgoing.objects.select_for_update().filter(pk=id).first()
    if row is None:
        raise NotFound("There is no such paper in the outbox.")
    return row


def _may(actor: Actor) -> None:
    if not (allowed := may(actor, "outbox.send")):
        raise Forbidden(allowed.why)


def _moment(day: date) -> datetime:
    """Now where the day is today, else noon of that day."""
    return clock.now() if day == clock.today() else datetime.combine(day, time(12), PACIFIC)


def _record(type: str, row: Outgoing, actor: Actor, **more: Any) -> None:  # noqa: A002 - the ledger's word
    data = {"paper": row.pk, "case": row.case_number, "kind": row.kind, "to": row.role, **more}
    record("outbox", type, data, actor=actor.id, role=actor.role)
