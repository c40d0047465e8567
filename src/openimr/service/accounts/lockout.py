"""Lockout: five wrong passwords or codes for an account from one address close sign-in there for half an hour.

django-axes counts; accounts stand in its table by a key from which no address can be read back.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from openimr.service import clock
from openimr.service.accounts.models import User


def account_key(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The key of the account that somebody tries to sign in to; made alike for accounts that do not exist."""
    given = credentials or {}
    email = given.get("email") or given.get("username") or request.POST.get("login") or ""
    return _key(str(email))


def client_address(request: HttpRequest) -> str | None:
    """The visitor's address: the last one that the proxy names where visitors come through it, else the peer."""
    if os.environ.get("OPENIMR_HTTPS", "") == "1":
        forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
        if forwarded:
            return str(forwarded)
    return request.META.get("REMOTE_ADDR") or None


def allowed(request: HttpRequest, user: User) -> bool:
    """Whether the account may be tried from this address; marks the request so that the page says so if not."""
    if AxesProxyHandler.is_allowed(request, {"email": user.email}):
        return True
    request.axes_locked_out = True  # type: ignore[attr-defined]
    request.axes_credentials = {"email": user.email}  # type: ignore[attr-defined]
    return False


def failed(request: HttpRequest, user: User) -> None:
    """Count a wrong password or code. The fifth one marks the request, and its response becomes :func:`page`."""
    AxesProxyHandler.user_login_failed(sender=__name__, credentials={"email": user.email}, request=request)


def lift(user: User) -> bool:
    """Open sign-in to an account again, from every address; whether it was closed or counted anywhere."""
    return int(AxesProxyHandler.reset_attempts(username=_key(user.email))) > 0


def page(
    request: HttpRequest, response: HttpResponse | None = None, credentials: Mapping[str, Any] | None = None
) -> HttpResponse:
    """The one page that somebody who is locked out sees, whether or not there is such an account."""
    last = (
        AccessAttempt.objects.filter(
            username=account_key(request, credentials), ip_address=client_address(request)
        )
        .order_by("-attempt_time")
        .values_list("attempt_time", flat=True)
        .first()
    )
    until = (last or clock.now()) + settings.AXES_COOLOFF_TIME
    context = {"until": until.astimezone(clock.PACIFIC), "failures": settings.AXES_FAILURE_LIMIT}
    return render(request, "accounts/locked.html", context, status=429)


def _key(email: str) -> str:
    secret = settings.SECRET_KEY.encode()
    return hmac.new(secret, b"lockout:" + email.strip().lower().encode(), hashlib.sha256).hexdigest()[:32]
