"""The office's page on a case where parties are invited to the portal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from openimr.service.accounts.access import requires
from openimr.service.cases.actors import acting
from openimr.service.cases.pages import opened, page
from openimr.service.cases.people import shown
from openimr.service.cases.refusals import Refused
from openimr.service.portal import access


@requires("party.invite")
def invitations(request: HttpRequest, case_number: str) -> HttpResponse:
    """Who can see the case from outside; POST makes a code, which is shown this once."""
    case = opened(case_number)
    made = None
    if request.method == "POST":
        role = request.POST.get("role", "")
        try:
            address = access.invite(case_number, role, by=acting(request.user))
        except Refused as problem:
            messages.error(request, problem.message)
        else:
            made = {"role": role, "address": address, "code": address.rstrip("/").rpartition("/")[2]}
    live = list(access.live(case_number))
    names = shown(one.made_by for one in live)
    context = {
        "made": made,
        "invitable": access.invitable(case),
        "live": [(one, names.get(one.made_by, "")) for one in live],
    }
    response = render(request, "portal/invitations.html", page(request, case, "Portal", **context))
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@requires("party.invite")
def revoke(request: HttpRequest, case_number: str, number: int) -> HttpResponse:
    """Take a code back."""
    opened(case_number)
    try:
        access.revoke(case_number, number, by=acting(request.user))
    except Refused as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, "The code no longer works; whoever was in by it is out.")
    return redirect(reverse("invitations:list", args=[case_number]))
