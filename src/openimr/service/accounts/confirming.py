"""Password and code once more, before what can't be taken back: signing, releasing, issuing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openimr.service import clock
from openimr.service.accounts.permissions import table

_KEY = "openimr_confirmed_at"
_FIELDS = ("confirm_password", "confirm_code", "confirm_demo")


def recently_authenticated(request: HttpRequest, minutes: int = 5) -> bool:
    """Whether password and code were given in this session within the last ``minutes``."""
    at = request.session.get(_KEY)
    return at is not None and 0 <= clock.now().timestamp() - float(at) < minutes * 60


def confirm(request: HttpRequest) -> None:
    """Note that password and code were given just now."""
    request.session[_KEY] = clock.now().timestamp()


def confirm_at_sign_in(request: HttpRequest) -> None:
    """Signing in with a code counts; signing in to set the second factor up does not."""
    request.session.pop(_KEY, None)
    methods = request.session.get("account_authentication_methods") or []
    if any(method.get("method") == "mfa" for method in methods):
        confirm(request)


def ask_on_the_way(request: HttpRequest, action: str) -> HttpResponse | None:
    """Ask for password and code before a form that was sent goes on; ``None`` where they came with it.

    The answer goes to the same address with everything that was typed, so the form is not sent twice and
    nothing of it is kept on the server.
    """
    from openimr.service.accounts.forms import ConfirmForm

    given = any(field in request.POST for field in _FIELDS)
    form = ConfirmForm(request, request.POST if given else None)
    if given and form.is_valid():
        confirm(request)
        return None
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in (*_FIELDS, "csrfmiddlewaretoken")
    ]
    context: dict[str, Any] = {"form": form, "kept": kept, "title": table().actions[action].title}
    return render(request, "accounts/confirm.html", context, status=422 if given else 200)
