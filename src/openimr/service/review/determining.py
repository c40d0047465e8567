"""From signed reviews to the determination that becomes the letter (contract ``determination/1``).

Every value comes from the case: the dates from what happened, the treatments from what a person confirmed, the
decisions and reasons from what was signed. With several reviewers the votes decide (law.votes) and every
analysis is kept. Nobody's name is known here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, cast

from openimr.law.calendars import pacific_day
from openimr.law.votes import decide
from openimr.letters.model import (
    Category,
    Citation,
    Dates,
    Decision,
    Determination,
    Drug,
    Item,
    Reviewer,
    Sex,
    Side,
    Summary,
    outcome,
)
from openimr.letters.reading.lines import split
from openimr.letters.reading.record import Record
from openimr.letters.reading.requests import read_request
from openimr.letters.reading.summary import read_summary
from openimr.pages.model import Document, Page
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Document as CaseDocument
from openimr.service.cases.domain.parts import Item as CaseItem
from openimr.service.cases.domain.parts import ItemDecision, Review


class NotDecided(ValueError):
    """The case has no determination yet; the message says what is missing."""


def determination_of(case: Case) -> Determination:
    """The determination that the signed reviews of a case make.

    Raises:
        NotDecided: a review is not signed, or an eligible item is decided by nobody.
    """
    reviews = [one for one in case.open_reviews if one.signed is not None]
    if not reviews or any(one.signed is None for one in case.open_reviews) or case.second_reviewer_wanted:
        raise NotDecided(
            f"Case {case.number} has no determination: every reviewer must have signed (LC 4610.6(e))."
        )
    return assemble(case, reviews)


def assemble(case: Case, reviews: Sequence[Review]) -> Determination:
    """The determination from reviews that hold everything a signed one holds.

    Raises:
        NotDecided: an eligible item is decided by nobody.
    """
    items = tuple(_item(case, one, reviews) for one in case.eligible_items)
    if not items:
        raise NotDecided(f"Case {case.number} has no eligible treatment to decide.")
    last = max((one.signed for one in reviews if one.signed), default=None)
    ticked = {id for one in reviews for id in one.documents_reviewed}  # noqa: A001
    return Determination(
        source=case.number,
        sha256=None,
        layout="2015",
        case_number=case.number,
        priority=case.priority,
        dates=Dates(
            assigned=_happened(case, "assignment.notice_sent"),
            decision=pacific_day(last).isoformat() if last else None,
            injury=case.application.get("injury_date"),
            ur_denial=case.application.get("ur_decision_date"),
            application_received=case.received.isoformat(),
        ),
        reviewer=_reviewer(reviews),
        documents_reviewed=tuple(document_line(one) for one in case.documents if one.id in ticked),
        summary=_summary(reviews),
        items=items,
        case_outcome=outcome([one.decision for one in items]),
    )


def document_line(document: CaseDocument) -> str:
    """A document as the list of the letter names it: title, day, pages; never who is in it."""
    parts = [document.title]
    if document.dated:
        parts.append(f"{document.dated:%m/%d/%Y}")
    if document.pages:
        parts.append(f"{document.pages} page{'s' if document.pages != 1 else ''}")
    return ", ".join(parts)


def read_facts(text: str) -> Summary:
    """What a summary's words say of age, sex, dates and diagnoses; the text itself is kept as it was typed."""
    line = " ".join(text.split())
    if not line:
        return Summary(text, None, None, None, None, ())
    lines = split(Document("text", "", (Page(1, line),)))
    return replace(read_summary(lines, (0, len(lines.text)), Record(False)), text=text)


def _happened(case: Case, kind: str) -> str | None:
    days = [one.at for one in case.happenings if one.type == kind]
    return _day(days[-1]).isoformat() if days else None


def _day(at: date | datetime) -> date:
    return pacific_day(at)


def _reviewer(reviews: Sequence[Review]) -> Reviewer:
    """The credentials of the day of signing; with several reviewers each one's sentence."""
    held = [one.credentials for one in reviews]
    states = dict.fromkeys(state for one in held for state in one.get("licensed_states", ()))
    boards = dict.fromkeys(name for one in held for name in one.get("certifications", ()))
    said = [one["statement"] for one in held if one.get("statement")]
    if len(said) > 1:
        said = [f"Reviewer {number}: {text}" for number, text in enumerate(said, 1)]
    first = [state for state in states if state == "CA"]
    return Reviewer(
        (*first, *(state for state in states if state != "CA")), tuple(boards), " ".join(said) or None
    )


def _summary(reviews: Sequence[Review]) -> Summary:
    texts = [one.summary or "" for one in reviews]
    text = texts[0] if len(texts) == 1 else _joined(texts)
    told = read_facts(text)
    given: Mapping[str, Any] = reviews[0].patient
    return Summary(
        text=text,
        age=given.get("age") if given.get("age") is not None else told.age,
        sex=cast("Sex | None", given.get("sex") or told.sex),
        injury_date=told.injury_date,
        ur_decision_date=told.ur_decision_date,
        diagnoses=tuple(given.get("diagnoses") or told.diagnoses),
    )


def _joined(texts: Sequence[str]) -> str:
    return "\n".join(f"Analysis of reviewer {number}: {text.strip()}" for number, text in enumerate(texts, 1))


def _item(case: Case, item: CaseItem, reviews: Sequence[Review]) -> Item:
    said: list[ItemDecision] = []
    for review in reviews:
        found = [one for one in review.items if one.number == item.number]
        if len(found) != 1:
            raise NotDecided(
                f"Treatment {item.number} of case {case.number} is not decided exactly once by each reviewer "
                "(LC 4610.6(e))."
            )
        said += found
    result = decide([one.decision for one in said])
    rationale = said[0].rationale
    if len(said) > 1:
        rationale = f"{_joined([one.rationale for one in said])}\nThe votes: {result.working}."
    return treatment(item, result.decision, rationale, said)


def treatment(
    item: CaseItem, decision: Decision, rationale: str | None, said: Sequence[ItemDecision] = ()
) -> Item:
    """A treatment of the case as an item of the letter. The words are those of the application.

    Raises:
        NotDecided: nobody confirmed what the treatment is.
    """
    normal = item.normalised
    if normal is None or normal.category is None:
        raise NotDecided(
            f"What treatment {item.number} is was confirmed by nobody; the clinical consultant confirms it first."
        )
    words = " ".join(item.text.split())
    heading = words if normal.disputed in words else normal.disputed
    request = read_request(heading)
    return Item(
        number=item.number,
        heading=heading,
        disputed=normal.disputed,
        decision=decision,
        retrospective=normal.retrospective,
        category=cast("Category", normal.category),
        drugs=tuple(_drug(one) for one in normal.drugs),
        visits=normal.visits,
        frequency_per_week=normal.frequency_per_week,
        weeks=normal.weeks,
        body_parts=normal.body_parts,
        side=cast("Side | None", normal.side),
        original_request=heading[slice(*request.original)] if request.original else None,
        authorized=heading[slice(*request.authorized)] if request.authorized else None,
        administrator_citations=_citations(one.administrator_citations for one in said),
        reviewer_citations=_citations(one.reviewer_citations for one in said),
        rationale=rationale,
    )


def _citations(groups: Any) -> tuple[Citation, ...]:
    found = [_citation(one) for group in groups for one in group]
    return tuple(dict.fromkeys(found))


def _citation(one: Mapping[str, Any]) -> Citation:
    return Citation(
        one["source"], one["guideline"], one["year"], tuple(one["sections"]), one["pages"], one["text"]
    )


def _drug(one: Mapping[str, Any]) -> Drug:
    quantity = one.get("quantity")
    return Drug(
        name=one["name"],
        ingredients=tuple(one.get("ingredients") or ()),
        strength=one.get("strength"),
        # Half a tablet stands as a text in the ledger, which holds no floats.
        quantity=float(quantity) if isinstance(quantity, str) else quantity,
        refills=one.get("refills"),
    )
