"""The questions of eligibility: answers of staff and regulator, and the way between them."""

from __future__ import annotations

from collections.abc import Sequence

from openimr.law.questions import Question
from openimr.service.cases import legal
from openimr.service.cases.actors import Actor
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events import eligibility as events
from openimr.service.cases.domain.parts import Side
from openimr.service.cases.refusals import Forbidden, Refused
from openimr.service.cases.unit import work


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
