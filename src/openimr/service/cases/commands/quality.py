"""Quality: returning a signed review, asking the medical director, releasing by a second person.

No command here takes a word of the letter: what is released is what the reviewers signed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from openimr.letters.model import Determination
from openimr.service import clock
from openimr.service.cases.actors import Actor
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events import review as events
from openimr.service.cases.domain.parts import Review
from openimr.service.cases.notifying import notify
from openimr.service.cases.refusals import Refused
from openimr.service.cases.unit import work
from openimr.service.issuing.covering import cover_of
from openimr.service.issuing.held import to_ledger
from openimr.service.quality.checking import problems, signed
from openimr.service.quality.model import Problem
from openimr.service.review.determining import NotDecided, determination_of


def return_to_reviewer(
    actor: Actor,
    number: str,
    question: str,
    *,
    findings: Sequence[str] = (),
    review: int | None = None,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Give a signed review back to its reviewer, with chosen findings and a question.

    Args:
        question: what the reviewer is asked; never which decision to make.
        findings: the keys of the findings that go along.
        review: which review, where several were signed.

    Raises:
        Refused: there is no question, a finding is not there any more, or nobody said which review.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "quality.return", expected=expected)
        if not question.strip():
            raise Refused(
                "Write what you ask the reviewer; findings alone leave open what is wanted.", field="question"
            )
        one = _which(case, review)
        found = {finding.key: finding for finding in found_in(case)}
        gone = [key for key in findings if key not in found]
        if gone:
            raise Refused(
                "A finding that you chose is not there any more; look at the page again.", field="findings"
            )
        unit.emit(
            number,
            events.QualityReturned(
                review=one.id,
                reason=question.strip(),
                findings=tuple(found[key].entry() for key in dict.fromkeys(findings)),
            ),
        )
        # What quality asks stays on the work page: a notice is read by more people than a reviewer and quality.
        due: dict[str, Any] = {"assignment_due": one.due.isoformat()} if one.due else {}
        notify(unit, number, "review-returned", to=("reviewer",), reviewer=one.reviewer, **due)
    return unit.case(number)


def _which(case: Case, review: int | None) -> Review:
    reviews = signed(case)
    if review is None and len(reviews) == 1:
        return reviews[0]
    for one in reviews:
        if one.id == review:
            return one
    raise Refused("Several reviewers signed; say which review goes back.", field="review")


def escalate(
    actor: Actor, number: str, question: str, *, expected: int | None = None, submission: str | None = None
) -> Case:
    """Put a clinical question before the medical director.

    Raises:
        Refused: there is no question, or one is with the director already.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "quality.escalate", expected=expected)
        if not question.strip():
            raise Refused("Write the question for the medical director.", field="question")
        if case.escalated == "medical director":
            raise Refused("The case is with the medical director already; wait for the answer.")
        if case.released is not None:
            raise Refused("The determination was released; return the review if it must be looked at again.")
        unit.emit(number, events.QualityEscalated(reason=question.strip()))
    return unit.case(number)


def answer(
    actor: Actor, number: str, text: str, *, expected: int | None = None, submission: str | None = None
) -> Case:
    """The medical director's answer; the case goes back to quality.

    Raises:
        Forbidden: it is not the medical director.
        Refused: nothing was asked, or the answer is empty.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "quality.answer", expected=expected)
        if case.escalated != "medical director":
            raise Refused("Nothing is with the medical director in this case.")
        if not text.strip():
            raise Refused("Write the answer.", field="text")
        unit.emit(number, events.QualityAnswered(answer=text.strip()))
    return unit.case(number)


def release(
    actor: Actor,
    number: str,
    *,
    overrides: Mapping[str, str] | None = None,
    note: str = "",
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Release the determination that the reviewers signed; it can then be issued.

    Args:
        overrides: key of a finding to the reason why the letter may go out with it.

    Raises:
        Forbidden: the actor signed or chose the reviewer.
        Refused: the medical director has the case, something stops the letter, or an error has no reason.
    """
    given = {key: reason.strip() for key, reason in (overrides or {}).items() if reason.strip()}
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "quality.release", expected=expected)
        if case.released is not None:
            raise Refused("The determination was released already; the letter can be issued.")
        if case.escalated == "medical director" and actor.role != "medical_director":
            raise Refused(
                "The case is with the medical director; wait for the answer, it may change what is returned.",
                law="LC 139.5(c)(1)",
            )
        determination = decided(case)
        found = problems(case, determination, cover_of(case), clock.today())
        stops = [one for one in found if one.severity == "stop"]
        if stops:
            raise Refused(
                f"{stops[0].message} Nobody can override that{_more(stops)}.", law=stops[0].law or None
            )
        left = [one for one in found if one.severity == "error" and one.key not in given]
        if left:
            raise Refused(
                f"{left[0].message} Return the review, or give a reason why the letter may go out with it{_more(left)}.",
                law=left[0].law or None,
                field=f"override_{left[0].key}",
            )
        unit.emit(
            number,
            events.QualityReleased(
                determination=to_ledger(determination),
                findings=tuple(one.entry(given.get(one.key)) for one in found),
                note=note.strip() or None,
            ),
        )
    return unit.case(number)


def decided(case: Case) -> Determination:
    """The determination of the signed reviews.

    Raises:
        Refused: there is none.
    """
    try:
        return determination_of(case)
    except NotDecided as problem:
        raise Refused(str(problem), law="LC 4610.6(e)") from problem


def found_in(case: Case) -> tuple[Problem, ...]:
    """What quality finds in the case today.

    Raises:
        Refused: there is no determination.
    """
    return problems(case, decided(case), cover_of(case), clock.today())


def _more(found: Sequence[Problem]) -> str:
    return f" (and {len(found) - 1} more)" if len(found) > 1 else ""
