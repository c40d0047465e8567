"""What django-allauth asks the site: no self sign-up, where to go, how mail is sent, how secrets are kept."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from openimr.service.accounts import mailing
from openimr.service.accounts.backend import Backend
from openimr.service.accounts.lockout import client_address
from openimr.service.accounts.permissions import may
from openimr.service.home import Home


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator, never by oneself."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "The e-mail address or the password is wrong.",
        "too_many_login_attempts": "Too many wrong attempts: wait a few minutes, then try again.",
        "enter_current_password": "This is not your present password.",
        "invalid_password_reset": "This link is used up or too old.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def pre_login(self, request: HttpRequest, user: AbstractBaseUser, **given: Any) -> HttpResponse | None:
        """Ended accounts stop here; so do those of the demo where there is none (allauth lets those pass)."""
        if not Backend().user_can_authenticate(user):
            clear_login(request)
            return self.respond_user_inactive(request, user)  # type: ignore[no-any-return]
        return super().pre_login(request, user, **given)  # type: ignore[no-any-return]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """To one's work: a reviewer's own cases, the office's queues; else to one's account."""
        for action, place in (("review.draft", "review:mine"), ("work.view", "work:home")):
            if may(request.user, action):  # type: ignore[arg-type]
                return reverse(place)
        return reverse("mfa_index")

    def get_client_ip(self, request: HttpRequest) -> str:
        """The same address that the lockout counts by."""
        return client_address(request) or "0.0.0.0"  # noqa: S104 - a name for "unknown", nothing listens on it

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Let the worker send it: the page must neither wait for a mail server nor tell whose account exists."""
        request = allauth_context.request
        known = {"request": request, "email": email, "current_site": get_current_site(request), **context}
        mailing.queue(self.render_mail(template_prefix, email, known))


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors are encrypted in the database, with a key that is not in it."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code is wrong or was used already: wait for the next one and type its six digits.",
    }

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """What the authenticator shows: a reviewer's code, else the address."""
        return str(getattr(user, "reviewer_code", None) or user.get_username())

    def encrypt(self, text: str) -> str:
        """For the database."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """From the database."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Any) -> bool:
        """A second factor is replaced or reset, never just taken away."""
        return False


@cache
def _cipher() -> Fernet:
    secret = Home().secret("second-factor").encode()
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(secret).digest()))
