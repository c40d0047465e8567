"""Making a letter, storing it, and serving it: what issuing, correcting and publishing have in common.

The bytes of a letter are on the disk before its row; row, event and projection are one transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from openimr.letters.model import Determination
from openimr.service import clock
from openimr.service.bootstrap import wiring
from openimr.service.cases.actors import Actor
from openimr.service.cases.domain import Case
from openimr.service.cases.notifying import notify, reached
from openimr.service.cases.people import shown
from openimr.service.cases.refusals import Conflict, Refused
from openimr.service.cases.rehearsing import rehearsing
from openimr.service.cases.unit import Unit
from openimr.service.issuing import making
from openimr.service.issuing.covering import SERVICES, cover_of, reaches
from openimr.service.issuing.held import NotReleased, determination, to_ledger
from openimr.service.issuing.storing import AlreadyIssued, Issued, IssuingProblem, Kind, issued_of
from openimr.service.issuing.storing import issue as store

#: The kind of outgoing paper that the letter itself is.
PAPER = "determination"
#: What a proof of service that is only looked at says of the fingerprint.
_NOT_YET = "known when the letter is signed"
TITLE = "Independent Medical Review Final Determination"
#: Kinds of stored letters that are the determination itself.
SIGNED: tuple[Kind, ...] = ("signed", "correction")


def released(case: Case) -> Determination:
    """The determination that quality released.

    Raises:
        Refused: there is none.
    """
    try:
        return determination(case)
    except NotReleased as problem:
        raise Refused(str(problem), law="LC 139.5(d)(3)") from problem


def reachable(case: Case, service: str) -> None:
    """That the letter can be served in this way.

    Raises:
        Refused: there is no such way, or the employee has no address for it.
    """
    if service not in SERVICES:
        raise Refused(
            f"Say how the letter is served: {', '.join(SERVICES)}.", field="service", law="LC 4610.6(f),(h)"
        )
    # The time to appeal follows from how the employee is served.
    if case.employee and service in ("electronic", "fax") and not reaches(case.employee, service):
        wanted = "e-mail address" if service == "electronic" else "fax number"
        raise Refused(
            f"The employee has no {wanted}; choose another way.", field="service", law="LC 4610.6(h)"
        )


def made(case: Case, final: Determination, service: str, day: date, by: str, version: int) -> bytes:
    """The letter, written and signed.

    Raises:
        Refused: something that the law wants is missing, or signing fails.
    """
    cover = cover_of(case, mailed=day, service=service, served_by=by, version=version)
    try:
        making.whole(final, cover)
        if rehearsing():
            # Nothing is written or signed for a look at the notices that would go with it.
            return b""
        return making.signed(making.written(final, cover), clock.now())
    except making.NotMade as problem:
        raise Refused(str(problem), law=problem.law) from problem


def prove(
    unit: Unit,
    number: str,
    pdf: bytes,
    service: str,
    day: date,
    by: str,
    title: str,
    recipients: Sequence[Mapping[str, Any]],
) -> None:
    """The proof that the letter was served, as a paper of its own.

    It names those whom an address reaches, each with the method; nobody else was served.
    """
    served = {one["role"]: one["method"] for one in recipients if reached(one)}
    head = settings.OPENIMR_LETTERHEAD
    place = ", ".join(filter(None, (head.get("city"), head.get("state"))))
    said = {
        "paper": title,
        "paper_date": day.isoformat(),
        "sha256": _NOT_YET if rehearsing() else digest(pdf),
        "served_on": day.isoformat(),
        "place": place,
        "by": by,
        "method": service,
        "served": served,
    }
    notify(unit, number, "proof-of-service", service={key: value for key, value in said.items() if value})


def keep(unit: Unit, number: str, kind: Kind, pdf: bytes, said: Determination, version: int) -> None:
    """Store the letter when the case's rows are written: its bytes first, then its row."""

    def write() -> None:
        held = [one for one in issued_of(connection, number) if one.kind in SIGNED]
        try:
            store(
                connection,
                wiring().issued,
                atomic=transaction.atomic,
                case_number=number,
                version=version,
                kind=kind,
                pdf=pdf,
                determination=to_ledger(said),
                issued_at=unit.now,
                supersedes=held[-1].id if kind == "correction" and held else None,
                record=_nothing,
            )
        except AlreadyIssued as problem:
            raise Conflict(str(problem)) from problem
        except IssuingProblem as problem:
            raise Refused(str(problem)) from problem
        except OSError as problem:
            raise Refused(
                f"The letter was not issued: the storage can't keep it ({problem.strerror or problem}). Make room, then "
                "issue it again."
            ) from problem

    unit.then(write)


def _nothing(_: Issued) -> None:
    """The event is the unit's own, in the same transaction."""


def send(unit: Unit, mailed: Case, recipients: tuple[dict[str, Any], ...], title: str) -> None:
    """The letter itself into the outbox, once for everybody it is served on."""

    def put() -> None:
        from openimr.service.notices.outbox import queue_each

        queue_each(
            recipients,
            case_number=mailed.number,
            event=mailed.version,
            kind=PAPER,
            title=title,
            now=unit.now,
        )

    unit.then(put)


def state_of(case: Case) -> str | None:
    """The state where the employee gets the letter; it decides how many days mail adds."""
    return case.employee.state if case.employee else None


def name_of(actor: Actor) -> str:
    """The name of whoever serves the letter, as its proof of service says it."""
    return shown([actor.id])[actor.id]


def digest(pdf: bytes) -> str:
    """The SHA-256 of a letter."""
    return sha256(pdf).hexdigest()
