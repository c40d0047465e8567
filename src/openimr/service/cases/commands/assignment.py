"""The notice of assignment and request for information: out to all parties within one business day."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from openimr.service.cases.actors import Actor
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events.records import AssignmentNotified
from openimr.service.cases.domain.parts import Party
from openimr.service.cases.expecting import clocks_if
from openimr.service.cases.filed import RECORDS_CLOCKS
from openimr.service.cases.notifying import notify, recipient
from openimr.service.cases.refusals import Refused
from openimr.service.cases.unit import work

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
    paragraphs: Collection[str] = (),
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Send the notice of assignment; how the claims administrator is served decides the records clock.

    Args:
        actor: intake or records.
        number: the case.
        services: role to ``mail``, ``electronic`` or ``fax``; by default what the contact data allow.
        paragraphs: keys of paragraphs on law that is not verified which the actor lets into the notice.

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
        notify(unit, number, _KIND, by=chosen, confirmed=paragraphs)
    return unit.case(number)
