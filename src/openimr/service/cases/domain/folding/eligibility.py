"""Folding of the eligibility review."""

from __future__ import annotations

from openimr.service.cases.domain.case import Case
from openimr.service.cases.domain.events import eligibility as events
from openimr.service.cases.domain.folding.base import Meta, changed, folds, happened, moved, replaced
from openimr.service.cases.domain.parts import Answer, Question, Request


@folds(events.QuestionAnswered)
def _answered(case: Case, event: events.QuestionAnswered, meta: Meta) -> Case:
    answer = Answer(holds=event.holds, by=meta.actor, at=meta.at, note=event.note)
    for old in case.questions:
        if (old.code, old.item) == (event.code, event.item):
            return changed(case, questions=replaced(case.questions, old, **{event.side: answer}))
    new = Question(code=event.code, item=event.item).model_copy(update={event.side: answer})
    return changed(case, questions=(*case.questions, new))


@folds(events.RoutedToRegulator)
def _routed(case: Case, event: events.RoutedToRegulator, meta: Meta) -> Case:
    return changed(case, escalated="regulator")


@folds(events.SentBack)
def _back(case: Case, event: events.SentBack, meta: Meta) -> Case:
    return changed(case, escalated=None)


@folds(events.InformationRequested)
def _requested(case: Case, event: events.InformationRequested, meta: Meta) -> Case:
    request = Request(
        id=meta.number, kind="eligibility", to=event.to, text=event.text, sent=meta.at, due=event.due
    )
    told = changed(case, happenings=happened(case, "information.requested", meta.at))
    if event.received:
        told = changed(told, happenings=happened(told, "information.request_received", event.received))
    return moved(told, "A3", meta, requests=(*case.requests, request))


@folds(events.RequestReceived)
def _request_received(case: Case, event: events.RequestReceived, meta: Meta) -> Case:
    return changed(case, happenings=happened(case, "information.request_received", event.received))


@folds(events.InformationReceived)
def _received(case: Case, event: events.InformationReceived, meta: Meta) -> Case:
    old = next(one for one in case.requests if one.id == event.request)
    requests = replaced(case.requests, old, answered=meta.at, answer=event.answer, documents=event.documents)
    waiting = any(one.kind == "eligibility" and one.answered is None for one in requests)
    state = "A3" if waiting else "A2"
    return moved(
        case, state, meta, requests=requests, happenings=happened(case, "information.received", meta.at)
    )


@folds(events.Deferred)
def _deferred(case: Case, event: events.Deferred, meta: Meta) -> Case:
    told = happened(case, "eligibility.deferred", meta.at)
    return moved(case, "A4", meta, refusals=event.reasons, escalated=None, happenings=told)


@folds(events.Resumed)
def _resumed(case: Case, event: events.Resumed, meta: Meta) -> Case:
    return moved(
        case,
        "A2",
        meta,
        refusals=(),
        happenings=happened(case, "liability.resolved", event.served, service=event.service),
    )


@folds(events.Refused)
def _refused(case: Case, event: events.Refused, meta: Meta) -> Case:
    items = tuple(
        changed(
            one, eligible=False, reasons=tuple(r.code for r in event.reasons if r.item in (None, one.number))
        )
        for one in case.items
    )
    told = happened(case, "eligibility.refused", meta.at)
    return moved(case, "A5", meta, refusals=event.reasons, items=items, escalated=None, happenings=told)


@folds(events.Found)
def _found(case: Case, event: events.Found, meta: Meta) -> Case:
    items = tuple(
        changed(
            one,
            eligible=one.number in event.items,
            reasons=tuple(r.code for r in event.refused if r.item == one.number),
        )
        for one in case.items
    )
    return moved(
        case,
        "B0",
        meta,
        items=items,
        refusals=event.refused,
        priority=event.priority,
        formulary=event.formulary,
        escalated=None,
        happenings=happened(case, "eligibility.found", meta.at),
    )
