"""Whether the file is enough: reminding, complete, insufficient, going on without, late records."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from openimr.law.documents import Missing
from openimr.service.cases import filed
from openimr.service.cases.actors import Actor
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events import records as events
from openimr.service.cases.notifying import notify
from openimr.service.cases.projecting import moment
from openimr.service.cases.refusals import Refused
from openimr.service.cases.unit import Unit, work
from openimr.service.clock import PACIFIC


def remind(
    actor: Actor,
    number: str,
    codes: Sequence[str],
    *,
    paragraphs: Collection[str] = (),
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Remind the claims administrator of what is missing.

    Args:
        actor: records.
        number: the case.
        codes: which of the missing things (``law.documents``) are asked for.
        paragraphs: keys of paragraphs on law that is not verified which the actor lets into the notice.

    Raises:
        Refused: nothing is chosen, or something that is not missing.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "records.complete", expected=expected)
        lacking = {one.code: one for one in filed.missing(case, unit.now)}
        if not codes or set(codes) - set(lacking):
            raise Refused("Choose what is asked for among what is missing.", field="codes")
        asked = [asked_for(lacking[code]) for code in codes]
        notify(unit, number, "records-reminder", confirmed=paragraphs, missing=asked)
    return unit.case(number)


def asked_for(one: Missing) -> str:
    """What is missing as notices say it: without what it costs, which only the regulator decides."""
    return one.message.split(" The package is late:")[0]


def complete(
    actor: Actor,
    number: str,
    at: date | datetime,
    *,
    reason: str | None = None,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Declare the file complete: the clock of the decision starts.

    Args:
        actor: records.
        number: the case.
        at: when the last paper that was needed arrived; with the time where the review is expedited.
        reason: why it is complete although something is missing, or from a later day than the last paper's.

    Raises:
        Refused: the day can't be, the file is not enough for any decision, or a reason is missing.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "records.complete", expected=expected)
        _enough(case)
        _since(case, at, unit)
        said = (reason or "").strip()
        lacking = filed.missing(case, unit.now)
        certain = [one for one in lacking if one.asks is None]
        if certain and not said:
            raise Refused(
                f"{asked_for(certain[0])} Say why the file is complete all the same.",
                law=certain[0].law[0].cite,
                field="reason",
            )
        last = max(one.received for one in case.documents)
        if _day(at) > last and not said:
            raise Refused(
                f"The last paper arrived on {last}, and the time to decide runs from the receipt of the papers; "
                "give that day, or say why a later one counts.",
                law="LC 4610.6(d)(1)",
                field="at",
            )
        unit.emit(
            number,
            events.RecordsComplete(at=at, missing=tuple(one.code for one in lacking), reason=said or None),
        )
    return unit.case(number)


def insufficient(
    actor: Actor, number: str, *, expected: int | None = None, submission: str | None = None
) -> Case:
    """Record that the due date passed and the file is not complete.

    Raises:
        Refused: the due date has not passed, or nothing is missing.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "records.insufficient", expected=expected)
        clock = filed.records_clock(case, unit.now)
        if clock is None or clock.due is None:
            raise Refused(
                "No due date runs for the records, so they can't be late.", law="8 CCR 9792.10.5(a)(1)"
            )
        if unit.now <= moment(clock.due):
            raise Refused(
                f"The records are due by {shown(clock.due)}; until then the file can't be found insufficient.",
                law=clock.law[0].cite,
            )
        lacking = filed.missing(case, unit.now)
        if not lacking:
            raise Refused("Nothing is missing; declare the file complete instead.")
        unit.emit(number, events.RecordsInsufficient(missing=tuple(asked_for(one) for one in lacking)))
    return unit.case(number)


def proceed(
    actor: Actor,
    number: str,
    at: date | datetime,
    reason: str,
    *,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Go on without the missing records; the clock of the decision starts.

    Args:
        actor: the clinical consultant or the medical director.
        number: the case.
        at: when it was decided.
        reason: why what is there is enough.

    Raises:
        Refused: what is there is never enough (a utilization review decision alone), or no reason is given.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "records.proceed", expected=expected)
        _enough(case)
        _since(case, at, unit)
        if not reason.strip():
            raise Refused(
                "Say why the review can go on without the missing records.",
                law="8 CCR 9792.10.6(b)(2)",
                field="reason",
            )
        unit.emit(number, events.RecordsProceeded(reason=reason.strip(), at=at))
    return unit.case(number)


def refer_late(
    actor: Actor,
    number: str,
    *,
    paragraphs: Collection[str] = (),
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Put late records before the regulator, with the working. Nothing is ordered here.

    Args:
        paragraphs: keys of paragraphs on law that is not verified which the actor lets into the notice.

    Raises:
        Refused: nothing is late, or it was referred already.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "penalty.refer", expected=expected)
        referral = filed.late(case, unit.now)
        if referral is None:
            raise Refused("The records are not late; there is nothing to refer.", law="8 CCR 9792.12(c)(6)")
        if case.penalties:
            raise Refused(
                f"Late records in this case were referred on {case.penalties[-1]['at'][:10]} already."
            )
        lacking = [
            asked_for(one) for one in filed.missing(case, unit.now) if one.by == "claims administrator"
        ]
        unit.emit(
            number,
            events.PenaltyReferred(days=referral.days, amount=int(referral.amount), working=referral.working),
        )
        notify(
            unit,
            number,
            "penalty-referral",
            confirmed=paragraphs,
            missing=lacking or [f"Nothing any more: the last records came {referral.days} days late."],
            penalty=list(referral.working),
        )
    return unit.case(number)


def shown(at: date | datetime) -> str:
    """A due date for a sentence; a moment in California's time."""
    return f"{at.astimezone(PACIFIC):%Y-%m-%d %H:%M} Pacific" if isinstance(at, datetime) else f"{at}"


def _day(at: date | datetime) -> date:
    return at.astimezone(PACIFIC).date() if isinstance(at, datetime) else at


def _enough(case: Case) -> None:
    verdict = filed.may_decide(case)
    if not verdict.allowed:
        raise Refused(verdict.message, law=verdict.law[0].cite)


def _since(case: Case, at: date | datetime, unit: Unit) -> None:
    if case.priority == "expedited" and not isinstance(at, datetime):
        raise Refused(
            "An expedited review is counted in hours; give the time of day too.",
            law="LC 4610.6(d)(1)(C)",
            field="at",
        )
    later = at > unit.now if isinstance(at, datetime) else at > unit.now.astimezone(PACIFIC).date()
    if later:
        raise Refused("That lies in the future.", field="at")
    if _day(at) < case.received:
        raise Refused(f"The application arrived on {case.received}; the file can't be older.", field="at")
