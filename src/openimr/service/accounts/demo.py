"""Accounts for the demo: one password, one authenticator secret, both this installation's own and printable.

They work only while the demo runs (``OPENIMR_DEMO=1``): see :class:`openimr.service.accounts.backend.Backend`.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from openimr.service.accounts import second_factor
from openimr.service.accounts.models import REVIEWER, User
from openimr.service.home import Home

HOST = "demo.invalid"


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """What one needs to sign in: printed on the screen that the demo is started from."""

    user: User
    email: str
    password: str
    totp_secret: str


def make(staff: Iterable[tuple[str, str]], reviewers: Sequence[str]) -> list[DemoAccount]:
    """Accounts for the demo, with password and second factor. Safe to repeat: the same ones come back.

    Args:
        staff: pairs of a role and a name; the first of a role is the one that "Sign in as" offers.
        reviewers: their codes.

    Raises:
        ValueError: the demo is not on (``OPENIMR_DEMO=1``).
        ValidationError: a role or a code that can't be.
    """
    if not settings.OPENIMR_DEMO:
        raise ValueError("Demo accounts are made only with OPENIMR_DEMO=1.")
    password, secret = _password(), _secret()
    hashed = make_password(password)  # once: the hash is slow on purpose, and there are many reviewers
    wanted = [(role, name, None) for role, name in staff] + [(REVIEWER, None, code) for code in reviewers]
    count: dict[str, int] = {}
    out: list[DemoAccount] = []
    with transaction.atomic():
        for role, name, code in wanted:
            count[role] = count.get(role, 0) + 1
            local = (
                code.lower()
                if code
                else role.replace("_", "-") + (f"-{count[role]}" if count[role] > 1 else "")
            )
            email = f"{local}@{HOST}"
            user = User.objects.filter(email=email).first()
            if user is None:
                user = User.objects.create_user(
                    email, role, name=name, reviewer_code=code, demo=True, password=hashed
                )
            if not second_factor.has(user):
                second_factor.put(user, secret)
            out.append(DemoAccount(user, email, password, secret))
    return out


def offered() -> list[User]:
    """The accounts that "Sign in as" offers: one of each role; none where the demo is off."""
    if not settings.OPENIMR_DEMO:
        return []
    found: dict[str, User] = {}
    for user in User.objects.filter(demo=True, is_active=True).order_by("pk"):
        found.setdefault(user.role, user)
    return list(found.values())


def colleagues() -> list[User]:
    """The other demo accounts: second persons, and the reviewers a case may be given to; none without the demo."""
    if not settings.OPENIMR_DEMO:
        return []
    first = [one.pk for one in offered()]
    return list(User.objects.filter(demo=True, is_active=True).exclude(pk__in=first).order_by("pk"))


def plays(user: Any) -> bool:
    """Whether an account is one of the demo's, while the demo runs."""
    return settings.OPENIMR_DEMO and bool(getattr(user, "demo", False))


def _password() -> str:
    letters = base64.b32encode(_derived("password")).decode().lower().rstrip("=")
    return "-".join(letters[at : at + 5] for at in (0, 5, 10))


def _secret() -> str:
    return base64.b32encode(_derived("authenticator")[:20]).decode()


def _derived(what: str) -> bytes:
    return hmac.new(Home().secret("demo").encode(), what.encode(), hashlib.sha256).digest()
