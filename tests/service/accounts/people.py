"""Accounts for tests, and signing in as them the way people do."""

from __future__ import annotations

import itertools
import re

from django.test import Client

PASSWORD = "correct horse battery"
_numbers = itertools.count(1)


def someone(role: str, *, factor: bool = True, password: str | None = PASSWORD, **more):
    """An account of a role, with a password and (unless told otherwise) an authenticator."""
    from openimr.service.accounts import second_factor
    from openimr.service.accounts.models import REVIEWER, User

    number = next(_numbers)
    named = {"reviewer_code": f"R-{number:04}"} if role == REVIEWER else {"name": f"Person Number {number}"}
    user = User.objects.create_user(f"{role}-{number}@Example.ORG", role, **{**named, **more})
    if password:
        user.set_password(password)
        user.save()
    if factor:
        from allauth.mfa.totp.internal import auth

        second_factor.put(user, auth.generate_totp_secret())
    return user


def code_of(user, ahead: int = 0) -> str:
    """The code that the account's authenticator shows now (``ahead`` half minutes later)."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal import auth
    from allauth.mfa.utils import decrypt

    secret = decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"])
    counters = list(auth.yield_hotp_counters_from_time())
    return auth.format_hotp_value(auth.hotp_value(secret, counters[1] + ahead))


def new_client(**headers) -> Client:
    return Client(SERVER_NAME="localhost", **headers)


def signed_in(user) -> Client:
    """A browser with a live session of an account that has its second factor (the form is not gone through)."""
    client = new_client()
    client.force_login(user, backend="openimr.service.accounts.backend.Backend")
    return client


def sign_in(client: Client, user, password: str = PASSWORD, code: str | None = None):
    """Through the forms: password, then code; the last response."""
    response = client.post("/account/sign-in/", {"login": user.email, "password": password})
    if response.status_code != 302 or "/account/code/" not in response["Location"]:
        return response
    return client.post("/account/code/", {"code": code or code_of(user)})


def sentence(response) -> str:
    """A page's words, without tags."""
    html = re.sub(r"(?s)<(script|style|head).*?</\1>", " ", response.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("&#x27;", "'").replace("&quot;", '"')
