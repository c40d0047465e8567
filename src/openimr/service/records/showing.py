"""What the page on the file shows: the index, what is missing and what it costs, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from openimr.law.documents import Missing, types
from openimr.law.penalties import Referral
from openimr.service.cases import filed
from openimr.service.cases.access import verdict
from openimr.service.cases.actors import Actor
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Document, Review
from openimr.service.cases.pages import address
from openimr.service.cases.projecting import clocks, moment
from openimr.service.eligibility.showing import Action
from openimr.service.office.clocks import Chip, chip
from openimr.service.office.dates import said


@dataclass(frozen=True, slots=True)
class Line:
    """A paper in the index. ``new``: it came after the reviewer who reads the page got the case."""

    document: Document
    kind: str
    address: str
    duplicate: str
    withheld: bool
    new: bool
    describe: str


def own_review(actor: Actor, case: Case) -> Review | None:
    """The review of the reviewer who reads the page."""
    if actor.reviewer is None:
        return None
    return next((one for one in case.open_reviews if one.reviewer == actor.reviewer), None)


def lines(actor: Actor, case: Case, *, describe: bool) -> list[Line]:
    """The index as this person may see it: what is kept from them is not in it, and reviewers get no duplicates."""
    review = own_review(actor, case)
    shown = filed.seen_by(actor, case)
    late = {one.id for one in filed.arrived_since(case, review)} if review else set()
    if review is None and case.open_reviews:
        first = min(case.open_reviews, key=lambda one: one.assigned)
        late = {one.id for one in filed.arrived_since(case, first)}
    titles = {one.id: one.title for one in case.documents}
    return [
        Line(
            document=one,
            kind=types().get(one.type, one.type),
            address=address(case.number, f"records/{one.id}/"),
            duplicate=titles.get(one.duplicate_of or "", ""),
            withheld=not one.in_file,
            new=one.id in late,
            describe=address(case.number, f"records/{one.id}/describe/") if describe else "",
        )
        for one in shown
    ]


@dataclass(frozen=True, slots=True)
class Lack:
    """Something that is missing, and whether all of its law is verified."""

    missing: Missing
    text: str
    cost: str


def lacking(case: Case, now: datetime) -> list[Lack]:
    """What is missing, each with what it costs by now."""
    out = []
    for one in filed.missing(case, now):
        text = one.message.partition(" The package is late: ")[0]
        cost = f"${one.cost:,}" if one.cost is not None else ""
        out.append(Lack(one, text, cost))
    return out


def record_clocks(case: Case, now: datetime) -> list[Chip]:
    """When the records are due, by regulation and by statute, and when the determination is."""
    wanted = (*filed.RECORDS_CLOCKS, filed.STATUTE_CLOCK, "I4", "I9")
    return [chip(one, now) for one in clocks(case, now) if one.clock in wanted]


def actions(actor: Actor, case: Case, now: datetime, late: Referral | None) -> list[Action]:
    """What this person can do with the file now, and why something can't be done."""
    from openimr.service.accounts.permissions import table

    out: list[Action] = []

    def offer(title: str, rest: str, action: str, why: str = "", *, primary: bool = False) -> None:
        if actor.role not in table().actions[action].roles:
            return
        allowed = verdict(actor, action, case)
        refused = allowed.why or why
        out.append(Action(title, address(case.number, f"records/{rest}"), refused, primary and not refused))

    missing = filed.missing(case, now)
    enough = filed.may_decide(case)
    if case.state == "B0":
        offer("Send the notice of assignment", "assign/", "case.assign", primary=True)
    if case.state in ("B1", "B2"):
        certain = [one for one in missing if one.asks is None]
        stop = "" if enough.allowed else "What is in the file is not enough for any decision."
        offer("Declare the file complete", "complete/", "records.complete", stop, primary=not certain)
        offer(
            "Remind the claims administrator",
            "remind/",
            "records.complete",
            "" if missing else "Nothing is missing.",
        )
    if case.state == "B1":
        clock = filed.records_clock(case, now)
        early = clock is not None and clock.due is not None and now <= moment(clock.due)
        why = f"The records are due by {said(clock.due)}." if early and clock and clock.due else ""
        offer(
            "Find the file insufficient",
            "insufficient/",
            "records.insufficient",
            why or ("" if missing else "Nothing is missing."),
        )
    if case.state == "B2":
        offer(
            "Go on with what there is",
            "proceed/",
            "records.proceed",
            "" if enough.allowed else "What is in the file is not enough for any decision.",
            primary=True,
        )
    if late is not None:
        done = f"Referred on {case.penalties[-1]['at'][:10]}." if case.penalties else ""
        offer("Refer the late records to the regulator", "refer/", "penalty.refer", done)
    return out
