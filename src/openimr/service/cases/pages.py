"""What pages on a case have in common: opening it, the head above it, carrying out a command.

>>> @requires("case.assign")                                           # doctest: +SKIP
... def send(request, case_number):
...     case = opened(case_number)
...     form = NoticeForm(request.POST or None, case=case)
...     if request.method == "POST" and form.is_valid():
...         command = partial(assign, acting(request.user), case_number, **form.terms)
...         if carry_out(request, form, command, "The notice of assignment is in the outbox."):
...             return redirect(address(case_number))
...     return render(request, "records/assign.html", page(request, case, "Records", form=form))
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.urls import Resolver404, resolve

from openimr.law.model import Clock
from openimr.law.states import state
from openimr.service import clock
from openimr.service.accounts.permissions import sees, table
from openimr.service.cases.access import verdict
from openimr.service.cases.actors import acting
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.tasks import queue
from openimr.service.cases.forms import CaseForm
from openimr.service.cases.people import shown
from openimr.service.cases.projecting import CLOSED, clocks, moment
from openimr.service.cases.refusals import Conflict, NotFound, Refused
from openimr.service.cases.selectors import get
from openimr.service.cases.unit import Repeated
from openimr.service.office.clocks import chip
from openimr.service.office.dates import plainly
from openimr.service.office.parts import Badge, CaseHead, Crumb, Step, Tab, Tone

#: The pages of a case: title, what follows the case's address, the action that opens it.
TABS = (
    ("Overview", "", "case.view"),
    ("Treatments", "items/", "item.correct"),
    ("Eligibility", "eligibility/", "case.history"),
    ("Records", "records/", "file.view"),
    ("Preparation", "prepare/", "review.prepare"),
    ("Reviewer", "reviewer/", "reviewer.choose"),
    ("Review", "review/", "review.draft"),
    ("Quality", "quality/", "quality.view"),
    ("Letter", "letter/", "case.history"),
    ("After", "after/", "appeal.record"),
    ("Fees", "fees/", "finance.invoice"),
    ("Notices", "notices/", "outbox.view"),
    ("Portal", "portal/", "party.invite"),
    ("History", "history/", "case.history"),
)
#: The way of a case, and the first letters of the states in each step.
_STEPS = (("Application", "A0"), ("Eligibility", "A"), ("Records", "B"), ("Review", "C"), ("Letter", "DE"))


def address(number: str, rest: str = "") -> str:
    """The address of a page of a case."""
    return f"/office/cases/{number}/{rest}"


def opened(case_number: str) -> Case:
    """The case, or the page that says there is none.

    Raises:
        Http404: there is none.
    """
    try:
        return get(case_number)
    except NotFound as problem:
        raise Http404(problem.message) from problem


def page(request: HttpRequest, case: Case, tab: str, **context: Any) -> dict[str, Any]:
    """The context of a page of a case: ``case``, ``head``, ``crumbs``, ``may`` and what is given."""
    actor = acting(request.user)
    return {
        "case": case,
        "head": head(request, case, tab),
        "crumbs": [Crumb("Cases", "/office/cases/"), Crumb(case.number, address(case.number)), Crumb(tab)],
        "allowed": lambda action: bool(verdict(actor, action, case)),
        "now": clock.now(),
        **context,
    }


def head(request: HttpRequest, case: Case, tab: str) -> CaseHead:
    """What stands above every page of a case, as this person may see it."""
    now = clock.now()
    holders = [one.claimed_by for one in case.tasks if one.done is None and one.claimed_by]
    names = shown(holders, to=request.user)  # type: ignore[arg-type]
    waiting = [queue(one.queue).title for one in case.tasks if one.done is None and not one.claimed_by]
    coded = bool(sees(request.user, "reviewer.code"))  # type: ignore[arg-type]
    reviewers = [one.reviewer if coded else "A reviewer" for one in case.open_reviews]
    next_clock = None if case.state in CLOSED else _next(clocks(case, now), now)
    contact = sees(request.user, "employee.contact")  # type: ignore[arg-type]
    name = case.employee.name if case.employee else None
    flags = [Badge("Remand", "info")] if case.remand_of else []
    flags += [Badge("Consolidated", "info")] if case.consolidated_from else []
    flags += [Badge("Published", "good")] if case.letter and case.letter.published else []
    return CaseHead(
        number=case.number,
        address=address(case.number),
        state=Badge(sentence(state(case.state).title), tone(case.state)),
        code=case.state,
        priority=_priority(case),
        employee=(name or "") if contact or request.user.role != "reviewer" else initials(name),  # type: ignore[union-attr]
        claim_number=case.application.get("claim_number") or "",
        items=[
            (one.normalised.disputed if one.normalised else one.text, _item_badge(case, one))
            for one in case.items
        ],
        clock=chip(next_clock, now) if next_clock else None,
        holder=", ".join(dict.fromkeys([*names.values(), *reviewers])) or "; ".join(waiting),
        tabs=tabs(request, case, tab),
        steps=steps(case),
        flags=flags,
    )


def _next(found: Iterable[Clock], now: datetime) -> Clock | None:
    """The clock to look at: the first that the office or the regulator must meet, else what parties owe soon."""
    running = [
        one
        for one in found
        if one.due is not None and one.met_at is None and one.state in ("running", "missed")
    ]
    ours = [one for one in running if one.duty_of in ("organization", "regulator")]
    theirs = [one for one in running if one.duty_of and moment(one.due or now) >= now]
    return min(ours or theirs, key=lambda one: moment(one.due or now), default=None)


def tabs(request: HttpRequest, case: Case, current: str) -> list[Tab]:
    """The pages of the case that this person may open in some state of a case and that exist.

    Those that the case has not reached, or that are over, say why instead of leading anywhere.
    """
    from openimr.service.accounts.permissions import may

    actor = acting(request.user)
    found = []
    for title, rest, action in TABS:
        to = address(case.number, rest)
        if not (may(request.user, action, own=True) and _exists(to)):  # type: ignore[arg-type]
            continue
        here = title == current
        allowed = verdict(actor, action, case)
        if title == "Review" and not allowed and verdict(actor, "reviewer.accept", case) and not here:
            # Before the declaration the page is the one that asks for it.
            found.append(Tab(title, f"{to}accept/"))
            continue
        found.append(Tab(title, to, here, why="" if here else _closed(case, title, action, allowed.why)))
    return found


#: Why a page is not open yet, and why it is not open any more.
_NOT_YET = {
    "Eligibility": "It opens with the eligibility review, when every treatment was looked at.",
    "Preparation": "It opens when the records are complete.",
    "Reviewer": "It opens when the records are complete.",
    "Review": "It opens when the case is with you.",
    "Quality": "It opens when a reviewer has the case.",
    "Letter": "There is no letter yet: it comes when the review is signed and quality has released it.",
    "After": "It opens when the letter is issued.",
    "Fees": "It opens when the case is assigned.",
}
_OVER = {
    "Treatments": "Treatments could be corrected until a reviewer had the case.",
    "Preparation": "The case was prepared already.",
    "Reviewer": "The review is done.",
    "Review": "The review is done.",
}
#: The first state of pages that could be read earlier and would show nothing.
_SHOWS_FROM = {"Eligibility": "A2", "Quality": "C0", "Letter": "C3"}


def _closed(case: Case, title: str, action: str, why: str) -> str:
    """Why a page of the case is not open now, in a few words; "" where it is."""
    # Where a case that has ended had come to, its state does not say; so what may be read stays open.
    under_way = case.state[0] in "ABCDE" and case.state not in ("A1", "A5")
    if not why:
        early = under_way and case.state < _SHOWS_FROM.get(title, "")
        return _NOT_YET[title] if early and not (case.letters or case.released) else ""
    states = [one for one in table().actions[action].states if one[0] in "ABCDE"]
    if case.state in states or not under_way:
        # It is not the state: what one did oneself in the case is said as the rule says it.
        return why
    if any(one > case.state for one in states):
        return _NOT_YET.get(title, why)
    return _OVER.get(title, why)


def changes(request: HttpRequest, case: Case) -> list[tuple[str, str, str]]:
    """What can be changed about the case on the way: title, address, why not ("" where it can be)."""
    from openimr.service.records.changes_menu import changes_menu

    return changes_menu(request, case)


def _exists(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def steps(case: Case) -> list[Step]:
    """How far the case has come."""
    if case.state[0] in "TK" or case.state in ("A1", "A5"):
        return [Step("Application", "done"), Step(sentence(state(case.state).title), "current")]
    order = [
        index for index, (_, codes) in enumerate(_STEPS) if case.state == codes or case.state[0] in codes
    ]
    here = order[0] if case.state == "A0" else order[-1]
    return [
        Step(title, "done" if index < here or case.letters else "current" if index == here else "todo")
        for index, (title, _) in enumerate(_STEPS)
    ]


def carry_out(
    request: HttpRequest, form: CaseForm, command: Callable[[], Any], done: str, *, undo: str = ""
) -> bool:
    """Run ``command``; whether the page may move on. A refusal is put on the form, and what was typed stays."""
    try:
        command()
    except Repeated:
        messages.info(request, "This was recorded already; nothing was done twice.")
        return True
    except Conflict as problem:
        form.add_error(None, problem.message)
        form.again(get(form.case.number))
        return False
    except Refused as problem:
        law = f" ({problem.law})" if problem.law else ""
        # A note has no field of its own: it belongs to the answer beside it.
        names = (problem.field or "", (problem.field or "").removesuffix("-note"))
        field = next((one for one in names if one in form.fields), None)
        form.add_error(field, f"{plainly(problem.message)}{law}")
        return False
    messages.success(request, done, extra_tags=f"undo:{undo}" if undo else "")
    return True


def _priority(case: Case) -> Badge | None:
    if case.priority is None:
        return None
    return Badge("Expedited", "warn") if case.priority == "expedited" else Badge("Standard")


def tone(code: str) -> Tone:
    """The tone in which a state is shown."""
    if code in ("A1", "A5", "K0") or code[0] == "T":
        return "quiet"
    if code in ("B2", "D3", "A4"):
        return "warn"
    return "good" if code[0] == "D" else "info"


def _item_badge(case: Case, item: Any) -> Badge | None:
    decided = (
        {one["number"]: one["decision"] for one in (case.determination or {}).get("items", ())}
        if case.letters
        else {}
    )
    if item.number in decided:
        return Badge(decided[item.number].capitalize())
    if item.eligible is False:
        return Badge("Not eligible", "quiet")
    return None


def sentence(words: str) -> str:
    """Words that begin with a capital letter."""
    return words[:1].upper() + words[1:]


def initials(name: str | None) -> str:
    """A name's initials, for readers who do not need the name."""
    return " ".join(f"{word[0]}." for word in (name or "").split() if word)
