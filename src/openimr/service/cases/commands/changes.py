"""What changes a case on the way: faster, another claims administrator, a dispute over liability.

Consolidation and termination stand in :mod:`openimr.service.cases.commands.consolidating` and
:mod:`openimr.service.cases.commands.terminating`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from openimr.law.expedited import Certifier, ExpeditedFacts, conversion
from openimr.law.forms import Person
from openimr.law.requirements import Verdict
from openimr.service.cases import legal
from openimr.service.cases.actors import Actor
from openimr.service.cases.commands.consolidating import consolidate
from openimr.service.cases.commands.terminating import terminate
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events import records as events
from openimr.service.cases.notifying import notify
from openimr.service.cases.refusals import Refused
from openimr.service.cases.unit import Unit, work
from openimr.service.clock import PACIFIC

__all__ = [
    "change_administrator",
    "consolidate",
    "convertible",
    "dispute_liability",
    "expedite",
    "resolve_liability",
    "terminate",
]


def convertible(
    case: Case,
    *,
    certified_by: Certifier | None = None,
    certified: bool | None = None,
    supported: bool | None = None,
    treatment_given: bool | None = None,
) -> Verdict:
    """What the law says of converting this case; what is not given is unknown, or as the form says."""
    given = legal.application(case).treatment_given if treatment_given is None else treatment_given
    return conversion(
        ExpeditedFacts(
            treatment_given=given,
            certified=certified,
            certified_by=certified_by,
            priority=case.priority,
            supported=supported,
            state=case.state,
        )
    )


def expedite(
    actor: Actor,
    number: str,
    *,
    certified_by: Certifier,
    document: str | None,
    support: Sequence[str] = (),
    treatment_given: bool | None = None,
    reason: str,
    paragraphs: Collection[str] = (),
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Convert a regular case to expedited, on a physician's written certification; all parties are told.

    Args:
        actor: intake, records, the clinical consultant or the medical director.
        number: the case.
        certified_by: who certifies the threat.
        document: the id of the certification.
        support: ids of the papers that support it.
        treatment_given: whether the treatment was provided already, where the form does not say.
        reason: what threatens, in a few words.
        paragraphs: keys of paragraphs on law that is not verified which the actor lets into the notice.

    Raises:
        Refused: a requirement does not hold or is not known.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "case.expedite", expected=expected)
        known = {one.id for one in case.documents}
        if (document is not None and document not in known) or set(support) - known:
            raise Refused(
                "Choose papers of this case; add what is missing to its records first.", field="document"
            )
        verdict = convertible(
            case,
            certified_by=certified_by,
            certified=document is not None,
            supported=bool(support),
            treatment_given=treatment_given,
        )
        for unmet in (*verdict.reasons, *verdict.unanswered):
            said = "does not hold" if unmet in verdict.reasons else "is not known"
            raise Refused(
                f"“{unmet.title}” {said}. {unmet.how}", law=unmet.law[0].cite, field=_FIELD.get(unmet.code)
            )
        if not reason.strip():
            raise Refused("Say in a few words what threatens the worker's health.", field="reason")
        unit.emit(
            number,
            events.Expedited(
                certified_by=certified_by,
                reason=reason.strip(),
                document=document,
                support=tuple(support),
                treatment_given=treatment_given,
            ),
        )
        notify(
            unit, number, "expedited", confirmed=paragraphs, old_priority="standard", new_priority="expedited"
        )
    return unit.case(number)


#: The field of the form that a requirement of law/data/expedited.yaml concerns.
_FIELD = {"NOT_GIVEN": "treatment_given", "CERTIFIED": "document", "SUPPORTED": "support"}


def change_administrator(
    actor: Actor,
    number: str,
    administrator: Person,
    effective: date,
    *,
    notified: date | None = None,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Record that another claims administrator took the claim over; both and all parties are told.

    Args:
        actor: intake or records.
        number: the case.
        administrator: the new one, as on a form; ``organization`` is needed.
        effective: the day from which it handles the claim.
        notified: the day on which this office was told.

    Raises:
        Refused: it has no name or address, it is the same as before, or a day can't be.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "mail.sort", expected=expected)
        if not (administrator.organization or "").strip():
            raise Refused("Name the new claims administrator.", law="LC 4610.5(p)", field="organization")
        if not administrator.address and not administrator.email:
            raise Refused(
                "Give the new claims administrator's address or e-mail: notices go there from now on.",
                law="LC 4610.5(p)",
                field="address",
            )
        today = _today(unit)
        if effective > today + timedelta(days=366):
            raise Refused("That day is more than a year away; check the year.", field="effective")
        if notified is not None and notified > today:
            raise Refused(f"{notified} lies in the future.", field="notified")
        old = next((one for one in case.parties if one.role == "claims administrator"), None)
        if old is not None and old.organization == administrator.organization:
            raise Refused(
                "That is the claims administrator the case has; correct its address on the form instead.",
                field="organization",
            )
        unit.emit(
            number,
            events.AdministratorChanged(
                organization=(administrator.organization or "").strip(),
                effective=effective,
                address=administrator.address,
                city=administrator.city,
                state=administrator.state,
                zip=administrator.zip,
                phone=administrator.phone,
                fax=administrator.fax,
                email=administrator.email,
                notified=notified,
            ),
        )
        if old is not None:
            notify(unit, number, "administrator-change", change_effective=effective.isoformat())
    return unit.case(number)


def dispute_liability(
    actor: Actor,
    number: str,
    disputed: date,
    what: str,
    *,
    document: str | None = None,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Record that the claims administrator disputes liability; whether that defers the review the regulator decides.

    Raises:
        Refused: the day can't be, nothing is said of what is disputed, or it is on record.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "mail.sort", expected=expected)
        if disputed > _today(unit):
            raise Refused(f"{disputed} lies in the future.", field="day")
        if not what.strip():
            raise Refused(
                "Write what is disputed: the injury, the body part, the treatment.",
                law="LC 4610.5(k)",
                field="what",
            )
        if liability_open(case):
            raise Refused("A dispute over liability is on record and open.", law="LC 4610.5(k)")
        _paper(case, document)
        unit.emit(number, events.LiabilityDisputed(disputed=disputed, what=what.strip(), document=document))
    return unit.case(number)


def resolve_liability(
    actor: Actor,
    number: str,
    served: date,
    how: str,
    *,
    service: str | None = None,
    document: str | None = None,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Record the notice that liability is no longer disputed. A deferred case is resumed instead.

    Raises:
        Refused: no dispute is open, the case is deferred, or the day can't be.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "mail.sort", expected=expected)
        if case.state == "A4":
            raise Refused(
                "The case is deferred: resume it with that notice on the page on eligibility.",
                law="LC 4610.5(h)(2)",
            )
        if not liability_open(case):
            raise Refused("No dispute over liability is open in this case.", law="LC 4610.5(h)(2)")
        if served > _today(unit):
            raise Refused(f"{served} lies in the future.", field="day")
        if not how.strip():
            raise Refused("Write how it was resolved.", field="what")
        _paper(case, document)
        unit.emit(
            number,
            events.LiabilityResolved(
                served=served, service=service or None, how=how.strip(), document=document
            ),
        )
    return unit.case(number)


def liability_open(case: Case) -> bool:
    """Whether a dispute over liability is on record and not resolved."""
    told = [one.type for one in case.happenings if one.type in ("liability.disputed", "liability.resolved")]
    return bool(told) and told[-1] == "liability.disputed"


def _paper(case: Case, document: str | None) -> None:
    if document is not None and document not in {one.id for one in case.documents}:
        raise Refused("Choose a paper of this case, or none.", field="document")


def _today(unit: Unit) -> date:
    return unit.now.astimezone(PACIFIC).date()
