"""Folding of the reviewer's part and of quality."""

from __future__ import annotations

from typing import Any

from openimr.service.cases.domain.case import Case
from openimr.service.cases.domain.events import review as events
from openimr.service.cases.domain.events.base import EventData
from openimr.service.cases.domain.folding.base import Meta, changed, folds, happened, moved, replaced
from openimr.service.cases.domain.parts import Extension, Request, Review


def review(case: Case, id: int) -> Review:  # noqa: A002
    """The review with this id.

    Raises:
        KeyError: there is none.
    """
    for one in case.reviews:
        if one.id == id:
            return one
    raise KeyError(f"Case {case.number} has no review {id}.")


@folds(events.Prepared)
def _prepared(case: Case, event: events.Prepared, meta: Meta) -> Case:
    return moved(case, "C0", meta, recommended_specialty=event.specialty, issues=event.issues)


@folds(events.ReviewerAssigned)
def _assigned(case: Case, event: events.ReviewerAssigned, meta: Meta) -> Case:
    new = Review(
        id=meta.number,
        reviewer=event.reviewer,
        ordinal=event.ordinal,
        method=event.method,
        assigned=meta.at,
        due=event.due,
        confirmed=event.confirmed,
    )
    return moved(case, "C1", meta, reviews=(*case.reviews, new))


@folds(events.ReviewerAccepted)
def _accepted(case: Case, event: events.ReviewerAccepted, meta: Meta) -> Case:
    old = review(case, event.review)
    return changed(case, reviews=replaced(case.reviews, old, accepted=meta.at))


def _without(case: Case, id: int, meta: Meta, barred: bool, **values: object) -> Case:  # noqa: A002
    old = review(case, id)
    reviews = replaced(case.reviews, old, **values)
    left = any(one.open for one in reviews)
    return moved(
        case,
        case.state if left else "C0",
        meta,
        reviews=reviews,
        barred_reviewers=(*case.barred_reviewers, old.reviewer) if barred else case.barred_reviewers,
    )


@folds(events.ReviewerRefused)
def _refused(case: Case, event: events.ReviewerRefused, meta: Meta) -> Case:
    # Somebody who refused once is not asked again, for whatever reason it was.
    return _without(case, event.review, meta, True, refused=meta.at, refusal=event.reason)


@folds(events.ReviewerReassigned)
def _released(case: Case, event: events.ReviewerReassigned, meta: Meta) -> Case:
    return _without(case, event.review, meta, False, ended=meta.at, refusal=event.reason)


@folds(events.QuestionSent)
def _asked(case: Case, event: events.QuestionSent, meta: Meta) -> Case:
    request = Request(
        id=meta.number, kind="reviewer", to=(event.to,), text=event.text, sent=meta.at, due=event.due
    )
    return moved(
        case,
        "C2",
        meta,
        requests=(*case.requests, request),
        happenings=happened(case, "reviewer.question_sent", meta.at),
    )


@folds(events.QuestionResolved)
def _resolved(case: Case, event: events.QuestionResolved, meta: Meta) -> Case:
    old = next(one for one in case.requests if one.id == event.request)
    requests = replaced(case.requests, old, answered=meta.at, answer=event.answer, documents=event.documents)
    waiting = any(one.kind == "reviewer" and one.answered is None for one in requests)
    return moved(
        case,
        "C2" if waiting else "C1",
        meta,
        requests=requests,
        happenings=happened(case, "reviewer.question_answered", meta.at),
    )


@folds(events.PreliminaryRecorded)
def _preliminary(case: Case, event: events.PreliminaryRecorded, meta: Meta) -> Case:
    old = review(case, event.review)
    return changed(
        case,
        reviews=replaced(case.reviews, old, preliminary=event.decisions, preliminary_at=meta.at),
    )


@folds(events.ReviewSigned)
def _signed(case: Case, event: events.ReviewSigned, meta: Meta) -> Case:
    old = review(case, event.review)
    facts = {"age": event.age, "sex": event.sex, "diagnoses": list(event.diagnoses)}
    reviews = replaced(
        case.reviews,
        old,
        signed=meta.at,
        summary=event.summary,
        items=event.items,
        documents_reviewed=event.documents_reviewed,
        credentials=event.credentials,
        patient=facts,
        attestations=event.attestations,
    )
    after = changed(case, reviews=reviews)
    waiting = after.second_reviewer_wanted or any(one.open and one.signed is None for one in reviews)
    return moved(after, "C1" if waiting else "C3", meta)


@folds(events.QualityReturned)
def _returned(case: Case, event: events.QualityReturned, meta: Meta) -> Case:
    old = review(case, event.review)
    entry = {"at": meta.at.isoformat(), "by": meta.actor, **event.data()}
    reviews = replaced(case.reviews, old, signed=None, returned=(*old.returned, entry))
    return moved(case, "C1", meta, reviews=reviews, determination=None, released_by=None, released=None)


@folds(events.QualityEscalated)
def _escalated(case: Case, event: events.QualityEscalated, meta: Meta) -> Case:
    return changed(case, escalated="medical director", quality=_told(case, event, meta))


@folds(events.QualityAnswered)
def _answered(case: Case, event: events.QualityAnswered, meta: Meta) -> Case:
    return changed(case, escalated=None, quality=_told(case, event, meta))


@folds(events.QualityReleased)
def _quality_released(case: Case, event: events.QualityReleased, meta: Meta) -> Case:
    return changed(
        case,
        determination=event.determination,
        released_by=meta.actor,
        released=meta.at,
        escalated=None,
        quality=_told(case, event, meta),
    )


def _told(case: Case, event: EventData, meta: Meta) -> tuple[dict[str, Any], ...]:
    """What quality said so far, with this; the determination itself stands elsewhere in the case."""
    said = {key: value for key, value in event.data().items() if key != "determination"}
    return (*case.quality, {"type": event.type, "by": meta.actor, "at": meta.at.isoformat(), **said})


@folds(events.ExtensionRequested)
def _extension(case: Case, event: events.ExtensionRequested, meta: Meta) -> Case:
    return changed(
        case,
        extensions=(*case.extensions, Extension(id=meta.number, reason=event.reason, asked=meta.at)),
    )


def _extension_answer(case: Case, id: int, meta: Meta, granted: bool, note: str | None) -> Case:  # noqa: A002
    old = next(one for one in case.extensions if one.id == id)
    extensions = replaced(case.extensions, old, granted=granted, answered=meta.at, note=note)
    return changed(case, extensions=extensions)


@folds(events.ExtensionApproved)
def _approved(case: Case, event: events.ExtensionApproved, meta: Meta) -> Case:
    after = _extension_answer(case, event.extension, meta, True, event.note)
    return changed(after, happenings=happened(case, "extension.approved", meta.at))


@folds(events.ExtensionRefused)
def _extension_refused(case: Case, event: events.ExtensionRefused, meta: Meta) -> Case:
    return _extension_answer(case, event.extension, meta, False, event.note)


@folds(events.SecondReviewerRequested)
def _second(case: Case, event: events.SecondReviewerRequested, meta: Meta) -> Case:
    return changed(
        case,
        second_reviewer={
            "reason": event.reason,
            "asked": meta.at.isoformat(),
            "by": meta.actor,
            "granted": None,
        },
    )


def _second_answer(case: Case, granted: bool, note: str | None, meta: Meta) -> Case:
    asked = case.second_reviewer or {}
    return changed(
        case,
        second_reviewer={**asked, "granted": granted, "note": note, "answered": meta.at.isoformat()},
    )


@folds(events.SecondReviewerApproved)
def _second_approved(case: Case, event: events.SecondReviewerApproved, meta: Meta) -> Case:
    return _second_answer(case, True, event.note, meta)


@folds(events.SecondReviewerRefused)
def _second_refused(case: Case, event: events.SecondReviewerRefused, meta: Meta) -> Case:
    return _second_answer(case, False, event.note, meta)
