"""Whether the application is on file already: both side by side, with the reasons for and against."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_safe

from openimr.law.states import state
from openimr.service.accounts.access import requires
from openimr.service.cases.actors import acting
from openimr.service.cases.commands import intake as commands
from openimr.service.cases.domain import Case
from openimr.service.cases.duplicates import Match, matches
from openimr.service.cases.forms import CaseForm
from openimr.service.cases.pages import address, carry_out, opened, page
from openimr.service.cases.selectors import get
from openimr.service.office.dates import plainly, said
from openimr.service.office.parts import Confirm

_LAW = "DWC IMR updates (2018): the same worker, the same decision and the same treatment count once."


class MergeForm(CaseForm):
    """Why it is the same dispute."""

    reason = forms.CharField(
        label="Why it is the same dispute", widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )


@requires("application.correct")
@require_safe
def duplicates(request: HttpRequest, case_number: str) -> HttpResponse:
    """Cases that may be the same, each beside this one."""
    case = opened(case_number)
    found = [_beside(case, one) for one in matches(case)]
    return render(request, "intake/duplicates.html", page(request, case, "Treatments", found=found, law=_LAW))


@requires("application.correct")
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest, case_number: str, into: str) -> HttpResponseBase:
    """Ask, then merge this application into the case that it repeats."""
    case, other = opened(case_number), opened(into)
    match = next((one for one in matches(case) if one.number == into), None)
    because = capfirst(", ".join(match.reasons)) + "." if match else ""
    form = MergeForm(request.POST or None, case=case, initial={"reason": because})
    if request.method == "POST" and form.is_valid():
        command = partial(
            commands.merge, acting(request.user), case_number, into, form.cleaned_data["reason"], **form.terms
        )
        if carry_out(request, form, command, f"Case {case_number} was merged into {into}."):
            return redirect(address(into))
    against = list(match.differences) if match else []
    confirm = Confirm(
        title=f"Merge {case_number} into {into}",
        sentence=f"Merge application {case_number} into case {into}, because it is on file already?",
        button="Merge it",
        back=address(case_number, "items/duplicates/"),
        consequences=[
            f"Case {case_number} ends here; it keeps its number and its papers.",
            f"The parties get a notice that their application is handled under {into}.",
            *([f"Against it speaks: {', '.join(against)}."] if against else []),
            *([f"Case {into} is in “{state(other.state).title}”."]),
        ],
        form=form,
        danger=True,
        law=_LAW,
    )
    status = 422 if form.errors else 200
    return render(
        request,
        "intake/merge.html",
        page(request, get(case_number), "Treatments", confirm=confirm),
        status=status,
    )


def _beside(case: Case, match: Match) -> dict[str, Any]:
    other = get(match.number)
    return {
        "match": match,
        "state": state(other.state).title,
        "received": other.received,
        "lines": [(title, *pair, _same(*pair)) for title, pair in _pairs(case, other)],
        "treatments": ([one.text for one in case.items], [one.text for one in other.items]),
    }


def _pairs(case: Case, other: Case) -> list[tuple[str, tuple[str, str]]]:
    def both(key: str) -> tuple[str, str]:
        return _said(case.application.get(key)), _said(other.application.get(key))

    def names(role: str) -> tuple[str, str]:
        one, two = (next((p.shown for p in each.parties if p.role == role), "") for each in (case, other))
        return one, two

    return [
        ("Injured worker", names("employee")),
        ("Date of birth", both("date_of_birth")),
        ("Claim number", both("claim_number")),
        ("Date of injury", both("injury_date")),
        ("Utilization review decision", both("ur_decision_date")),
        ("Requesting physician", names("requesting physician")),
        ("Received", (said(case.received), said(other.received))),
    ]


def _said(value: Any) -> str:
    return plainly(str(value or ""))


def _same(one: str, two: str) -> bool | None:
    return None if not (one and two) else one.casefold() == two.casefold()
