"""Folding of assignment, records, and what ends or changes a case on the way."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from openimr.law.timeline import instant
from openimr.service.cases.domain.case import Case
from openimr.service.cases.domain.events import records as events
from openimr.service.cases.domain.folding.base import Meta, changed, folds, happened, moved
from openimr.service.cases.domain.parts import Happening, Party

FORMER: Literal["former_claims_administrator"] = "former_claims_administrator"

#: States after which a reviewer has the case or had it.
_AFTER_REVIEWER = ("C1", "C2", "C3")


@folds(events.AssignmentNotified)
def _notified(case: Case, event: events.AssignmentNotified, meta: Meta) -> Case:
    return moved(
        case,
        "B1",
        meta,
        happenings=happened(case, "assignment.notice_sent", meta.at, service=event.service),
    )


@folds(events.DocumentAdded)
def _added(case: Case, event: events.DocumentAdded, meta: Meta) -> Case:
    document = changed(event.document, added=event.document.added or meta.at)
    return changed(case, documents=(*case.documents, document))


@folds(events.DocumentRetyped)
def _retyped(case: Case, event: events.DocumentRetyped, meta: Meta) -> Case:
    old = case.document(event.id)
    new = type(old).model_validate({**old.model_dump(mode="json"), **event.changes})
    return changed(case, documents=tuple(new if one is old else one for one in case.documents))


@folds(events.RecordsReceived)
def _received(case: Case, event: events.RecordsReceived, meta: Meta) -> Case:
    return changed(
        case,
        happenings=happened(case, "records.received", event.received, received_from=event.received_from),
    )


@folds(events.RecordsComplete)
def _complete(case: Case, event: events.RecordsComplete, meta: Meta) -> Case:
    return moved(case, "B3", meta, happenings=_complete_since(case, event.at))


def _complete_since(case: Case, at: date | datetime) -> tuple[Happening, ...]:
    """Complete once; where another file was complete before both were consolidated, its day goes on counting."""
    if any(one.type == "records.complete" for one in case.happenings):
        return case.happenings
    return happened(case, "records.complete", at)


@folds(events.RecordsInsufficient)
def _insufficient(case: Case, event: events.RecordsInsufficient, meta: Meta) -> Case:
    return moved(case, "B2", meta)


@folds(events.RecordsProceeded)
def _proceeded(case: Case, event: events.RecordsProceeded, meta: Meta) -> Case:
    return moved(case, "B3", meta, happenings=_complete_since(case, event.at))


@folds(events.PenaltyReferred)
def _penalty(case: Case, event: events.PenaltyReferred, meta: Meta) -> Case:
    entry = {"at": meta.at.isoformat(), "by": meta.actor, **event.data()}
    return changed(case, penalties=(*case.penalties, entry))


@folds(events.Expedited)
def _expedited(case: Case, event: events.Expedited, meta: Meta) -> Case:
    return changed(case, priority="expedited", happenings=happened(case, "case.expedited", meta.at))


@folds(events.Consolidated)
def _consolidated(case: Case, event: events.Consolidated, meta: Meta) -> Case:
    return moved(case, "K0", meta, consolidated_into=event.into)


@folds(events.ConsolidatedFrom)
def _consolidated_from(case: Case, event: events.ConsolidatedFrom, meta: Meta) -> Case:
    known = {one.sha256 for one in case.documents}
    return changed(
        case,
        happenings=_earlier(case.happenings, event.complete),
        items=(*case.items, *event.items),
        documents=(*case.documents, *(one for one in event.documents if one.sha256 not in known)),
        consolidated_from=(*case.consolidated_from, event.case),
    )


def _earlier(happenings: tuple[Happening, ...], complete: date | datetime | None) -> tuple[Happening, ...]:
    """The earliest day on which one of two consolidated files was complete."""
    own = [one for one in happenings if one.type == "records.complete"]
    if complete is None or any(instant(one.at) <= instant(complete) for one in own):
        return happenings
    kept = tuple(one for one in happenings if one.type != "records.complete")
    return (*kept, Happening(type="records.complete", at=complete))


#: How a review may end before a determination, to the event that the law's clocks look at.
_ENDS = {
    "authorized": "treatment.authorized",
    "settled": "dispute.settled",
    "request withdrawn": "request.withdrawn",
}


@folds(events.Terminated)
def _terminated(case: Case, event: events.Terminated, meta: Meta) -> Case:
    after = case.state in _AFTER_REVIEWER
    reviews = tuple(changed(one, ended=meta.at) if one.open else one for one in case.reviews)
    told = case.happenings
    if event.happened and event.how in _ENDS:
        told = (*told, Happening(type=_ENDS[event.how], at=event.happened))
    if event.notified:
        told = (*told, Happening(type="termination.notified", at=event.notified))
    return moved(
        changed(case, happenings=told),
        "T2" if after else "T1",
        meta,
        reviews=reviews,
        termination={"at": meta.at.isoformat(), **event.data()},
    )


@folds(events.AdministratorChanged)
def _changed(case: Case, event: events.AdministratorChanged, meta: Meta) -> Case:
    fields = ("organization", "address", "city", "state", "zip", "phone", "fax", "email")
    person = {name: getattr(event, name) for name in fields}
    former = next((one for one in case.parties if one.role == "claims administrator"), None)
    # Only the administrator that was replaced last gets the notice as the former one.
    kept = [one for one in case.parties if one.role not in ("claims administrator", FORMER)]
    new = [Party(role="claims administrator", **person)]
    new += [changed(former, role=FORMER)] if former else []
    told = (*case.happenings, Happening(type="administrator.changed", at=event.effective))
    if event.notified:
        told = (*told, Happening(type="administrator_change.notified", at=event.notified))
    form = {
        **case.application,
        "claims_administrator": {**person, "address": list(event.address)},
        "adjuster": None,
    }
    return changed(case, application=form, parties=(*kept, *new), happenings=told)


@folds(events.LiabilityDisputed)
def _liability(case: Case, event: events.LiabilityDisputed, meta: Meta) -> Case:
    return changed(case, happenings=happened(case, "liability.disputed", event.disputed))


@folds(events.LiabilityResolved)
def _no_liability(case: Case, event: events.LiabilityResolved, meta: Meta) -> Case:
    told = happened(case, "liability.resolved", event.served, service=event.service)
    return changed(case, happenings=told)
