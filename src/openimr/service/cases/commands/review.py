"""The reviewer's part: the preliminary decision, questions to the parties, and signing."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from openimr.law.model import Clock
from openimr.service import clock
from openimr.service.cases.actors import Actor
from openimr.service.cases.commands.panel import held
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events import review as events
from openimr.service.cases.domain.parts import Decision
from openimr.service.cases.expecting import clocks_if
from openimr.service.cases.notifying import notify
from openimr.service.cases.refusals import NotFound, Refused
from openimr.service.cases.unit import work
from openimr.service.office.dates import said
from openimr.service.review import beside, signing
from openimr.service.review import content as typing
from openimr.service.reviewers import registry

_CODE = re.compile(r"\bR-\d{4}\b")


def preliminary(
    actor: Actor,
    number: str,
    decisions: Mapping[int, Decision],
    *,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Record a preliminary decision on every item; only afterwards may comparable letters be shown.

    Raises:
        Refused: an item has none, it was recorded already, or the review is signed.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "review.preliminary", expected=expected)
        review = held(case, actor)
        if review.preliminary_at or review.signed:
            raise Refused(
                "Your preliminary decisions are recorded already; they are never changed afterwards."
            )
        for item in case.eligible_items:
            if decisions.get(item.number) not in ("upheld", "overturned"):
                raise Refused(
                    f"Treatment {item.number} has no preliminary decision; give one for every treatment.",
                    law="LC 4610.6(e)",
                    field=f"item-{item.number}-decision",
                )
        kept = {str(one.number): decisions[one.number] for one in case.eligible_items}
        unit.emit(number, events.PreliminaryRecorded(review=review.id, decisions=kept))
    return unit.case(number)


def answer_clock(case: Case, now: datetime) -> Clock | None:
    """The law's clock of an answer (I7), were a question sent now. Its rule may ask a person to confirm it."""
    found = clocks_if(case, now, ("reviewer.question_sent", now, {}), only=("I7",))
    return next((one for one in reversed(found) if one.due is not None), None)


def ask(
    actor: Actor,
    number: str,
    to: str,
    text: str,
    *,
    due: date | None = None,
    paragraphs: Collection[str] = (),
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Put a question to one party. All parties get a copy; nobody learns who asks.

    Args:
        paragraphs: keys of paragraphs on law that is not verified which the actor lets into the notice.

    Raises:
        Refused: the party is none of the case, nothing is asked, a day is past, or the text names a reviewer.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "review.question", expected=expected)
        held(case, actor)
        if to not in {one.role for one in case.parties}:
            raise Refused("Choose whom to ask among the parties of the case.", law="LC 4610.6(b)", field="to")
        if not text.strip():
            raise Refused("Write the question.", law="LC 4610.6(b)", field="text")
        if _CODE.search(text):
            raise Refused(
                "The question names a reviewer; it goes to all parties, and nobody outside learns who reviews. Take "
                "the code out.",
                law="LC 4610.6(f)",
                field="text",
            )
        if due is not None and due < clock.today():
            raise Refused(f"{said(due)} is past; give a day to come, or none.", field="due")
        unit.emit(number, events.QuestionSent(to=to, text=text.strip(), due=due))
        notify(unit, number, "question", confirmed=paragraphs, words=text.strip(), asked=(to,))
    return unit.case(number)


def answer(
    actor: Actor,
    number: str,
    request: int,
    text: str,
    *,
    documents: Sequence[str] = (),
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Record the answer to a reviewer's question, or that none came; every party gets a copy.

    Raises:
        Refused: that question is not open, nothing is said, or a document is none of the case.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "review.answer", expected=expected)
        waiting = {one.id: one for one in case.requests if one.kind == "reviewer" and one.answered is None}
        if request not in waiting:
            raise Refused("That question is answered already, or there is none like it.")
        if actor.role == "party" and waiting[request].to[0] != actor.part:
            raise Refused("That question was put to another party; you got a copy of it.", law="LC 4610.6(b)")
        if not text.strip():
            raise Refused(
                "Write what the party answered, or that no answer came and since when it was due.",
                law="LC 4610.6(b)",
                field="text",
            )
        known = {one.id for one in case.documents}
        if not set(documents) <= known:
            raise Refused("A document of the answer is not in the case; add it to the file first.")
        unit.emit(
            number,
            events.QuestionResolved(request=request, answer=text.strip(), documents=tuple(documents)),
        )
        notify(unit, number, "question-answer", words=text.strip())
    return unit.case(number)


def sign(
    actor: Actor,
    number: str,
    content: Mapping[str, Any],
    *,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Sign the review. ``content`` is what was typed (see :mod:`openimr.service.review.content`).

    The page asks for password and code before it calls this.

    Raises:
        Refused: something is missing, or a rule of qualification is not met on this day; the first of it is said.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "review.sign", expected=expected)
        review = held(case, actor)
        if review.signed:
            raise Refused("You signed this review already.")
        whole = typing.completed(case, content)
        today = clock.today()
        try:
            one = registry.get(review.reviewer)
        except NotFound:
            one = None
        for problem in signing.problems(case, review, whole, one, today):
            raise Refused(problem.message, law=problem.law, field=problem.field)
        assert one is not None
        found = beside.findings(case, review, whole)
        answers = whole["answers"]
        patient = beside.patient(whole)
        unit.emit(
            number,
            events.ReviewSigned(
                review=review.id,
                summary=whole["summary"].strip(),
                age=patient["age"],
                sex=patient["sex"],
                diagnoses=tuple(patient["diagnoses"]),
                items=signing.decisions(case, whole),
                documents_reviewed=tuple(
                    each.id for each in signing.reviewable(case) if each.id in whole["documents"]
                ),
                credentials=signing.credentials(one.facts, today),
                attestations=tuple(words for words, _ in typing.ATTESTATIONS.values()),
                checks=signing.checked(signing.recheck(case, review, one, today)),
                findings=tuple(
                    {
                        "code": each.code,
                        "severity": each.severity,
                        "item": each.item,
                        "message": each.message,
                        "answer": answers.get(beside.key(each)),
                    }
                    for each in found
                ),
            ),
        )
    return unit.case(number)
