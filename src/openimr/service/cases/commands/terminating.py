"""Ending a review before a determination."""

from __future__ import annotations

from datetime import date, datetime

from openimr.law.fees import Fee, FeeFacts, fee
from openimr.service.cases.actors import Actor
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events.records import Terminated
from openimr.service.cases.endings import endings
from openimr.service.cases.notifying import notify
from openimr.service.cases.refusals import Refused
from openimr.service.cases.unit import work
from openimr.service.clock import PACIFIC

#: States in which a reviewer has the case, or had it.
WITH_REVIEWER = ("C1", "C2", "C3")


def terminate(
    actor: Actor,
    number: str,
    *,
    how: str,
    reason: str,
    happened: date | None = None,
    notified: date | None = None,
    document: str | None = None,
    confirmed: bool = False,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """End the review; all parties are told, the claims administrator also which fee applies.

    Args:
        actor: intake, records or the regulator.
        number: the case.
        how: one of :func:`~openimr.service.cases.endings.endings`.
        reason: in words, for the office.
        happened: the day on which the dispute ended.
        notified: the day on which this office was told.
        document: the id of the paper that says so.
        confirmed: a person confirmed what is not verified law.

    Raises:
        Refused: it can't end this way, something is missing, or a person must confirm it first.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "case.terminate", expected=expected)
        if (way := endings().get(how)) is None:
            raise Refused("Say how the dispute ended.", law="LC 4610.5(g)", field="how")
        if not reason.strip():
            raise Refused("Write how you know.", law="LC 4610.5(g)", field="reason")
        today = unit.now.astimezone(PACIFIC).date()
        for name, day in (("happened", happened), ("notified", notified)):
            if day is not None and day > today:
                raise Refused(f"{day} lies in the future.", field=name)
        if happened and notified and notified < happened:
            raise Refused("This office can't have been told before it happened.", field="notified")
        if document is not None and document not in {one.id for one in case.documents}:
            raise Refused("Choose a paper of this case, or none.", field="document")
        if not way.acts and not confirmed:
            raise Refused(way.asks or "", field="confirmed")
        tier = tier_words(case, fee_of(case))
        unit.emit(
            number,
            Terminated(
                reason=reason.strip(),
                ended_by=way.ended_by,
                notified=notified,
                how=how,
                happened=happened,
                document=document,
                fee=tier,
            ),
        )
        notify(unit, number, "termination", termination_reason=way.says, fee_tier=tier)
    return unit.case(number)


def fee_of(case: Case) -> Fee:
    """What the claims administrator pays if the review ends now."""
    sent = [one.at for one in case.happenings if one.type == "assignment.notice_sent"]
    at = sent[0] if sent else None
    assigned = at.astimezone(PACIFIC).date() if isinstance(at, datetime) else at
    drugs = tuple(
        one.normalised.category == "Pharmaceuticals"
        for one in case.eligible_items
        if one.normalised is not None and one.normalised.category is not None
    )
    return fee(
        FeeFacts(
            received=case.received,
            assigned=assigned,
            priority=case.priority or "standard",
            items_are_drugs=drugs if len(drugs) == len(case.eligible_items) else (),
            reviewer_degree=None,
            reviewer_count=None,
            outcome="ended_post" if case.state in WITH_REVIEWER else "ended_pre",
            applications=1 + len(case.consolidated_from),
        )
    )


def tier_words(case: Case, cost: Fee) -> str:
    """The tier as the notice says it; an amount that is not verified is not said."""
    when = "while a doctor had the case" if case.state in WITH_REVIEWER else "before a doctor had the case"
    amount = f", ${cost.amount}" if cost.amount is not None else ""
    return f"the fee for a review that ended {when}{amount}"
