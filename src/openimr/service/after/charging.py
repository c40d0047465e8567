"""The fee of a case: what the law's function is asked, from what the case says."""

from __future__ import annotations

from datetime import date

from openimr.law.calendars import pacific_day
from openimr.law.fees import Fee, FeeFacts, Outcome, fee
from openimr.service.after.prices import listed
from openimr.service.cases.domain import Case
from openimr.service.cases.refusals import NotFound
from openimr.service.reviewers import registry


class NotYet(ValueError):
    """No fee can be charged; one sentence that says why."""


def outcome_of(case: Case) -> Outcome:
    """What became of the case, as far as fees go.

    Raises:
        NotYet: it goes on, here or within another case.
    """
    if case.state == "A1":
        return "duplicate"
    if case.state == "A5" or (case.appeal and case.appeal.get("before") == "A5"):
        return "ineligible"
    if case.letters:
        return "decided"
    if case.state in ("T1", "T2"):
        return "ended_pre" if case.state == "T1" else "ended_post"
    if case.state == "K0":
        raise NotYet(f"The case goes on within {case.consolidated_into}; the fee is charged there.")
    raise NotYet("The review is not over; the fee follows from how it ends (LC 4610.6(l)).")


def facts_of(case: Case) -> FeeFacts:
    """What the fee depends on; what nobody knows stays unknown.

    Raises:
        NotYet: see :func:`outcome_of`.
        ValueError: nobody said whether the review is standard or expedited.
    """
    if case.priority is None:
        raise NotYet("Whether the review was standard or expedited is not known; the fee may depend on it.")
    signed = [one for one in case.reviews if one.signed is not None]
    return FeeFacts(
        received=case.received,
        assigned=_assigned(case),
        priority=case.priority,
        items_are_drugs=_drugs(case),
        reviewer_degree=_degree([one.reviewer for one in signed]),
        reviewer_count=len({one.reviewer for one in signed}) or None,
        outcome=outcome_of(case),
        applications=1 + len(case.consolidated_from),
    )


def fee_of(case: Case) -> Fee:
    """The fee of the case, with its working; ``amount`` is ``None`` where a person must enter it.

    Raises:
        NotYet: see :func:`facts_of`.
    """
    return fee(facts_of(case), listed())


def _assigned(case: Case) -> date | None:
    days = [one.at for one in case.happenings if one.type == "assignment.notice_sent"]
    return pacific_day(days[-1]) if days else None


def _drugs(case: Case) -> tuple[bool, ...]:
    """One for each eligible treatment; nothing at all where what one of them is was confirmed by nobody."""
    known = [one.normalised for one in case.eligible_items]
    if any(one is None or (one.category is None and not one.drugs) for one in known):
        return ()
    return tuple(bool(one.drugs) or one.category == "Pharmaceuticals" for one in known if one is not None)


def _degree(codes: list[str]) -> str | None:
    """The degree of the reviewers, if it is one and the same."""
    degrees = set()
    for code in codes:
        try:
            degrees.add(registry.get(code).facts.degree)
        except NotFound:
            return None
    return degrees.pop() if len(degrees) == 1 else None
