"""Sessions of accounts: how long they live, how many there are, and ending them.

Django's session holds the number of the sign-in; a session whose sign-in has ended is emptied on its next
request. So ending one here ends it everywhere, at once.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from openimr.service import clock
from openimr.service.accounts import browsers
from openimr.service.accounts.confirming import confirm_at_sign_in
from openimr.service.accounts.lockout import client_address
from openimr.service.accounts.models import SignIn, User

_KEY = "openimr_sign_in"
#: How often a session writes down that it is in use.
_NOTED_EVERY = timedelta(minutes=1)


def follow() -> None:
    """Begin a sign-in when somebody signs in, end it when they sign out. Called once, when the app is ready."""
    from allauth.account.signals import password_reset

    user_logged_in.connect(_begin, dispatch_uid="openimr-begin")
    user_logged_out.connect(_signed_out, dispatch_uid="openimr-end")
    password_reset.connect(_password_reset, dispatch_uid="openimr-reset")


def check(request: HttpRequest) -> str:
    """End the session if its time is over; note that it is in use otherwise.

    Returns why it ended (a value of :attr:`SignIn.ended`), "" where it goes on or there was none.
    """
    if not request.user.is_authenticated:
        return ""
    now = clock.now()
    sign_in = SignIn.objects.filter(pk=request.session.get(_KEY), user=request.user.pk).first()
    why = ""
    if sign_in is None:
        why = "ended"
    elif sign_in.ended_at is not None:
        why = sign_in.ended
    elif now - sign_in.seen_at > settings.OPENIMR_SESSION_IDLE:
        why = "idle"
    elif now - sign_in.started_at > settings.OPENIMR_SESSION_LONGEST:
        why = "too long"
    if why:
        if sign_in is not None and sign_in.ended_at is None:
            _end(SignIn.objects.filter(pk=sign_in.pk), why)
        logout(request)
        return why
    assert sign_in is not None
    if now - sign_in.seen_at > _NOTED_EVERY:
        SignIn.objects.filter(pk=sign_in.pk).update(seen_at=now)
    return ""


def live(user: User) -> QuerySet[SignIn]:
    """The sign-ins of an account that still live, the one used last first."""
    now = clock.now()
    return SignIn.objects.filter(
        user=user,
        ended_at__isnull=True,
        seen_at__gte=now - settings.OPENIMR_SESSION_IDLE,
        started_at__gte=now - settings.OPENIMR_SESSION_LONGEST,
    )


def current(request: HttpRequest) -> int | None:
    """The number of this session's sign-in."""
    number = request.session.get(_KEY)
    return int(number) if number is not None else None


def end(user: User, number: int, why: str) -> bool:
    """End one sign-in of an account; whether there was one to end."""
    return _end(SignIn.objects.filter(user=user, pk=number), why) > 0


def end_all(user: User, why: str, *, but: int | None = None) -> int:
    """End all sign-ins of an account, except the one with the number ``but``; how many there were."""
    return _end(SignIn.objects.filter(user=user).exclude(pk=but), why)


def _end(sign_ins: QuerySet[SignIn], why: str) -> int:
    return sign_ins.filter(ended_at__isnull=True).update(ended_at=clock.now(), ended=why)


def _begin(sender: object, request: HttpRequest, user: User, **more: Any) -> None:
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # two sign-ins at once count each other
        sign_in = SignIn.objects.create(
            user=user,
            address=client_address(request),
            browser=browsers.named(request.META.get("HTTP_USER_AGENT", "")),
        )
        kept = live(user).order_by("-started_at", "-pk")[: settings.OPENIMR_SESSIONS_PER_ACCOUNT]
        surplus = SignIn.objects.filter(user=user).exclude(pk__in=[one.pk for one in kept])
        _end(surplus, "a newer one")
    request.session[_KEY] = sign_in.pk
    confirm_at_sign_in(request)


def _signed_out(sender: object, request: HttpRequest, user: User | None, **more: Any) -> None:
    number = request.session.get(_KEY) if hasattr(request, "session") else None
    if user is not None and number is not None:
        end(user, int(number), "signed out")


def _password_reset(sender: object, request: HttpRequest, user: User, **more: Any) -> None:
    end_all(user, "password")
