"""What the eligibility review waits for: information from the parties, and the end of a liability dispute."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from openimr.service.cases import legal
from openimr.service.cases.actors import Actor
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events import eligibility as events
from openimr.service.cases.domain.events.intake import ReviewStarted
from openimr.service.cases.expecting import clocks_if
from openimr.service.cases.notifying import notify, recipient
from openimr.service.cases.projecting import clocks
from openimr.service.cases.refusals import Forbidden, Refused
from openimr.service.cases.unit import work
from openimr.service.clock import PACIFIC

#: The roles that the regulator may ask (8 CCR 9792.10.3(b)).
ASKABLE = ("claims administrator", "employee", "attorney", "agent", "requesting physician")
#: How a request goes out, to the days until those asked have it: our own presumption, shown as such.
MEANS = {"electronic": 0, "fax": 0, "phone": 0, "mail": 5}


def request_information(
    actor: Actor,
    number: str,
    to: Sequence[str],
    text: str,
    *,
    means: str | None = None,
    paragraphs: Collection[str] = (),
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Ask parties for information; the answer is due five business days after they have the request.

    Args:
        actor: intake, or the regulator.
        number: the case.
        to: roles of the case.
        text: what is needed.
        means: one of :data:`MEANS`; by default the slowest way on which one of those asked can be reached.
        paragraphs: keys of paragraphs on law that is not verified which the actor lets into the notice.

    Raises:
        Refused: nobody or nothing is asked.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "information.request", expected=expected)
        known = {one.role for one in case.parties if one.role in ASKABLE}
        if not to or not set(to) <= known:
            raise Refused(
                "Choose whom to ask among the parties of the case.", law="8 CCR 9792.10.3(b)", field="to"
            )
        if not text.strip():
            raise Refused("Write what is needed.", law="8 CCR 9792.10.3(b)", field="text")
        if means is None:
            ways = {recipient(one)["method"] for one in case.parties if one.role in to}
            means = max(ways, key=lambda way: MEANS.get(way, 0))
        if means not in MEANS:
            raise Refused("Say how it is asked.", law="8 CCR 9792.10.3(b)", field="means")
        received = had_by(means, unit.now)
        event = events.InformationRequested(
            to=tuple(to),
            text=text.strip(),
            means=means,
            received=received,
            due=answer_due(case, unit.now, received),
        )
        unit.emit(number, event)
        notify(unit, number, "information-request", confirmed=paragraphs, words=text.strip(), asked=list(to))
    return unit.case(number)


def had_by(means: str, now: datetime) -> date:
    """The day from which those asked are taken to have the request."""
    return now.astimezone(PACIFIC).date() + timedelta(days=MEANS[means])


def answer_due(case: Case, now: datetime, received: date) -> date | datetime | None:
    """When the answer to a request that is received on that day is due (clock I2)."""
    found = clocks_if(case, now, ("information.request_received", received, {}), only=("I2",))
    return found[-1].due if found else None


def receive_information(
    actor: Actor,
    number: str,
    request: int,
    text: str,
    *,
    documents: Sequence[str] = (),
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Record an answer to a request.

    Args:
        actor: intake, or a party that was asked.
        number: the case.
        request: the id of the request.
        text: what was answered.
        documents: ids of the case's documents that came with it.

    Raises:
        Refused: there is no such request, it was answered, or the answer says nothing.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "information.receive", expected=expected)
        waiting = [one.id for one in case.requests if one.kind == "eligibility" and one.answered is None]
        if request not in waiting:
            raise Refused("That request was answered already.")
        asked = next(one.to for one in case.requests if one.id == request)
        if actor.role == "party" and actor.part not in asked:
            raise Refused("That question was put to another party.", law="8 CCR 9792.10.3(b)")
        if not text.strip() and not documents:
            raise Refused("Write what was answered, or name the papers that came.", field="text")
        unknown = set(documents) - {one.id for one in case.documents}
        if unknown:
            raise Refused(
                "One of the papers is not in this case; choose among its documents.", field="documents"
            )
        unit.emit(
            number,
            events.InformationReceived(request=request, answer=text.strip(), documents=tuple(documents)),
        )
    return unit.case(number)


def go_on_without(
    actor: Actor,
    number: str,
    *,
    received: date | None = None,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Go on although no answer came.

    Args:
        actor: intake.
        number: the case.
        received: the day on which those asked had the request, where that was not recorded.

    Raises:
        Refused: the time to answer has not passed, or nobody knows when it began.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "information.receive", expected=expected)
        if actor.role == "party":
            raise Forbidden("Whether the review goes on without an answer the office says.")
        if received is not None:
            if received > unit.now.astimezone(PACIFIC).date():
                raise Refused("The request can't have been received in the future.", field="received")
            case = unit.emit(number, events.RequestReceived(received=received))
        waiting = [one for one in clocks(case, unit.now) if one.clock == "I2" and one.met_at is None]
        unknown = [one for one in waiting if one.due is None]
        if unknown:
            raise Refused(
                "Nobody recorded when those asked received the request, so the time to answer can't be counted; "
                "give that day.",
                law=unknown[0].law[0].cite,
                field="received",
            )
        running = [one for one in waiting if one.state == "running" and one.due is not None]
        if running:
            due = max(one.due for one in running if one.due is not None)
            raise Refused(f"The answer is due by {due}; wait until then.", law=running[0].law[0].cite)
        unit.emit(number, ReviewStarted())
    return unit.case(number)


def defer(
    actor: Actor,
    number: str,
    *,
    disputed: str | None = None,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Put the review on hold while liability is disputed.

    Args:
        actor: the regulator.
        number: the case.
        disputed: what the claims administrator disputes; by default what the answers say of it.

    Raises:
        Refused: nothing says that liability is disputed.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "case.defer", expected=expected)
        reasons = [one for one in legal.find(case, unit.now).reasons if one.outcome == "deferred"]
        if not reasons:
            raise Refused(
                "No answer says that liability is disputed; answer the question on liability first.",
                law="LC 4610.5(k)",
            )
        words = (disputed or "").strip() or " ".join(one.message for one in reasons).strip()
        if not words:
            raise Refused("Say what the claims administrator disputes.", law="LC 4610.5(k)", field="disputed")
        unit.emit(
            number,
            events.Deferred(reasons=tuple(legal.refusal(one) for one in reasons), disputed=words),
        )
        notify(unit, number, "deferral", words=words)
    return unit.case(number)


def resume(
    actor: Actor,
    number: str,
    served: date,
    service: str | None = None,
    *,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Take a deferred case up again, on the notice that liability is resolved.

    Raises:
        Refused: the notice is of the future, or was served before the decision that it concerns.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "case.resume", expected=expected)
        if served > unit.now.astimezone(PACIFIC).date():
            raise Refused("The notice can't have been served in the future.", field="served")
        decided = legal.application(case).ur_decision_date
        if decided is not None and served < decided:
            raise Refused(
                f"The notice can't have been served before the decision of {decided}.",
                law="LC 4610.5(h)(2)",
                field="served",
            )
        unit.emit(number, events.Resumed(served=served, service=service or None))
    return unit.case(number)
