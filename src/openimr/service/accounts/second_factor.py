"""The second factor of an account: codes of an authenticator app (TOTP), and recovery codes for its loss."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.db import transaction
from django.http import HttpRequest

from openimr.service.accounts.models import User

_PRESENT = "openimr_second_factor"
_PENDING = "openimr_pending_secret"


def present(request: HttpRequest) -> bool:
    """Whether the signed-in account has a second factor. Once seen, the session remembers: a reset ends it."""
    if request.session.get(_PRESENT):
        return True
    found = has(request.user)  # type: ignore[arg-type]
    if found:
        request.session[_PRESENT] = True
    return found


def has(user: User) -> bool:
    """Whether an account has an authenticator."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def accepts(user: User, code: str) -> bool:
    """Whether ``code`` is one of the authenticator's now, or a recovery code; either works once."""
    cleaned = "".join(code.split())
    factors = Authenticator.objects.filter(
        user=user, type__in=[Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES]
    ).order_by("-type")
    for factor in factors:
        if factor.wrap().validate_code(cleaned):
            factor.record_usage()
            return True
    return False


def pending_secret(request: HttpRequest) -> str:
    """The secret that is being set up in this session; made on first asking."""
    secret = request.session.get(_PENDING)
    if not secret:
        secret = request.session[_PENDING] = totp.generate_totp_secret()
    return str(secret)


def picture(request: HttpRequest) -> str:
    """The pending secret as a QR code, in SVG."""
    adapter = get_adapter()
    return str(adapter.build_totp_svg(adapter.build_totp_url(request.user, pending_secret(request))))


def set_up(request: HttpRequest, code: str) -> bool:
    """Put the pending authenticator into use if ``code`` is right, with new recovery codes; whether it was."""
    secret = pending_secret(request)
    if not totp.validate_totp_code(secret, "".join(code.split())):
        return False
    user: User = request.user  # type: ignore[assignment]
    put(user, secret)
    del request.session[_PENDING]
    request.session[_PRESENT] = True
    return True


def put(user: User, secret: str) -> None:
    """Give an account the authenticator with ``secret`` and new recovery codes, instead of those it had."""
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        totp.TOTP.activate(user, secret)
        RecoveryCodes.activate(user)


def recovery_codes(user: User) -> list[str]:
    """The recovery codes that were not used yet."""
    return list(RecoveryCodes.activate(user).get_unused_codes())


def renew_recovery_codes(user: User) -> None:
    """New recovery codes; the old ones stop working."""
    with transaction.atomic():
        Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
        RecoveryCodes.activate(user)


def take_away(user: User) -> None:
    """Remove authenticator and recovery codes: the account sets up new ones at its next sign-in."""
    Authenticator.objects.filter(user=user).delete()
