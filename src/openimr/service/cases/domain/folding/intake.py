"""Folding of what happens before the eligibility review."""

from __future__ import annotations

from datetime import date
from typing import Any

from openimr.service.cases.domain.case import Case
from openimr.service.cases.domain.events import intake as events
from openimr.service.cases.domain.events.base import EventData
from openimr.service.cases.domain.folding.base import Meta, changed, folds, moved, replaced
from openimr.service.cases.domain.parts import Happening, Item, Party

#: Field of the form to the role that its person plays.
_ROLES = {
    "employee": "employee",
    "attorney": "attorney",
    "agent": "agent",
    "physician": "requesting physician",
    "claims_administrator": "claims administrator",
    "employer": "employer",
}


def parties(application: dict[str, Any]) -> tuple[Party, ...]:
    """The parties that a form names; a person of whom nothing is known is none."""
    found = []
    for field, role in _ROLES.items():
        person = {key: value for key, value in (application.get(field) or {}).items() if value}
        if person:
            found.append(Party(role=role, **person))  # type: ignore[arg-type]
    return tuple(found)


def happenings(application: dict[str, Any], received: date) -> tuple[Happening, ...]:
    """What the form says that the law's clocks look at.

    The date of the request for authorization is not among it: when it was received, the form does not say.
    """
    found = []
    if application.get("ur_decision_date"):
        found.append(
            Happening(type="ur_decision.made", at=date.fromisoformat(application["ur_decision_date"]))
        )
    if application.get("ur_served_date"):
        details: dict[str, Any] = {}
        if application.get("ur_service"):
            details["service"] = application["ur_service"]
        for key, person in (("from_state", "claims_administrator"), ("to_state", "employee")):
            state = (application.get(person) or {}).get("state")
            if state:
                details[key] = state
        if application.get("form_enclosed") is not None:
            details["form_enclosed"] = application["form_enclosed"]
        served = date.fromisoformat(application["ur_served_date"])
        found.append(Happening(type="ur_decision.served", at=served, details=details))
        if application.get("liability_disputed"):
            found.append(Happening(type="liability.disputed", at=served))
    found.append(Happening(type="application.received", at=received))
    return tuple(found)


def opened(event: EventData, meta: Meta) -> Case:
    """The case that an application opens.

    Raises:
        ValueError: the event is no application.
    """
    if not isinstance(event, events.ApplicationReceived):
        raise ValueError(f"A case begins with application.received, not with {event.type}.")
    form = event.application
    return Case(
        number=event.number,
        version=meta.number,
        state="A0",
        state_since=meta.at,
        opened=meta.at,
        received=event.received,
        channel=event.channel,
        priority=form.get("priority"),
        formulary=form.get("formulary"),
        application=form,
        items=_items(event.items),
        parties=parties(form),
        happenings=happenings(form, event.received),
        remand_of=event.remand_of,
        remand_fact=event.remand_fact,
        barred_reviewers=event.barred_reviewers,
    )


def _items(new: tuple[events.NewItem, ...]) -> tuple[Item, ...]:
    return tuple(Item(number=one.number, text=one.text, normalised=one.normalised) for one in new)


@folds(events.ApplicationCorrected)
def _corrected(case: Case, event: events.ApplicationCorrected, meta: Meta) -> Case:
    form = {**case.application, **event.changes}
    received = (
        date.fromisoformat(event.changes["received"]) if event.changes.get("received") else case.received
    )
    told = {one.type for one in happenings(case.application, case.received)}
    later = tuple(one for one in case.happenings if one.type not in told)
    return changed(
        case,
        application=form,
        priority=form.get("priority") if case.state in ("A0", "A2", "A3") else case.priority,
        formulary=form.get("formulary") if case.state in ("A0", "A2", "A3") else case.formulary,
        parties=(*parties(form), *(one for one in case.parties if one.role == "former_claims_administrator")),
        received=received,
        channel=event.changes.get("channel") or case.channel,
        happenings=(*happenings(form, received), *later),
    )


@folds(events.ItemsSplit)
def _split(case: Case, event: events.ItemsSplit, meta: Meta) -> Case:
    # A line that nobody touched stays confirmed; what was asked of items is asked anew, as their numbers change.
    before = {one.text: one for one in reversed(case.items)}
    items = tuple(
        changed(one, confirmed_by=before[one.text].confirmed_by)
        if one.text in before and before[one.text].normalised == one.normalised
        else one
        for one in _items(event.items)
    )
    return changed(case, items=items, questions=tuple(q for q in case.questions if q.item is None))


@folds(events.ItemCorrected)
def _item(case: Case, event: events.ItemCorrected, meta: Meta) -> Case:
    old = case.item(event.number)
    return changed(
        case, items=replaced(case.items, old, normalised=event.normalised, confirmed_by=meta.actor)
    )


@folds(events.ItemReopened)
def _reopened(case: Case, event: events.ItemReopened, meta: Meta) -> Case:
    old = case.item(event.number)
    return changed(case, items=replaced(case.items, old, normalised=event.normalised, confirmed_by=None))


@folds(events.ApplicationMerged)
def _merged(case: Case, event: events.ApplicationMerged, meta: Meta) -> Case:
    return moved(case, "A1", meta, merged_into=event.into)


@folds(events.ReviewStarted)
def _started(case: Case, event: events.ReviewStarted, meta: Meta) -> Case:
    return moved(case, "A2", meta)
