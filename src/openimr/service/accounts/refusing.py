"""The page that says no: what was refused, and which role may."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from openimr.service.accounts.permissions import table

#: Fields that are nobody's words.
_UNSHOWN = ("csrf", "submission", "expected", "password", "code", "token", "secret", "next")
_PLAIN = "This page is not open to you."


def refuse(request: HttpRequest, why: str, *, action: str | None = None) -> HttpResponse:
    """403 with one sentence, and the roles that may where an action was refused. JSON to who asks for it."""
    roles = [table().roles[code] for code in table().actions[action].roles] if action else []
    if "application/json" in request.headers.get("Accept", "") and not request.accepts("text/html"):
        return JsonResponse({"error": "not allowed", "why": why}, status=403)
    note = table().actions[action].note if action else ""
    context = {"why": why, "roles": roles, "note": note, "typed": typed(request)}
    return render(request, "accounts/refused.html", context, status=403)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What the refused form held, as (field in words, text), so that nothing typed is lost with it."""
    # Only where somebody is signed in: a stranger's form is not shown back.
    if request.method != "POST" or not request.user.is_authenticated:
        return []
    return [
        (name.replace("_", " ").replace("-", " ").capitalize(), value)
        for name, values in request.POST.lists()
        for value in values
        if value.strip() and not any(word in name for word in _UNSHOWN)
    ]


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """``handler403``."""
    said = str(exception) if exception is not None else ""
    return refuse(request, said or _PLAIN)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """``handler429``, where a flood comes from one address."""
    why = "Too many requests come from your address just now: wait a minute, then try again."
    return render(request, "accounts/too_many.html", {"why": why}, status=429)
