"""The eligibility review: answers of staff and regulator, the way between them, and the decision.

What waits on the way (information, liability) stands in :mod:`openimr.service.cases.commands.waiting`.
"""

from __future__ import annotations

from collections.abc import Sequence

from openimr.law.expedited import ExpeditedFacts, expedited
from openimr.law.model import Reason
from openimr.law.questions import Question
from openimr.law.requirements import Verdict
from openimr.service.cases import legal
from openimr.service.cases.actors import Actor
from openimr.service.cases.commands.waiting import (
    defer,
    go_on_without,
    receive_information,
    request_information,
    resume,
)
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events import eligibility as events
from openimr.service.cases.domain.parts import Priority, Side
from openimr.service.cases.notifying import notify
from openimr.service.cases.refusals import Forbidden, Refused
from openimr.service.cases.unit import work

__all__ = [
    "answer",
    "answer_all",
    "answer_open",
    "defer",
    "find_eligible",
    "go_on_without",
    "receive_information",
    "refuse",
    "request_information",
    "resume",
    "route",
    "send_back",
    "side_of",
    "still_open",
    "track",
]


def side_of(actor: Actor) -> Side:
    """Whose answers the actor writes: the regulator's own, or those of staff."""
    return "regulator" if actor.role == "regulator" else "staff"


def _one_side_only(actor: Actor, case: Case) -> Side:
    """The actor's side.

    Raises:
        Forbidden: the same person answered for the other side, in another role then.
    """
    side = side_of(actor)
    for one in case.questions:
        other = one.staff if side == "regulator" else one.regulator
        if other is not None and other.by == actor.id:
            raise Forbidden(
                f"You answered questions of this case for {'staff' if side == 'regulator' else 'the regulator'}; "
                "each is answered by two people, so somebody else must answer here.",
                law="8 CCR 9792.10.3(a)",
            )
    return side


def still_open(questions: Sequence[Question], side: Side) -> tuple[Question, ...]:
    """The questions that this side has not answered and that no fact says yes to."""
    return tuple(one for one in questions if getattr(one, side) is None and one.computed is not True)


def answer(
    actor: Actor,
    number: str,
    code: str,
    holds: bool,
    *,
    item: int | None = None,
    note: str | None = None,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Answer a question for one's own side: the regulator for the regulator, intake for staff.

    Raises:
        Refused: there is no such question.
    """
    return answer_all(actor, number, [(code, item, holds, note)], expected=expected, submission=submission)


def answer_all(
    actor: Actor,
    number: str,
    answers: Sequence[tuple[str, int | None, bool, str | None]],
    *,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Answer several questions at once: ``(code, item, holds, note)`` each. Answering again takes an answer back.

    Raises:
        Refused: there is no such question, an answer against the facts has no note, or there is nothing to record.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "eligibility.answer", expected=expected)
        side = _one_side_only(actor, case)
        questions = legal.find(case, unit.now).questions
        codes = {one.code for one in questions}
        computed = {(one.code, one.item): one for one in questions}
        given = {(one.code, one.item): getattr(one, side) for one in case.questions}
        recorded = 0
        for code, item, holds, note in answers:
            if code not in codes or item not in {None, *(one.number for one in case.items)}:
                raise Refused(f"There is no eligibility question {code} for treatment {item or 'all'}.")
            note = (note or "").strip() or None
            old = given.get((code, item))
            if old is not None and (old.holds, old.note) == (holds, note):
                continue
            asked = computed.get((code, item))
            if asked is not None and asked.computed not in (None, holds) and note is None:
                raise Refused(
                    f"{asked.title}: the facts say {'yes' if asked.computed else 'no'}, your answer is "
                    f"{'yes' if holds else 'no'}; write why in the note beside it.",
                    field=field(code, item, "note"),
                )
            recorded += 1
            unit.emit(
                number, events.QuestionAnswered(code=code, item=item, side=side, holds=holds, note=note)
            )
        if not recorded:
            raise Refused("There is no new answer to record; choose yes or no for at least one question.")
    return unit.case(number)


def field(code: str, item: int | None, what: str = "answer") -> str:
    """The name of a question's field in forms, for refusals that concern it."""
    return f"{what}-{code}" if item is None else f"{what}-{code}-{item}"


def answer_open(
    actor: Actor,
    number: str,
    attestation: str,
    *,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Answer no to every question that one's own side has not answered, in one deliberate act.

    Questions to which the facts say yes are left alone: each of those wants its own answer.

    Args:
        actor: intake for staff, the regulator for the regulator.
        number: the case.
        attestation: the sentence that was confirmed; it is recorded with each answer.

    Raises:
        Refused: nothing was confirmed, or nothing is open.
    """
    if not attestation.strip():
        raise Refused("Confirm that you looked at each of these questions.", field="attest")
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "eligibility.answer", expected=expected)
        side = _one_side_only(actor, case)
        left = still_open(legal.find(case, unit.now).questions, side)
        if not left:
            raise Refused("No question is open that can be answered this way.")
        for one in left:
            unit.emit(
                number,
                events.QuestionAnswered(
                    code=one.code, item=one.item, side=side, holds=False, note=attestation.strip()
                ),
            )
    return unit.case(number)


def route(
    actor: Actor,
    number: str,
    note: str | None = None,
    *,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Send the case to the regulator.

    Raises:
        Refused: it is there already, or waits for something else.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "eligibility.answer", expected=expected)
        if case.escalated == "regulator":
            raise Refused("The case is with the regulator already.")
        if case.state != "A2":
            raise Refused("The case waits for something; it can go to the regulator when the review goes on.")
        unit.emit(number, events.RoutedToRegulator(note=(note or "").strip() or None))
    return unit.case(number)


def send_back(
    actor: Actor, number: str, note: str, *, expected: int | None = None, submission: str | None = None
) -> Case:
    """Send the case back to staff.

    Raises:
        Refused: it is not with the regulator, or no reason is given.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "eligibility.decide", expected=expected)
        if case.escalated != "regulator":
            raise Refused("The case is with staff already.")
        if not note.strip():
            raise Refused("Say what staff should do.", field="note")
        unit.emit(number, events.SentBack(note=note.strip()))
    return unit.case(number)


def confirmed(case: Case, reasons: Sequence[Reason], codes: Sequence[str]) -> tuple[Reason, ...]:
    """The reasons that were confirmed out of those that the answers give; see :func:`refuse`.

    ``codes`` name a reason, or a reason of one treatment as ``CODE:2``.

    Raises:
        Refused: none or a wrong one was confirmed, a treatment would be left, or a person must answer first.
    """
    bars = [one for one in reasons if one.outcome != "deferred"]
    chosen = tuple(one for one in bars if one.code in codes or name_of(one) in codes)
    if not chosen or set(codes) - {one.code for one in bars} - {name_of(one) for one in bars}:
        raise Refused(
            "Confirm at least one reason among those that the answers give; none is taken as given.",
            law="LC 4610.5(k)",
            field="codes",
        )
    left = {one.number for one in case.items} - {one.item for one in chosen}
    if left and not any(one.item is None for one in chosen):
        raise Refused(
            f"The reasons concern single treatments only, and treatment {min(left)} would be left; "
            "find the case eligible for the rest instead.",
            law="LC 4610.5(k)",
            field="codes",
        )
    unasked = [one for one in chosen if one.asks and not _regulator_said(case, one.code, one.item)]
    if unasked:
        raise Refused(
            f"{unasked[0].title}: {unasked[0].asks} Answer that question yourself before it ends an application.",
            field="codes",
        )
    return chosen


def name_of(reason: Reason) -> str:
    """How a form names a reason."""
    return reason.code if reason.item is None else f"{reason.code}:{reason.item}"


def refuse(
    actor: Actor,
    number: str,
    codes: Sequence[str],
    *,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Find the application ineligible, for reasons that the regulator confirms one by one.

    Args:
        actor: the regulator.
        number: the case.
        codes: the reasons that were confirmed, out of those that the rules found.

    Raises:
        Refused: a reason is not among those found, or rests on a rule that a person must answer for and did not.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "eligibility.decide", expected=expected)
        chosen = confirmed(case, legal.find(case, unit.now).reasons, codes)
        unit.emit(number, events.Refused(reasons=tuple(legal.refusal(one) for one in chosen)))
        notify(unit, number, "ineligibility")
    return unit.case(number)


def _regulator_said(case: Case, code: str, item: int | None) -> bool:
    return any(
        one.code == code and one.item in (item, None) and one.regulator and one.regulator.holds
        for one in case.questions
    )


def track(case: Case) -> Verdict:
    """What the rules say of the expedited track, from the form alone."""
    return expedited(ExpeditedFacts.from_application(legal.application(case)))


def find_eligible(
    actor: Actor,
    number: str,
    *,
    priority: Priority,
    formulary: bool,
    priority_reason: str | None = None,
    formulary_reason: str | None = None,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Find the application eligible, in whole or for some of its treatments.

    Args:
        actor: the regulator.
        number: the case.
        priority: standard or expedited.
        formulary: whether the dispute is one on the formulary, with its short clocks; nothing decides that
            but a person (open point V4), so a reason is wanted.
        priority_reason: wanted where the rules on the expedited track do not say the same.
        formulary_reason: see ``formulary``.

    Raises:
        Refused: a question is open, the answers say otherwise, or a reason is missing.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "eligibility.decide", expected=expected)
        found = legal.find(case, unit.now)
        if found.unanswered:
            one = found.unanswered[0]
            more = f", and {len(found.unanswered) - 1} more" if len(found.unanswered) > 1 else ""
            raise Refused(
                f"A question is open: {one.question}{more}. Answer it; what nobody answered is unknown, not no.",
                law="8 CCR 9792.10.3(a)",
            )
        eligible = tuple(one.number for one in found.items if one.status == "eligible")
        if not eligible:
            raise Refused(
                "The answers leave no treatment eligible; find the application ineligible, defer it, or change an answer.",
                law="LC 4610.5(k)",
            )
        _priority(track(case), priority, priority_reason)
        if formulary and not (formulary_reason or "").strip():
            raise Refused(
                "Say why this is a dispute on the formulary: its clocks are shorter.",
                law="LC 4610.5(a)(3)",
                field="formulary_reason",
            )
        refused = [one for one in found.reasons if one.item is not None and one.item not in eligible]
        unit.emit(
            number,
            events.Found(
                items=eligible,
                refused=tuple(legal.refusal(one) for one in refused),
                priority=priority,
                priority_reason=(priority_reason or "").strip() or None,
                formulary=formulary,
                formulary_reason=(formulary_reason or "").strip() or None,
            ),
        )
    return unit.case(number)


def _priority(verdict: Verdict, priority: Priority, reason: str | None) -> None:
    law = "LC 4610.6(d)(1)(C)"
    if priority == "expedited" and verdict.allowed is False:
        unmet = verdict.reasons[0]
        raise Refused(
            f"The review can't be expedited: {unmet.title[0].lower()}{unmet.title[1:]} does not hold. {unmet.how}",
            law=unmet.law[0].cite,
            field="priority",
        )
    if (reason or "").strip():
        return
    if priority == "expedited" and verdict.allowed is None:
        unknown = verdict.unanswered[0]
        raise Refused(
            f"Not known for an expedited review: {unknown.title[0].lower()}{unknown.title[1:]}. "
            "Say why it is expedited all the same, or correct the form.",
            law=law,
            field="priority_reason",
        )
    if priority == "expedited" and verdict.asks:
        raise Refused(
            f"A person must confirm: {verdict.asks[0]} Say why it is expedited.",
            law=law,
            field="priority_reason",
        )
    if priority == "standard" and verdict.allowed and not verdict.asks:
        raise Refused(
            "A threat to health is certified and the treatment was not given yet; say why it is reviewed in the regular time.",
            law=law,
            field="priority_reason",
        )
