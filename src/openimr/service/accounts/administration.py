"""What an administrator does to accounts. Each change and its record are one transaction."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.http import HttpRequest

from openimr.service.accounts import lockout, second_factor, sessions
from openimr.service.accounts.models import REVIEWER, ROLES, User
from openimr.service.accounts.permissions import NotAllowed, demand, table
from openimr.service.accounts.recording import record


def invite(
    request: HttpRequest,
    email: str,
    role: str,
    *,
    name: str | None = None,
    reviewer_code: str | None = None,
) -> User:
    """Make an account and send the link to set its password.

    Raises:
        NotAllowed: the signed-in account may not.
        ValidationError: an address, a role, a name or a code that can't be.
        NothingRecords: nothing would record it; no account was made.
    """
    actor = _actor(request)
    with transaction.atomic():
        user = User.objects.create_user(email, role, name=name, reviewer_code=reviewer_code)
        record("account.invited", _about(user), actor)
        transaction.on_commit(lambda: _send_link(request, user))
    return user


def invite_again(request: HttpRequest, user: User) -> None:
    """Send the link to set a password once more.

    Raises:
        NotAllowed: the account was ended, or the signed-in one may not.
    """
    actor = _actor(request)
    if not user.is_active:
        raise NotAllowed("This account is deactivated: reactivate it before sending a link.")
    if user.service:
        raise NotAllowed("This is a program's account: nobody signs in to it; issue a token instead.")
    with transaction.atomic():
        record("account.invited_again", _about(user), actor)
        transaction.on_commit(lambda: _send_link(request, user))


def change_role(request: HttpRequest, user: User, role: str) -> None:
    """Give an account of the staff another role; it is signed out everywhere.

    Raises:
        NotAllowed: one's own role, a role to or from reviewer, or the signed-in account may not.
    """
    actor = _actor(request)
    if user.pk == actor.pk:
        raise NotAllowed("Nobody changes their own role: ask another administrator.")
    if role not in ROLES:
        raise NotAllowed(f"There is no role {role!r}; choose one of the ten.")
    if REVIEWER in (user.role, role):
        raise NotAllowed(
            "A reviewer's account stays a reviewer's, and no other becomes one, so that nobody both assigns and "
            "reviews: deactivate it and invite the person anew."
        )
    if user.service and role == "administrator":
        raise NotAllowed("A program manages no accounts: choose another role.")
    with transaction.atomic():
        user = _locked(user)
        if user.role == role:
            return
        before, user.role = user.role, role
        user.save(update_fields=["role"])
        sessions.end_all(user, "administrator")
        record("account.role_changed", {**_about(user), "before": before}, actor)


def deactivate(request: HttpRequest, user: User) -> None:
    """End an account; it is signed out everywhere and can't sign in.

    Raises:
        NotAllowed: one's own account, or the signed-in one may not.
    """
    actor = _actor(request)
    if user.pk == actor.pk:
        raise NotAllowed("Nobody deactivates their own account: ask another administrator.")
    _switch(user, actor, active=False)


def reactivate(request: HttpRequest, user: User) -> None:
    """Let an ended account sign in again.

    Raises:
        NotAllowed: the signed-in account may not.
    """
    _switch(user, _actor(request), active=True)


def reset_second_factor(request: HttpRequest, user: User) -> None:
    """Take authenticator and recovery codes away; the account sets up new ones when it next signs in.

    Raises:
        NotAllowed: one's own, or the signed-in account may not.
    """
    actor = _actor(request)
    if user.pk == actor.pk:
        raise NotAllowed(
            "Nobody resets their own second factor: use a recovery code, or ask another administrator."
        )
    with transaction.atomic():
        user = _locked(user)
        second_factor.take_away(user)
        sessions.end_all(user, "administrator")
        record("account.second_factor_reset", _about(user), actor)


def unlock(request: HttpRequest, user: User) -> None:
    """Open sign-in again that wrong passwords or codes have closed.

    Raises:
        NotAllowed: the signed-in account may not.
    """
    actor = _actor(request)
    with transaction.atomic():
        lockout.lift(user)
        record("account.unlocked", _about(user), actor)


def _switch(user: User, actor: User, *, active: bool) -> None:
    with transaction.atomic():
        user = _locked(user)
        if user.is_active == active:
            return
        user.is_active = active
        user.save(update_fields=["is_active"])
        if not active:
            sessions.end_all(user, "administrator")
        record("account.reactivated" if active else "account.deactivated", _about(user), actor)


def _actor(request: HttpRequest) -> User:
    demand(request.user, "users.manage")  # type: ignore[arg-type]
    return request.user  # type: ignore[return-value]


def _locked(user: User) -> User:
    return User.objects.select_for_update().get(pk=user.pk)


def _about(user: User) -> dict[str, Any]:
    return {"account": user.pk, "shown_as": user.shown_as, "role": user.role}


def _send_link(request: HttpRequest, user: User) -> None:
    adapter = get_adapter(request)
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    url = adapter.get_reset_password_from_key_url(key)
    role = table().roles[user.role].title
    adapter.send_mail("account/email/invitation", user.email, {"user": user, "url": url, "role": role})
