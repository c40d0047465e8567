"""The letter: issuing it, correcting clerical errors in it, publishing its de-identified copy.

A letter is written, signed and verified before the case is locked; its bytes are on the disk before its row; row,
event and projection are one transaction. Whoever is second, at once or by a double click, finds it issued.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from openimr.letters.model import Determination
from openimr.service import clock
from openimr.service.bootstrap import wiring
from openimr.service.cases.access import done_by, verdict
from openimr.service.cases.actors import Actor
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events import issuing as events
from openimr.service.cases.notifying import notify
from openimr.service.cases.people import shown
from openimr.service.cases.refusals import Conflict, Forbidden, Refused
from openimr.service.cases.selectors import get
from openimr.service.cases.unit import Repeated, Unit, work
from openimr.service.issuing import archiving, clerical, making, publicizing
from openimr.service.issuing.covering import SERVICES, cover_of, reaches, served
from openimr.service.issuing.held import NotReleased, determination, to_ledger
from openimr.service.issuing.storing import AlreadyIssued, Issued, IssuingProblem, Kind, issued_of
from openimr.service.issuing.storing import issue as store
from openimr.service.ledger.models import Event

#: The kind of outgoing paper that the letter itself is.
PAPER = "determination"
TITLE = "Independent Medical Review Final Determination"
#: Kinds of stored letters that are the determination itself.
SIGNED: tuple[Kind, ...] = ("signed", "correction")


def issue(
    actor: Actor,
    number: str,
    *,
    service: str,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Sign the released determination with the organization's key, store it, and serve it on all parties today.

    Args:
        service: how it is served: mail, electronic, personal, express or fax; it decides the time to appeal.

    Raises:
        Forbidden: the actor may not issue here.
        Refused: it was not released, something that the law wants is missing, or signing or storing fails.
        Conflict: somebody else acted on the case since.
        Repeated: this very form was carried out already.
    """
    _once(submission)
    case = _allowed(actor, number, "letter.issue")
    released = _released(case)
    _how(case, service)
    day, by = clock.today(), _name(actor)
    final = making.dated(released, day)
    pdf = _made(case, final, service, day, by, version=1)
    with work(actor, submission=submission) as unit:
        _still(unit, number, "letter.issue", case, expected)
        recipients = served(case, service)
        event = events.DeterminationMailed(
            version=1,
            sha256=_sha256(pdf),
            mailed=day,
            service=service,
            to_state=_state(case),
            outcome=final.case_outcome,
            recipients=recipients,
        )
        mailed = unit.emit(number, event)
        notify(unit, number, "appeal-information")
        _proof(unit, number, pdf, service, day, by, TITLE)
        _keep(unit, number, "signed", pdf, final, version=1)
        _send(unit, mailed, recipients, TITLE)
    return unit.case(number)


def propose_correction(
    actor: Actor,
    number: str,
    changes: dict[str, str],
    reason: str,
    *,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Propose to put clerical errors of the letter right; a second person approves.

    Args:
        changes: pointer of a clerical field (:mod:`openimr.service.issuing.clerical`) to what should stand there.
        reason: what went wrong, for the parties.

    Raises:
        Refused: a field is not clerical, nothing changes, a value can't be true, or a proposal is waiting.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "letter.correct", expected=expected)
        if case.letter is None:
            raise Refused("There is no letter to correct.")
        if case.correction is not None:
            raise Refused("A correction waits for a second person already; approve or drop it first.")
        if not reason.strip():
            raise Refused("Say what went wrong: the parties are told.", field="reason")
        try:
            wanted = clerical.changes(case, _released(case), changes)
        except clerical.NotClerical as problem:
            raise Refused(
                str(problem), law="LC 4610.6(g); own arrangement (V17)", field=problem.field
            ) from problem
        unit.emit(number, events.CorrectionProposed(changes=wanted, reason=reason.strip()))
    return unit.case(number)


def drop_correction(
    actor: Actor, number: str, reason: str, *, expected: int | None = None, submission: str | None = None
) -> Case:
    """Drop a proposed correction, as its author or as the second person.

    Raises:
        Refused: there is none, or no reason.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "letter.correct", expected=expected)
        if case.correction is None:
            raise Refused("No correction is proposed.")
        if not reason.strip():
            raise Refused("Say why the correction is dropped.", field="reason")
        unit.emit(number, events.CorrectionDropped(reason=reason.strip()))
    return unit.case(number)


def approve_correction(
    actor: Actor,
    number: str,
    *,
    service: str,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Approve a clerical correction: the new version is signed, stored and served again on all parties.

    The outcome and every decision stay; whether the time to appeal starts again is not settled (V17), so the
    letter and its notice show both days of mailing.

    Raises:
        Forbidden: the actor proposed it.
        Refused: there is none, it is not clerical any more, or signing or storing fails.
        Conflict, Repeated: as :func:`issue`.
    """
    _once(submission)
    case = _allowed(actor, number, "letter.correct")
    if case.correction is None:
        raise Refused("No correction is proposed.")
    if case.correction["by"] == actor.id:
        raise Forbidden(
            "Whoever proposed the correction can't approve it; a second person must.",
            law="own arrangement (V17)",
        )
    _how(case, service)
    before = _released(case)
    try:
        after = clerical.corrected(before, case.correction["changes"])
    except clerical.NotClerical as problem:
        raise Refused(str(problem), law="LC 4610.6(g); own arrangement (V17)") from problem
    day, by, version = clock.today(), _name(actor), len(case.letters) + 1
    named = clerical.renamed(case, case.correction["changes"])
    pdf = _made(named, after, service, day, by, version=version)
    with work(actor, submission=submission) as unit:
        _still(unit, number, "letter.correct", case, expected)
        recipients = served(named, service)
        first = case.letters[0]
        event = events.DeterminationCorrected(
            version=version,
            sha256=_sha256(pdf),
            mailed=day,
            service=service,
            to_state=_state(named),
            changes=case.correction["changes"],
            reason=case.correction["reason"],
            approved_by=actor.id,
            proposed_by=case.correction["by"],
            determination=to_ledger(after),
            recipients=recipients,
        )
        mailed = unit.emit(number, event)
        told = clerical.told(case.correction["changes"])
        said = {
            "letter_date": (first.mailed or first.issued.date()).isoformat(),
            "version": version,
            "printed": "; ".join(f"{what}: {old}" for what, old, _ in told),
            "correct": "; ".join(f"{what}: {new}" for what, _, new in told),
            "why": case.correction["reason"],
        }
        notify(unit, number, "corrected-determination", correction=said)
        _proof(unit, number, pdf, service, day, by, f"{TITLE}, version {version}")
        _keep(unit, number, "correction", pdf, after, version=version - 1)
        _send(unit, mailed, recipients, f"{TITLE}, version {version}")
    return unit.case(number)


def publish(
    actor: Actor,
    number: str,
    *,
    looked: bool,
    sha256: str,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Publish the de-identified copy of the latest version, looked at by somebody who did not issue it.

    Args:
        looked: that the person compared the copy with the original.
        sha256: of the copy that was looked at; another one is refused.

    Raises:
        Forbidden: the actor issued or corrected the letter.
        Refused: it was not looked at, or something that identifies somebody is left in the copy; said where.
    """
    _once(submission)
    case = _allowed(actor, number, "letter.publish")
    if case.letter is None:
        raise Refused("There is no letter to publish.", law="LC 4610.6(m)")
    if case.letter.published is not None:
        raise Refused(f"Version {case.letter.version} is published already.")
    if done_by(actor, case) & {"letter.issue", "letter.correct"}:
        raise Forbidden(
            "Whoever issued the letter can't publish its copy; somebody else looks at it first.",
            law="LC 4610.6(m)",
        )
    if not looked:
        raise Refused(
            "Compare the copy with the original, and confirm that you did.",
            field="looked",
            law="LC 4610.6(m)",
        )
    copy = public_copy(case)
    if copy.leaks:
        raise Refused(f"The copy can't be published: {copy.leaks[0].sentence}", law="LC 4610.6(m), 138.7(a)")
    if copy.sha256 != sha256:
        raise Conflict("The copy is not the one that you looked at; look at it again.")
    with work(actor, submission=submission) as unit:
        now = _still(unit, number, "letter.publish", case, expected)
        assert now.letter is not None
        version = now.letter.version
        unit.emit(
            number, events.DeterminationPublished(version=version, sha256=copy.sha256, checks=copy.checks)
        )
        held = [one for one in issued_of(connection, number) if one.kind == "public"]
        _keep(unit, number, "public", copy.pdf, copy.determination, version=len(held) + 1)
        unit.then(
            lambda: archiving.archive(connection, number, copy.pdf, replaces=[one.sha256 for one in held])
        )
    return unit.case(number)


def public_copy(case: Case) -> publicizing.PublicCopy:
    """The de-identified copy of the latest version, with what the gate found in it.

    Raises:
        Refused: it can't be written.
    """
    letter = case.letter
    if letter is None:
        raise Refused("There is no letter to publish.", law="LC 4610.6(m)")
    try:
        return publicizing.make(
            case,
            making.dated(_released(case), letter.mailed or letter.issued.date()),
            cover_of(case, mailed=letter.mailed, service=letter.service, version=letter.version),
        )
    except making.NotMade as problem:
        raise Refused(str(problem), law=problem.law) from problem


def _once(submission: str | None) -> None:
    """Stop before anything is signed where the form was carried out already."""
    if submission and Event.objects.filter(submission=submission).exists():
        raise Repeated(submission)


def _allowed(actor: Actor, number: str, action: str) -> Case:
    """The case as it stands, for somebody who may; it is looked at again when it is locked."""
    case = get(number)
    if action == "letter.issue" and case.letter is not None:
        raise Conflict(
            f"The letter of {number} was issued on {case.letter.issued.astimezone(clock.PACIFIC):%m/%d/%Y}; it is issued once."
        )
    allowed = verdict(actor, action, case)
    if not allowed:
        raise Forbidden(allowed.why)
    return case


def _still(unit: Unit, number: str, action: str, seen: Case, expected: int | None) -> Case:
    """The case, locked, and the same that the letter was made from and that the page showed."""
    try:
        unit.load(number, action, expected=expected)
        return unit.load(number, action, expected=seen.version)
    except Forbidden:
        if unit.case(number).version == seen.version:
            raise
        # Somebody was faster, and what they did leads where this can't be done any more.
        raise Conflict(
            f"Somebody else worked on case {number} at this very moment; nothing of yours was recorded. "
            "Look at the case as it is now."
        ) from None


def _released(case: Case) -> Determination:
    try:
        return determination(case)
    except NotReleased as problem:
        raise Refused(str(problem), law="LC 139.5(d)(3)") from problem


def _how(case: Case, service: str) -> None:
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


def _made(case: Case, final: Determination, service: str, day: date, by: str, version: int) -> bytes:
    cover = cover_of(case, mailed=day, service=service, served_by=by, version=version)
    try:
        making.whole(final, cover)
        return making.signed(making.written(final, cover), clock.now())
    except making.NotMade as problem:
        raise Refused(str(problem), law=problem.law) from problem


def _proof(unit: Unit, number: str, pdf: bytes, service: str, day: date, by: str, title: str) -> None:
    head = settings.OPENIMR_LETTERHEAD
    place = ", ".join(filter(None, (head.get("city"), head.get("state"))))
    said = {
        "paper": title,
        "paper_date": day.isoformat(),
        "sha256": _sha256(pdf),
        "served_on": day.isoformat(),
        "place": place,
        "by": by,
        "method": service,
    }
    notify(unit, number, "proof-of-service", service={key: value for key, value in said.items() if value})


def _keep(unit: Unit, number: str, kind: Kind, pdf: bytes, said: Determination, version: int) -> None:
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


def _send(unit: Unit, mailed: Case, recipients: tuple[dict[str, Any], ...], title: str) -> None:
    """The letter itself into the outbox, once for everybody it is served on."""

    def put() -> None:
        queue = _outbox()
        for one in recipients:
            queue(
                case_number=mailed.number,
                event=mailed.version,
                kind=PAPER,
                title=title,
                role=one["role"],
                name=one.get("name"),
                address=tuple(one.get("address", ())),
                email=one.get("email"),
                method=one["method"],
                now=unit.now,
            )

    unit.then(put)


def _outbox() -> Callable[..., Any]:
    from openimr.service.notices.outbox import queue

    return queue


def _state(case: Case) -> str | None:
    """The state where the employee gets the letter; it decides how many days mail adds."""
    return case.employee.state if case.employee else None


def _name(actor: Actor) -> str:
    return shown([actor.id])[actor.id]


def _sha256(pdf: bytes) -> str:
    from hashlib import sha256

    return sha256(pdf).hexdigest()
