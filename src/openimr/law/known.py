"""What follows from a case's papers and events: the named facts that the eligibility rules stand on.

What was stated for an item goes before what was stated for the case, that before the application, and that before
the events; nothing is assumed where all of them are silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from openimr.law.conditions import Fact
from openimr.law.facts import EligibilityFacts, ItemFacts
from openimr.law.forms import Application
from openimr.law.lateness import late, late_review
from openimr.law.model import Happening
from openimr.law.other_applications import compared
from openimr.law.regimes import regime
from openimr.law.rules import declared

#: What the form must say to tell whose dispute over what it is.
_NEEDED = (
    "employee", "claim_number", "injury_date", "ur_decision_date", "physician", "claims_administrator", "treatments",
)  # fmt: skip
_FROM_FORM = (
    "ur_outcome", "ur_basis", "injury_date", "rfa_date", "ur_decision_date", "filer", "agent_designated", "signed",
    "ur_copy_attached", "liability_disputed",
)  # fmt: skip


def known(case: EligibilityFacts, now: datetime) -> dict[str, Fact]:
    """The facts of the case as a whole, by name; a name that is missing is unknown.

    Args:
        case: what was said.
        now: an aware date and time: the clocks are read at this moment.
    """
    found: dict[str, Fact] = {}
    if case.application is not None:
        found |= _of_form(case.application)
    for name, fact in _of_events(case.events):
        # A dispute over liability that was raised counts, whatever the form says.
        if found.get(name, Fact()).value is None or (name == "liability_disputed" and fact.value):
            found[name] = fact
    found |= _stated(case.facts, "Stated for the case")
    governs = regime(found)
    found["regime"] = Fact(governs.code, " ".join(governs.working))
    found["late"], found["filing_due"] = late(case, found, now)
    found["ur_untimely"] = late_review(case, now)
    return found | _worked_out(found, case, case.application.treatments if case.application else (), None)


def known_of_item(case: EligibilityFacts, item: ItemFacts, whole: Mapping[str, Fact]) -> dict[str, Fact]:
    """The facts of one item: those of the case (``whole``), with what is said of the item laid over them."""
    found = dict(whole) | _stated(item.facts, f"Stated for item {item.number}")
    ended = _ended(case.events, item.number)
    if ended and "resolved_by" not in item.facts:
        found["resolved_by"] = ended
    treatments = (item.treatment,) if item.treatment else ()
    return found | _worked_out(found, case, treatments, item)


def _stated(facts: Mapping[str, Any], who: str) -> dict[str, Fact]:
    means = declared()
    return {
        name: Fact(value, f"{who}: {means[name].means}: {_said(value)}.") for name, value in facts.items()
    }


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def _of_form(form: Application) -> dict[str, Fact]:
    means = declared()
    found = {}
    for name in _FROM_FORM:
        value = getattr(form, name)
        if value is not None:
            found[name] = Fact(value, f"The application says: {means[name].means}: {_said(value)}.")
    if form.ur_served_date is not None:
        found["ur_communicated"] = Fact(
            form.ur_served_date, f"The decision was served on {form.ur_served_date}."
        )
    if form.received is not None:
        found["application_received"] = Fact(form.received, f"The application arrived on {form.received}.")
    if form.channel in ("web", "api"):
        found["on_dwc_form"] = Fact(True, "It was filed on the form itself, electronically.")
    blank = [name.replace("_", " ") for name in _NEEDED if not _filled(getattr(form, name))]
    if blank:
        found["form_complete"] = Fact(None, f"Not known from the form: {', '.join(blank)}.")
    else:
        found["form_complete"] = Fact(
            True, "Every field that tells whose dispute over what it is, is filled in."
        )
    return found


def _filled(value: Any) -> bool:
    if hasattr(value, "organization"):
        return bool(value.name or value.organization)
    return bool(value)


def _of_events(events: Iterable[Happening]) -> Iterable[tuple[str, Fact]]:
    """The facts that events give, in the order of time; the first that gives a fact counts."""
    days = {
        "injury.happened": ("injury_date", "The injury was"),
        "ur_decision.made": ("ur_decision_date", "The decision was made"),
        "ur_decision.communicated": ("ur_communicated", "The physician was told of the decision"),
        "ur_decision.served": ("ur_communicated", "The decision was served"),
        "application.received": ("application_received", "The application arrived"),
    }
    in_time = sorted(events, key=lambda one: one.day)
    decided = any(one.type.startswith("ur_decision.") for one in in_time)
    for one in in_time:
        if one.type in days:
            name, text = days[one.type]
            yield name, Fact(one.day, f"{text} on {one.day}.")
        if one.type.startswith("ur_decision.") and one.details.get("outcome") in (
            "approved",
            "denied",
            "modified",
        ):
            outcome = one.details["outcome"]
            yield "ur_outcome", Fact(outcome, f"Utilization review {outcome} the request ({one.day}).")
        if one.type == "deferral.notice_sent" and not decided:
            yield (
                "ur_outcome",
                Fact("deferred", f"There is only the letter of {one.day} that defers the decision."),
            )
        if one.details.get("liability_disputed") is not None:
            said = one.details["liability_disputed"]
            text = "disputes" if said else "does not dispute"
            yield "liability_disputed", Fact(said, f"The decision of {one.day} {text} liability.")
        if one.type == "liability.disputed":
            yield "liability_disputed", Fact(True, f"Liability was disputed on {one.day}.")
        if one.details.get("filer"):
            yield "filer", Fact(one.details["filer"], f"Filed by: {one.details['filer']}.")
    ended = _ended(in_time, None)
    if ended:
        yield "resolved_by", ended


def _ended(events: Iterable[Happening], item: int | None) -> Fact | None:
    """What ended the dispute before a determination; an authorization afterwards carries the determination out."""
    ends = {
        "treatment.authorized": ("authorized", "The treatment was authorized"),
        "dispute.settled": ("settled", "A settlement or award resolved the dispute"),
        "request.withdrawn": ("request withdrawn", "The physician withdrew the request"),
    }
    known = list(events)
    decided = [one.day for one in known if one.type in ("determination.mailed", "determination.received")]
    for one in known:
        before = not any(day <= one.day for day in decided)
        if one.type in ends and one.details.get("item") == item and before:
            how, text = ends[one.type]
            return Fact(how, f"{text} on {one.day}.")
    return None


def _worked_out(
    found: Mapping[str, Fact], case: EligibilityFacts, treatments: tuple[str, ...], item: ItemFacts | None
) -> dict[str, Fact]:
    same, decided = compared(found, case, treatments)
    return {
        "liability_open": _liability(found, case.events),
        "duplicate": same,
        "already_decided": decided,
        "months_since_denial": _months(found),
    }


def _liability(found: Mapping[str, Fact], events: Iterable[Happening]) -> Fact:
    disputed = found.get("liability_disputed", Fact())
    if disputed.value is not True:
        return disputed
    begun = [one.day for one in events if one.type == "liability.disputed"]
    over = [one.day for one in events if one.type == "liability.resolved"]
    if over and (not begun or max(over) >= max(begun)):
        return Fact(False, f"{disputed.because} The dispute was resolved on {max(over)}.")
    return Fact(True, f"{disputed.because} No notice says that the dispute is resolved.")


def _months(found: Mapping[str, Fact]) -> Fact:
    denial = found.get("earlier_denial", Fact())
    again = found.get("rfa_date", Fact())
    if denial.value is None or again.value is None:
        return Fact(None, denial.because)
    first, second = denial.value, again.value
    months = (second.year - first.year) * 12 + second.month - first.month - (second.day < first.day)
    return Fact(months, f"{denial.because} {months} full months passed until {second}.")
