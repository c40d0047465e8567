"""The administrator's page of tokens."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from openimr.service import clock
from openimr.service.accounts.access import requires
from openimr.service.api import tokens
from openimr.service.api.forms import TokenForm
from openimr.service.api.models import Token
from openimr.service.cases.actors import acting
from openimr.service.cases.refusals import Refused
from openimr.service.office.parts import Badge, Crumb


@requires("token.issue")
def listed(request: HttpRequest) -> HttpResponse:
    """All tokens; POST issues one, which is shown this once."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    made = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            _, made = tokens.issue(
                acting(request.user),
                name=given["name"],
                scopes=given["scopes"],
                until=given["until"],
                account=given["account"],
                role=given["role"] or None,
                party=given["party"] or None,
            )
        except Refused as problem:
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        else:
            form = TokenForm()
    now = clock.now()
    rows = [(one, _state(one, now)) for one in Token.objects.select_related("account").order_by("-pk")[:500]]
    context = {
        "form": form,
        "made": made,
        "rows": rows,
        "crumbs": [Crumb("Users", reverse("accounts-people")), Crumb("Tokens")],
    }
    response = render(request, "api/tokens.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@requires("users.manage")
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    """End a token."""
    try:
        tokens.revoke(acting(request.user), number)
    except Refused as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, "The token no longer works.")
    return redirect("tokens:list")


def _state(one: Token, now: object) -> Badge:
    if one.revoked:
        return Badge("Revoked", "quiet")
    if one.expires <= now:  # type: ignore[operator]
        return Badge("Over", "quiet")
    return Badge("Works", "good")
