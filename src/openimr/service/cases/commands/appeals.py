"""Petitions to the appeals board: filed, denied, or granted with a remand to another reviewer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import connection

from openimr.service.after.grounds import grounds as known_grounds
from openimr.service.cases.actors import Actor
from openimr.service.cases.commands.days import after_mailing, today
from openimr.service.cases.commands.intake import open_remand
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events import issuing as events
from openimr.service.cases.domain.events.intake import ItemCorrected, NewItem, ReviewStarted
from openimr.service.cases.domain.events.records import DocumentAdded
from openimr.service.cases.notifying import notify
from openimr.service.cases.refusals import Refused
from openimr.service.cases.unit import Unit, work
from openimr.service.issuing.numbering import next_case_number
from openimr.service.office.dates import said

#: Who may petition: the aggrieved employee or employer (LC 4610.6(h)), by themselves or through somebody.
PETITIONERS = ("employee", "attorney", "employer", "claims administrator")


def file_petition(
    actor: Actor,
    number: str,
    *,
    filed: date,
    by: str,
    grounds: Sequence[int],
    adjudication_number: str | None = None,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Record a petition to the appeals board, on a determination or on a finding of ineligibility.

    A late one is recorded too: whether it is in time the board decides.

    Raises:
        Refused: the day can't be, nobody or no ground is named.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "appeal.record", expected=expected)
        if case.state == "E0":
            raise Refused(
                "A petition is before the board already; record its decision first.", law="LC 4610.6(h)"
            )
        if by not in PETITIONERS:
            raise Refused(
                "Only the employee or the employer can petition, by themselves or through somebody; say who did.",
                law="LC 4610.6(h)",
                field="by",
            )
        known = {one.number for one in known_grounds()}
        if not grounds or set(grounds) - known:
            raise Refused(
                "Choose at least one of the five grounds; those that are left out are given up.",
                law="LC 4610.6(h); 8 CCR 10575(b)",
                field="grounds",
            )
        day = today(unit)
        if case.letters:
            after_mailing(case, filed, day, "filed")
        elif not case.received <= filed <= day:
            raise Refused("The petition can't have been filed on that day.", field="filed")
        unit.emit(
            number,
            events.PetitionFiled(
                filed=filed,
                by=by,
                grounds=tuple(sorted(set(grounds))),
                adjudication_number=(adjudication_number or "").strip() or None,
            ),
        )
    return unit.case(number)


def deny_petition(
    actor: Actor, number: str, decided: date, *, expected: int | None = None, submission: str | None = None
) -> Case:
    """Record that the board left the determination standing.

    Raises:
        Refused: the day lies before the petition or in the future.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "appeal.record", expected=expected)
        _decided(case, decided, today(unit))
        unit.emit(number, events.PetitionDenied(decided=decided))
    return unit.case(number)


def remand(
    actor: Actor,
    number: str,
    *,
    decided: date,
    fact: str,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Record that the board reversed, and open the new case of the dispute in the same transaction.

    The new case has the same treatments and the same file. It begins at the choice of a reviewer, since the
    dispute was eligible and its records were complete; only where the finding of ineligibility was reversed it
    begins with the eligibility review. Reviewers of the first case are barred.

    Args:
        fact: the wrong fact, as the board named it; the new reviewer sees it, and quality looks whether the new
            letter repeats it.

    Returns:
        The new case.

    Raises:
        Refused: the day can't be, or no fact is named.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "remand.order", expected=expected)
        _decided(case, decided, today(unit))
        wrong = " ".join(fact.split())
        if len(wrong) < 15:
            raise Refused(
                "Write which fact the board found wrong, in a whole sentence: the new reviewer works with it.",
                law="LC 4610.6(h)(5), (i)",
                field="fact",
            )
        new = next_case_number(connection, today(unit).year)
        # The old case first: its notice names the new one, whose row is written in the same transaction.
        unit.emit(number, events.PetitionGranted(decided=decided, fact=wrong, new_case=new))
        told = {"ordered": decided.isoformat(), "wrong": wrong, "new_case_number": new}
        notify(unit, number, "remand", remand=told)
        _reopen(unit, case, new, wrong)
    return unit.case(new)


def _reopen(unit: Unit, old: Case, new: str, wrong: str) -> None:
    ineligible = bool(old.appeal and old.appeal.get("before") == "A5")
    items = old.items if ineligible else old.eligible_items
    reviewers = dict.fromkeys((*old.barred_reviewers, *(one.reviewer for one in old.reviews)))
    open_remand(
        unit,
        new,
        old.application,
        items=tuple(NewItem(number=one.number, text=one.text, normalised=one.normalised) for one in items),
        received=old.received,
        channel="remand",
        remand_of=old.number,
        remand_fact=wrong,
        barred_reviewers=tuple(reviewers),
    )
    for document in old.documents:
        unit.emit(new, DocumentAdded(document=document))
    for one in items:
        if one.normalised is not None and one.confirmed_by is not None:
            unit.emit(new, ItemCorrected(number=one.number, normalised=one.normalised))
    if ineligible or old.priority is None:
        if all(one.confirmed_by is not None for one in items):
            unit.emit(new, ReviewStarted())
        return
    unit.emit(
        new,
        events.RemandTakenUp(
            items=tuple(one.number for one in items),
            priority=old.priority,
            formulary=old.formulary,
            at=unit.now,
        ),
    )


def _decided(case: Case, decided: date, day: date) -> None:
    filed = date.fromisoformat(str((case.appeal or {}).get("filed", case.received)))
    if decided > day:
        raise Refused(f"{said(decided)} lies in the future.", field="decided")
    if decided < filed:
        raise Refused(f"The petition was filed on {said(filed)}; the board decided later.", field="decided")
