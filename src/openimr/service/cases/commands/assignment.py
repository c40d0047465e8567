"""The notice of assignment and request for information: out to all parties within one business day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from openimr.service.cases.actors import Actor
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events.issuing import NoticeSent
from openimr.service.cases.domain.events.records import AssignmentNotified
from openimr.service.cases.domain.parts import Party
from openimr.service.cases.expecting import clocks_if
from openimr.service.cases.filed import RECORDS_CLOCKS
from openimr.service.cases.notifying import facts_of, recipient
from openimr.service.cases.refusals import Refused
from openimr.service.cases.unit import Unit, work
from openimr.service.notices import NoticeRefused, preview

#: Who gets the notice (8 CCR 9792.10.4(b)), as the case names them, and as notices do.
SERVED = {
    "employee": "employee",
    "attorney": "attorney",
    "agent": "agent",
    "claims administrator": "claims_administrator",
    "requesting physician": "physician",
}
#: Whose service decides when the records are due.
OWES_RECORDS = "claims administrator"
_KIND = "assignment"


def ways(party: Party) -> tuple[str, ...]:
    """How a party can be served, the way that its contact data suggest first."""
    known = [
        name
        for name, given in (("electronic", party.email), ("fax", party.fax), ("mail", party.address))
        if given
    ]
    first = recipient(party)["method"]
    return (first, *(one for one in known if one != first))


def served(case: Case) -> tuple[Party, ...]:
    """The parties that get the notice."""
    return tuple(one for one in case.parties if one.role in SERVED)


def assign(
    actor: Actor,
    number: str,
    *,
    services: Mapping[str, str] | None = None,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Send the notice of assignment; how the claims administrator is served decides the records clock.

    Args:
        actor: intake or records.
        number: the case.
        services: role to ``mail``, ``electronic`` or ``fax``; by default what the contact data allow.

    Raises:
        Refused: there is no claims administrator, somebody can't be served that way, or something that the law
            wants in the notice is not known.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "case.assign", expected=expected)
        if case.state != "B0":
            raise Refused(
                "The notice of assignment goes out when the regulator has found the case eligible, and once.",
                law="8 CCR 9792.10.4(b)",
            )
        chosen: dict[str, str] = {
            one.role: (services or {}).get(one.role) or ways(one)[0] for one in served(case)
        }
        if OWES_RECORDS not in chosen:
            raise Refused(
                "The case names no claims administrator, so nobody can be asked for the records; correct the form.",
                law="LC 4610.5(l)",
            )
        for one in served(case):
            if chosen[one.role] not in ways(one):
                raise Refused(
                    f"The {one.role} can't be served by {chosen[one.role]}: the case has no address for that. "
                    f"Choose {' or '.join(ways(one))}.",
                    field=f"service-{one.role.replace(' ', '-')}",
                )
        service = chosen[OWES_RECORDS]
        due = clocks_if(
            case, unit.now, ("assignment.notice_sent", unit.now, {"service": service}), only=RECORDS_CLOCKS
        )
        unit.emit(
            number,
            AssignmentNotified(service=service, services=chosen, due=due[-1].due if due else None),
        )
        _serve(unit, number, chosen)
    return unit.case(number)


def _serve(unit: Unit, number: str, chosen: Mapping[str, str]) -> None:
    """As notifying.notify, with a way of service for each party."""
    case = unit.case(number)
    recipients: list[dict[str, Any]] = [
        {**recipient(one), "method": chosen[one.role]} for one in served(case)
    ]
    facts = facts_of(case, unit.now, {})
    try:
        drafts = [preview(_KIND, facts, SERVED[one["role"]]) for one in recipients]
    except NoticeRefused as problem:
        raise Refused(str(problem)) from problem
    title = drafts[0].title
    after = unit.emit(
        number, NoticeSent(kind=_KIND, notice_title=title, recipients=tuple(recipients), said={})
    )
    unit.then(lambda: _queue(after, title, recipients))


def _queue(case: Case, title: str, recipients: list[dict[str, Any]]) -> None:
    from openimr.service.notices.outbox import queue

    sent = case.notices[-1]
    for one in recipients:
        queue(
            case_number=case.number,
            event=sent.id,
            kind=_KIND,
            title=title,
            role=one["role"],
            name=one.get("name"),
            address=tuple(one.get("address", ())),
            email=one.get("email"),
            method=one["method"],
            now=sent.sent,
        )
