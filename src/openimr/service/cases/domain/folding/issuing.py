"""Folding of the letter and of what comes after it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openimr.service.cases.domain.case import Case
from openimr.service.cases.domain.events import issuing as events
from openimr.service.cases.domain.folding.base import Meta, changed, folds, happened, moved, replaced
from openimr.service.cases.domain.parts import Letter, Notice


@folds(events.DeterminationMailed)
def _mailed(case: Case, event: events.DeterminationMailed, meta: Meta) -> Case:
    letter = Letter(
        version=event.version,
        sha256=event.sha256,
        issued=meta.at,
        outcome=event.outcome,
        service=event.service,
        mailed=event.mailed,
    )
    reviews = tuple(changed(one, ended=meta.at) if one.open else one for one in case.reviews)
    told = happened(
        case,
        "determination.mailed",
        event.mailed,
        service=event.service,
        from_state="CA",
        to_state=event.to_state,
        outcome=event.outcome,
    )
    # Something to implement exists only where an item was overturned and liability is not disputed apart.
    implement = event.outcome != "upheld" and not case.application.get("liability_disputed")
    return moved(
        case,
        "D1" if implement else "D0",
        meta,
        letters=(*case.letters, letter),
        reviews=reviews,
        happenings=told,
    )


@folds(events.CorrectionProposed)
def _proposed(case: Case, event: events.CorrectionProposed, meta: Meta) -> Case:
    return changed(case, correction={"at": meta.at.isoformat(), "by": meta.actor, **event.data()})


@folds(events.CorrectionDropped)
def _dropped(case: Case, event: events.CorrectionDropped, meta: Meta) -> Case:
    return changed(case, correction=None)


@folds(events.DeterminationCorrected)
def _corrected(case: Case, event: events.DeterminationCorrected, meta: Meta) -> Case:
    letter = Letter(
        version=event.version,
        sha256=event.sha256,
        issued=meta.at,
        outcome=case.letters[-1].outcome,
        service=event.service,
        reason=event.reason,
        mailed=event.mailed,
    )
    return changed(
        renamed(case, event.changes),
        letters=(*case.letters, letter),
        determination=event.determination,
        correction=None,
    )


#: Names on the letter's first page to the parts that people play.
_COVER = {
    "/cover/employee": "employee",
    "/cover/employer": "employer",
    "/cover/claims_administrator": "claims administrator",
    "/cover/provider": "requesting physician",
}


def renamed(case: Case, changes: Mapping[str, Mapping[str, Any]]) -> Case:
    """The case with names and the claim number as a clerical correction gives them."""
    parties = case.parties
    for pointer, role in _COVER.items():
        party = next((one for one in parties if one.role == role), None)
        if pointer in changes and party is not None:
            field = "name" if party.name else "organization"
            parties = replaced(parties, party, **{field: changes[pointer]["new"]})
    form = case.application
    if "/cover/claim_number" in changes:
        form = {**form, "claim_number": changes["/cover/claim_number"]["new"]}
    return changed(case, parties=parties, application=form)


@folds(events.DeterminationPublished)
def _published(case: Case, event: events.DeterminationPublished, meta: Meta) -> Case:
    old = next(one for one in case.letters if one.version == event.version)
    return changed(case, letters=replaced(case.letters, old, public_sha256=event.sha256, published=meta.at))


@folds(events.DeterminationReceived)
def _received(case: Case, event: events.DeterminationReceived, meta: Meta) -> Case:
    return changed(
        case,
        happenings=happened(
            case,
            "determination.received",
            event.received,
            service_already_given=event.service_already_given,
        ),
    )


@folds(events.TreatmentAuthorized)
def _authorized(case: Case, event: events.TreatmentAuthorized, meta: Meta) -> Case:
    # While a petition is pending the case waits for the board, whatever was authorized meanwhile.
    state = "E0" if case.state == "E0" else "D2"
    done = "treatment.reimbursed" if event.reimbursed else "treatment.authorized"
    told = happened(case, done, event.authorized)
    return moved(case, state, meta, happenings=told)


@folds(events.TreatmentNotAuthorized)
def _not_authorized(case: Case, event: events.TreatmentNotAuthorized, meta: Meta) -> Case:
    return moved(case, "D3", meta)


@folds(events.PetitionFiled)
def _petition(case: Case, event: events.PetitionFiled, meta: Meta) -> Case:
    return moved(
        case,
        "E0",
        meta,
        appeal={"before": case.state, **event.data()},
        happenings=happened(case, "petition.filed", event.filed),
    )


@folds(events.PetitionDenied)
def _denied(case: Case, event: events.PetitionDenied, meta: Meta) -> Case:
    return moved(case, "E1", meta, appeal={**(case.appeal or {}), "denied": event.decided.isoformat()})


@folds(events.PetitionGranted)
def _granted(case: Case, event: events.PetitionGranted, meta: Meta) -> Case:
    appeal = {**(case.appeal or {}), "granted": event.decided.isoformat(), "fact": event.fact}
    return moved(case, "E2", meta, appeal=appeal, remanded_to=event.new_case)


@folds(events.RemandTakenUp)
def _taken_up(case: Case, event: events.RemandTakenUp, meta: Meta) -> Case:
    items = tuple(changed(one, eligible=one.number in event.items) for one in case.items)
    return moved(
        case,
        "B3",
        meta,
        items=items,
        priority=event.priority,
        formulary=event.formulary,
        happenings=happened(case, "records.complete", event.at),
    )


@folds(events.NoticeSent)
def _notice(case: Case, event: events.NoticeSent, meta: Meta) -> Case:
    new = Notice(
        id=meta.number,
        kind=event.kind,
        title=event.notice_title,
        sent=meta.at,
        recipients=event.recipients,
        said=event.said,
        confirmed=event.confirmed,
    )
    return changed(case, notices=(*case.notices, new))


@folds(events.InvoiceRaised)
def _invoice(case: Case, event: events.InvoiceRaised, meta: Meta) -> Case:
    entry = {"at": meta.at.isoformat(), "by": meta.actor, **event.data()}
    return changed(case, invoices=(*case.invoices, entry))
