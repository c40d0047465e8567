"""Preparing a case for review, choosing the reviewer, accepting, refusing, taking back; extension, second reviewer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openimr.service import clock
from openimr.service.cases.actors import Actor
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events import review as events
from openimr.service.cases.domain.parts import Review
from openimr.service.cases.notifying import notify
from openimr.service.cases.refusals import Refused
from openimr.service.cases.unit import work
from openimr.service.reviewers import declaring
from openimr.service.reviewers.due import review_due
from openimr.service.reviewers.loads import loads, seed
from openimr.service.reviewers.matching import Candidate, Load, candidates, look
from openimr.service.reviewers.models import ReviewerRow
from openimr.service.reviewers.registry import everybody, registered
from openimr.vocabulary import specialties


def prepare(
    actor: Actor,
    number: str,
    specialty: str,
    issues: str,
    *,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Set out the issues and recommend the specialty that fits; the case then waits for a reviewer.

    Raises:
        Refused: the specialty is none, the issues are not said, or a treatment was confirmed by nobody.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "review.prepare", expected=expected)
        known = specialties.lookup(specialty, fuzzy=False)
        if known is None:
            raise Refused(
                f"{specialty or 'Nothing'} is no specialty that the vocabulary knows; choose one of its list.",
                law="LC 139.5(d)(4)(B)",
                field="specialty",
            )
        if not issues.strip():
            raise Refused(
                "Set out the issues for whoever chooses the reviewer and for the reviewer.",
                law="LC 139.5(d)",
                field="issues",
            )
        open_ones = [
            one.number
            for one in case.eligible_items
            if one.confirmed_by is None or one.normalised is None or one.normalised.category is None
        ]
        if open_ones:
            raise Refused(
                f"Treatment {open_ones[0]} was read by the software alone, or has no category; look at it and "
                "confirm it on the page Treatments first.",
                law="LC 4610.6(e)",
            )
        unit.emit(number, events.Prepared(specialty=known.name, issues=issues.strip()))
    return unit.case(number)


def assign(
    actor: Actor,
    number: str,
    reviewer: str,
    *,
    reason: str | None = None,
    confirmed: Sequence[str] = (),
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Give the case to a reviewer. The event holds the checks, the order and the seed of this moment.

    Args:
        reviewer: the code.
        reason: why this one; needed where the reviewer is not the first of the order, or not free today.
        confirmed: the rules that only a person can answer for, and that the actor answers for.

    Raises:
        Refused: a rule bars the reviewer, a rule is answered for by nobody, or a reason is missing.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "reviewer.choose", expected=expected)
        ordinal = _place(case)
        row = ReviewerRow.objects.select_for_update().filter(code=reviewer).first()
        if row is None:
            raise Refused(f"The panel has no reviewer {reviewer}.", field="reviewer")
        today = clock.today()
        has, drawn = loads(today), seed(case)
        chosen = look(case, registered(row), has.get(reviewer, Load()), today, drawn)
        _bar(chosen)
        order = [one.code for one in candidates(case, everybody(), has, today, drawn) if one.ready]
        rank = order.index(reviewer) + 1 if reviewer in order else None
        said = (reason or "").strip()
        if rank != 1 and not said:
            why = " ".join(chosen.away) if chosen.away else f"{reviewer} is number {rank} of the order."
            raise Refused(
                f"{why} Say why this reviewer is chosen all the same.", law="LC 139.5(d)(3)", field="reason"
            )
        left = [one for one in chosen.asks if one.rule not in confirmed]
        if left:
            raise Refused(
                f"“{left[0].title}” can't be told by the software: {left[0].message}. Find out and confirm it, or "
                "choose another reviewer.",
                law=", ".join(one.cite for one in left[0].law),
                field="confirmed",
            )
        due = review_due(case, unit.now)
        unit.emit(
            number,
            events.ReviewerAssigned(
                reviewer=reviewer,
                method="first of the order" if rank == 1 else "chosen with a reason",
                reason=said or None,
                due=due.at,
                ordinal=ordinal,
                checks=_checks(chosen),
                confirmed=tuple(sorted({one.rule for one in chosen.asks})),
                seed=drawn,
                rank=rank,
                candidates=len(order),
            ),
        )
        notify(
            unit, number, "reviewer-assignment", to=("reviewer",), reviewer=reviewer,
            assignment_due=due.at.isoformat(),
        )  # fmt: skip
    return unit.case(number)


def _place(case: Case) -> int:
    """Whether the first or the second reviewer is chosen.

    Raises:
        Refused: the case is not waiting for a reviewer.
    """
    if case.state == "C0":
        return 1
    if case.state == "C1" and case.second_reviewer_wanted:
        return 2
    if case.state == "B3":
        raise Refused(
            "The clinical consultant prepares the case first: the specialty that fits must be said before anybody "
            "is chosen.",
            law="LC 139.5(d)",
        )
    if case.state == "C2" and case.second_reviewer_wanted:
        raise Refused("A question of the first reviewer is out; choose the second one when it is answered.")
    raise Refused(
        "A reviewer has the case. A further one needs the regulator's written approval; or take the case back first.",
        law="8 CCR 9792.10.6(c)",
    )


def _bar(chosen: Candidate) -> None:
    if chosen.bars:
        raise Refused(f"{chosen.code} can't have the case: {chosen.bars[0]}", field="reviewer")
    for one in chosen.findings:
        if one.blocks:
            raise Refused(
                f"{chosen.code} can't have the case; the rule “{one.title}” is not met: {one.message}.",
                law=", ".join(each.cite for each in one.law),
                field="reviewer",
            )


def _checks(chosen: Candidate) -> tuple[dict[str, object], ...]:
    from openimr.service.review.signing import checked

    return checked(chosen)


def held(case: Case, actor: Actor) -> Review:
    """The actor's own review of the case.

    Raises:
        Refused: the actor does not hold the case.
    """
    for one in reversed(case.open_reviews):
        if one.reviewer == actor.reviewer:
            return one
    raise Refused("You do not have this case now.")


def accept(
    actor: Actor,
    number: str,
    answers: Mapping[str, bool],
    *,
    qualified: bool,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Declare the relations of the statute one by one; without any, take the case, else give it back at once.

    Args:
        answers: for each key of ``reviewers.declaring.questions(case)`` whether there is such a relation.
        qualified: that the reviewer knows condition, treatments and guidelines (LC 139.5(d)(4)(A)).

    Raises:
        Refused: a relation is not answered, the reviewer does not say to be qualified, or accepted already.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "reviewer.accept", expected=expected)
        review = held(case, actor)
        if review.accepted:
            raise Refused("You accepted this case already.")
        asked = declaring.questions(case)
        for one in asked:
            if one.key not in answers:
                raise Refused(
                    f"Answer for “{one.title}”: a relation that nobody answered for is unknown, not none.",
                    law=one.law,
                    field=one.key,
                )
        declared = [one for one in asked if answers[one.key]]
        if declared:
            conflict = any(one.blocks for one in declared)
            unit.emit(
                number,
                events.ReviewerRefused(
                    review=review.id,
                    reason="Declared a conflict of interest."
                    if conflict
                    else "Declared a tie near the law's list.",
                    conflict=conflict,
                    declared=tuple(one.title for one in declared),
                ),
            )
        elif not qualified:
            raise Refused(
                "Say that you know the condition, the treatments and the guidelines, or give the case back.",
                law="LC 139.5(d)(4)(A)",
                field="qualified",
            )
        else:
            unit.emit(
                number, events.ReviewerAccepted(review=review.id, attestation=declaring.attestation(asked))
            )
    return unit.case(number)


def refuse(
    actor: Actor, number: str, reason: str, *, expected: int | None = None, submission: str | None = None
) -> Case:
    """Give the case back.

    Raises:
        Refused: no reason is given, or the review is signed.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "reviewer.refuse", expected=expected)
        review = held(case, actor)
        if review.signed:
            raise Refused("You signed this review; it can't be given back any more.")
        if not reason.strip():
            raise Refused("Say why you give the case back.", law="LC 139.5(d)", field="reason")
        unit.emit(number, events.ReviewerRefused(review=review.id, reason=reason.strip()))
    return unit.case(number)


def release(
    actor: Actor,
    number: str,
    review: int,
    reason: str,
    *,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Take the case back from a reviewer; what was typed stays kept, and the file closes for them.

    Raises:
        Refused: that review is not open or is signed, or no reason is given.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "reviewer.choose", expected=expected)
        found = [one for one in case.open_reviews if one.id == review]
        if not found:
            raise Refused("That reviewer does not have the case any more.")
        if found[0].signed:
            raise Refused("That review is signed; quality can return it, but nobody takes it back.")
        if not reason.strip():
            raise Refused("Say why the case is taken back.", law="LC 139.5(d)", field="reason")
        unit.emit(number, events.ReviewerReassigned(review=review, reason=reason.strip()))
    return unit.case(number)


__all__ = ["accept", "assign", "held", "prepare", "refuse", "release"]
