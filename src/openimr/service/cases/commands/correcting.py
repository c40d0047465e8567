"""Clerical errors of the letter: one person proposes the correction, another approves it."""

from __future__ import annotations

from collections.abc import Collection

from openimr.service import clock
from openimr.service.cases.actors import Actor
from openimr.service.cases.commands import serving
from openimr.service.cases.commands.beforehand import allowed, once, still
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events import issuing as events
from openimr.service.cases.notifying import notify
from openimr.service.cases.refusals import Forbidden, Refused
from openimr.service.cases.unit import work
from openimr.service.issuing import clerical
from openimr.service.issuing.covering import served
from openimr.service.issuing.held import to_ledger


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
            wanted = clerical.changes(case, serving.released(case), changes)
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
    paragraphs: Collection[str] = (),
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Approve a clerical correction: the new version is signed, stored and served again on all parties.

    The outcome and every decision stay; whether the time to appeal starts again is not settled (V17), so the
    letter and its notice show both days of mailing.

    Args:
        paragraphs: keys of paragraphs on law that is not verified which the actor lets into the notice.

    Raises:
        Forbidden: the actor proposed it.
        Refused: there is none, it is not clerical any more, or signing or storing fails.
        Conflict, Repeated: as :func:`~.issuing.issue`.
    """
    once(submission)
    case = allowed(actor, number, "letter.approve_correction")
    if case.correction is None:
        raise Refused("No correction is proposed.")
    if case.correction["by"] == actor.id:
        raise Forbidden(
            "Whoever proposed the correction can't approve it; a second person must.",
            law="own arrangement (V17)",
        )
    serving.reachable(case, service)
    before = serving.released(case)
    try:
        after = clerical.corrected(before, case.correction["changes"])
    except clerical.NotClerical as problem:
        raise Refused(str(problem), law="LC 4610.6(g); own arrangement (V17)") from problem
    day, by, version = clock.today(), serving.name_of(actor), len(case.letters) + 1
    named = clerical.renamed(case, case.correction["changes"])
    pdf = serving.made(named, after, service, day, by, version=version)
    with work(actor, submission=submission) as unit:
        still(unit, number, "letter.approve_correction", case, expected)
        recipients = served(named, service)
        first = case.letters[0]
        event = events.DeterminationCorrected(
            version=version,
            sha256=serving.digest(pdf),
            mailed=day,
            service=service,
            to_state=serving.state_of(named),
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
        notify(unit, number, "corrected-determination", confirmed=paragraphs, correction=said)
        title = f"{serving.TITLE}, version {version}"
        serving.prove(unit, number, pdf, service, day, by, title, recipients)
        serving.keep(unit, number, "correction", pdf, after, version=version - 1)
        serving.send(unit, mailed, recipients, title)
    return unit.case(number)
