"""The conditions that the records of the clocks name.

A condition is true, false, or ``None``: what it depends on is not recorded. The words in `UNKNOWN` then say so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime

from openimr.law.calendars import pacific_day
from openimr.law.model import Happening
from openimr.law.timeline import Timeline, instant, left_out

End = date | datetime | None
#: Takes the timeline, the trigger, and the end of the clock as counted without tolling.
Condition = Callable[[Timeline, Happening, End], bool | None]


def review(case: Timeline) -> object:
    """Prospective, concurrent or retrospective, if recorded."""
    return case.said("review", "rfa.received", "ur_decision.made")


def _is_review(kind: str) -> Condition:
    def holds(case: Timeline, trigger: Happening, end: End) -> bool | None:
        kind_of = review(case)
        return None if kind_of is None else kind_of == kind

    return holds


def _not_retrospective(case: Timeline, trigger: Happening, end: End) -> bool | None:
    kind_of = review(case)
    return None if kind_of is None else kind_of != "retrospective"


def expedited_request(case: Timeline, trigger: Happening, end: End) -> bool:
    """Whether the request was expedited; where it does not say, the priority of the case counts."""
    return (case.said("priority", "rfa.received") or case.facts.priority) == "expedited"


def _deferred(case: Timeline, trigger: Happening, end: End) -> bool:
    """Utilization review was put off: liability was disputed and no decision came before that was resolved."""
    if case.first("deferral.notice_sent"):
        return True
    if not case.first("liability.disputed"):
        return False
    decided, resolved = case.first("ur_decision.made", "ur_decision.served"), case.first("liability.resolved")
    return decided is None or (resolved is not None and instant(resolved.at) < instant(decided.at))


def _deferred_in_time(case: Timeline, trigger: Happening, end: End) -> bool:
    """Utilization review was put off before its time had run out."""
    first = case.first("liability.disputed", "deferral.notice_sent")
    in_time = first is not None and (end is None or first.day <= pacific_day(end))
    return in_time and _deferred(case, trigger, end)


def _not_approved(case: Timeline, trigger: Happening, end: End) -> bool:
    return case.said("outcome", "ur_decision.made", "ur_decision.served") != "approved"


def _emergency_provider(case: Timeline, trigger: Happening, end: End) -> bool:
    return case.said("filer", "application.received") == "emergency provider"


def _form_missing(case: Timeline, trigger: Happening, end: End) -> bool:
    return case.form_given() is None


def _form_left_out(case: Timeline, trigger: Happening, end: End) -> bool:
    return left_out(trigger)


def _form_unknown(case: Timeline, trigger: Happening, end: End) -> bool:
    given = case.form_given()
    return given is not None and given.type != "form.served" and given.details.get("form_enclosed") is None


def _liability_disputed(case: Timeline, trigger: Happening, end: End) -> bool:
    """Liability was disputed while the time ran, before an application came."""
    if case.said("liability_disputed", "ur_decision.served"):
        return True
    disputed, application = case.first("liability.disputed"), case.first("application.received")
    if disputed is None and case.first("liability.resolved"):
        return True  # what was resolved had been disputed
    if disputed is None or (end is not None and disputed.day > pacific_day(end)):
        return False
    return application is None or disputed.day <= application.day


def _liability_open(case: Timeline, trigger: Happening, end: End) -> bool:
    disputed, resolved = case.first("liability.disputed"), case.by_type.get("liability.resolved")
    if disputed is None:
        return False
    return not resolved or instant(resolved[-1].at) < instant(disputed.at)


def _was_tolled(case: Timeline, trigger: Happening, end: End) -> bool:
    return bool(case.tolled & {"I1", "I1c"}) or not case.first("ur_decision.served", "form.served")


def service(trigger: Happening) -> object:
    """The way of service of an event, if recorded."""
    return trigger.details.get("service")


def _notice_by_mail(case: Timeline, trigger: Happening, end: End) -> bool | None:
    return {"mail": True, "electronic": False, "fax": False}.get(str(service(trigger)))


def _notice_electronic(case: Timeline, trigger: Happening, end: End) -> bool:
    return service(trigger) in ("electronic", "fax")


def _before_determination(case: Timeline, trigger: Happening, end: End) -> bool:
    mailed = case.first("determination.mailed")
    return mailed is None or instant(trigger.at) < instant(mailed.at)


def _determination_awaited(case: Timeline, trigger: Happening, end: End) -> bool:
    """The file is complete, or it is not and nobody has decided without saying so."""
    return trigger.type == "records.complete" or case.first("determination.mailed") is None


def _overturned(case: Timeline, trigger: Happening, end: End) -> bool | None:
    outcome = case.said("outcome", "determination.received", "determination.mailed")
    return None if outcome is None else outcome != "upheld"


def _service_given(case: Timeline, trigger: Happening, end: End) -> bool | None:
    given = trigger.details.get("service_already_given")
    return None if given is None else bool(given)


def _not(condition: Condition) -> Condition:
    def holds(case: Timeline, trigger: Happening, end: End) -> bool | None:
        value = condition(case, trigger, end)
        return None if value is None else not value

    return holds


CONDITIONS: Mapping[str, Condition] = {
    "prospective": _is_review("prospective"),
    "concurrent": _is_review("concurrent"),
    "retrospective": _is_review("retrospective"),
    "not_retrospective": _not_retrospective,
    "expedited_request": expedited_request,
    "not_expedited_request": _not(expedited_request),
    "formulary": lambda case, trigger, end: case.facts.formulary is True,
    "not_formulary": lambda case, trigger, end: case.facts.formulary is not True,
    "deferred": _deferred,
    "deferred_in_time": _deferred_in_time,
    "not_approved": _not_approved,
    "incomplete": lambda case, trigger, end: trigger.details.get("complete") is False,
    "emergency_provider": _emergency_provider,
    "not_emergency_provider": _not(_emergency_provider),
    "form_missing": _form_missing,
    "form_left_out": _form_left_out,
    "form_unknown": _form_unknown,
    "liability_disputed": _liability_disputed,
    "liability_open": _liability_open,
    "was_tolled": _was_tolled,
    "determination_awaited": _determination_awaited,
    "records_not_complete": lambda case, trigger, end: trigger.type != "records.complete",
    "request_not_received": lambda case, trigger, end: trigger.type == "information.requested",
    "notice_by_mail": _notice_by_mail,
    "notice_electronic": _notice_electronic,
    "before_determination": _before_determination,
    "overturned": _overturned,
    "service_given": _service_given,
    "service_not_given": _not(_service_given),
    "petition_filed": lambda case, trigger, end: case.first("petition.filed") is not None,
}

#: What a clock asks when a condition of it is not recorded.
UNKNOWN: Mapping[str, str] = {
    "prospective": "Whether the review was prospective or concurrent is not recorded; counted as prospective.",
    "not_retrospective": "Whether the treatment had already been given is not recorded; counted as not given.",
    "notice_by_mail": "The regulation has a number for notice by mail and by electronic means only; "
    "counted as by mail.",
    "overturned": "Whether an item was overturned is not recorded.",
    "service_given": "Whether the treatment was already given is not recorded.",
    "service_not_given": "Whether the treatment was already given is not recorded.",
}

#: What the working says when a clock has not started or stands still.
HELD: Mapping[str, str] = {
    "form_missing": "The application form with its envelope was not given; the time starts when it is.",
    "records_not_complete": "Records came, but not yet all; the time starts when the file is complete.",
    "request_not_received": "The receipt of the request is not recorded; the time starts with it.",
    "liability_disputed": "Liability was disputed; the time runs anew from the notice that this is resolved (I1a).",
    "deferred_in_time": "Liability was disputed before a decision; utilization review waits until that is resolved (U7, U8).",
    "liability_open": "Liability is disputed separately; there is no duty until that is resolved.",
}


def unknown(name: str) -> str:
    """What to ask about a condition that is not recorded."""
    return UNKNOWN.get(name, f"{name.replace('_', ' ')}: not recorded.")
