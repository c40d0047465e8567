"""The regulator's decision on eligibility, and what the rules say of the expedited track.

The answers it rests on stand in :mod:`~.answering`; what waits on the way (information, liability) in
:mod:`~.waiting`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from openimr.law.expedited import ExpeditedFacts, expedited
from openimr.law.model import Reason
from openimr.law.requirements import Verdict
from openimr.service.cases import legal
from openimr.service.cases.actors import Actor
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.events import eligibility as events
from openimr.service.cases.domain.parts import Priority
from openimr.service.cases.notifying import notify
from openimr.service.cases.refusals import Refused
from openimr.service.cases.unit import work


def confirmed(case: Case, reasons: Sequence[Reason], codes: Sequence[str]) -> tuple[Reason, ...]:
    """The reasons that were confirmed out of those that the answers give; see :func:`refuse`.

    ``codes`` name a reason, or a reason of one treatment as ``CODE:2``.

    Raises:
        Refused: none or a wrong one was confirmed, a treatment would be left, or a person must answer first.
    """
    bars = [one for one in reasons if one.outcome != "deferred"]
    chosen = tuple(one for one in bars if one.code in codes or name_of(one) in codes)
    if not chosen or set(codes) - {one.code for one in bars} - {name_of(one) for one in bars}:
        raise Refused(
            "Confirm at least one reason among those that the answers give; none is taken as given.",
            law="LC 4610.5(k)",
            field="codes",
        )
    left = {one.number for one in case.items} - {one.item for one in chosen}
    if left and not any(one.item is None for one in chosen):
        raise Refused(
            f"The reasons concern single treatments only, and treatment {min(left)} would be left; "
            "find the case eligible for the rest instead.",
            law="LC 4610.5(k)",
            field="codes",
        )
    unasked = [one for one in chosen if one.asks and not _regulator_said(case, one.code, one.item)]
    if unasked:
        raise Refused(
            f"{unasked[0].title}: {unasked[0].asks} Answer that question yourself before it ends an application.",
            field="codes",
        )
    return chosen


def name_of(reason: Reason) -> str:
    """How a form names a reason."""
    return reason.code if reason.item is None else f"{reason.code}:{reason.item}"


def refuse(
    actor: Actor,
    number: str,
    codes: Sequence[str],
    *,
    paragraphs: Collection[str] = (),
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Find the application ineligible, for reasons that the regulator confirms one by one.

    Args:
        actor: the regulator.
        number: the case.
        codes: the reasons that were confirmed, out of those that the rules found.
        paragraphs: keys of paragraphs on law that is not verified which the actor lets into the notice.

    Raises:
        Refused: a reason is not among those found, or rests on a rule that a person must answer for and did not.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "eligibility.decide", expected=expected)
        chosen = confirmed(case, legal.find(case, unit.now).reasons, codes)
        unit.emit(number, events.Refused(reasons=tuple(legal.refusal(one) for one in chosen)))
        notify(unit, number, "ineligibility", confirmed=paragraphs)
    return unit.case(number)


def _regulator_said(case: Case, code: str, item: int | None) -> bool:
    return any(
        one.code == code and one.item in (item, None) and one.regulator and one.regulator.holds
        for one in case.questions
    )


def track(case: Case) -> Verdict:
    """What the rules say of the expedited track, from the form alone."""
    return expedited(ExpeditedFacts.from_application(legal.application(case)))


def find_eligible(
    actor: Actor,
    number: str,
    *,
    priority: Priority,
    formulary: bool,
    priority_reason: str | None = None,
    formulary_reason: str | None = None,
    expected: int | None = None,
    submission: str | None = None,
) -> Case:
    """Find the application eligible, in whole or for some of its treatments.

    Args:
        actor: the regulator.
        number: the case.
        priority: standard or expedited.
        formulary: whether the dispute is one on the formulary, with its short clocks; nothing decides that
            but a person (open point V4), so a reason is wanted.
        priority_reason: wanted where the rules on the expedited track do not say the same.
        formulary_reason: see ``formulary``.

    Raises:
        Refused: a question is open, the answers say otherwise, or a reason is missing.
    """
    with work(actor, submission=submission) as unit:
        case = unit.load(number, "eligibility.decide", expected=expected)
        found = legal.find(case, unit.now)
        if found.unanswered:
            one = found.unanswered[0]
            more = f", and {len(found.unanswered) - 1} more" if len(found.unanswered) > 1 else ""
            raise Refused(
                f"A question is open: {one.question}{more}. Answer it; what nobody answered is unknown, not no.",
                law="8 CCR 9792.10.3(a)",
            )
        eligible = tuple(one.number for one in found.items if one.status == "eligible")
        if not eligible:
            raise Refused(
                "The answers leave no treatment eligible; find the application ineligible, defer it, or change an answer.",
                law="LC 4610.5(k)",
            )
        _priority(track(case), priority, priority_reason)
        if formulary and not (formulary_reason or "").strip():
            raise Refused(
                "Say why this is a dispute on the formulary: its clocks are shorter.",
                law="LC 4610.5(a)(3)",
                field="formulary_reason",
            )
        refused = [one for one in found.reasons if one.item is not None and one.item not in eligible]
        unit.emit(
            number,
            events.Found(
                items=eligible,
                refused=tuple(legal.refusal(one) for one in refused),
                priority=priority,
                priority_reason=(priority_reason or "").strip() or None,
                formulary=formulary,
                formulary_reason=(formulary_reason or "").strip() or None,
            ),
        )
    return unit.case(number)


def _priority(verdict: Verdict, priority: Priority, reason: str | None) -> None:
    law = "LC 4610.6(d)(1)(C)"
    if priority == "expedited" and verdict.allowed is False:
        unmet = verdict.reasons[0]
        raise Refused(
            f"The review can't be expedited: {unmet.title[0].lower()}{unmet.title[1:]} does not hold. {unmet.how}",
            law=unmet.law[0].cite,
            field="priority",
        )
    if (reason or "").strip():
        return
    if priority == "expedited" and verdict.allowed is None:
        unknown = verdict.unanswered[0]
        raise Refused(
            f"Not known for an expedited review: {unknown.title[0].lower()}{unknown.title[1:]}. "
            "Say why it is expedited all the same, or correct the form.",
            law=law,
            field="priority_reason",
        )
    if priority == "expedited" and verdict.asks:
        raise Refused(
            f"A person must confirm: {verdict.asks[0]} Say why it is expedited.",
            law=law,
            field="priority_reason",
        )
    if priority == "standard" and verdict.allowed and not verdict.asks:
        raise Refused(
            "A threat to health is certified and the treatment was not given yet; say why it is reviewed in the regular time.",
            law=law,
            field="priority_reason",
        )
