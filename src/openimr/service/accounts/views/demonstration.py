"""Signing in with one click, in the demo only. Without ``OPENIMR_DEMO=1`` these addresses do not exist."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from openimr.service.accounts import demo
from openimr.service.accounts.access import open_to
from openimr.service.accounts.models import REVIEWER, User


@require_safe
@open_to("public")
def choices(request: HttpRequest) -> HttpResponse:
    """One sign-in per role, and below them their colleagues."""
    _only_in_the_demo()
    others = demo.colleagues()
    return render(
        request,
        "accounts/demo.html",
        {
            "people": demo.offered(),
            "seconds": [one for one in others if one.role != REVIEWER],
            "reviewers": [one for one in others if one.role == REVIEWER],
        },
    )


@require_POST
@open_to("public")
def sign_in(request: HttpRequest, number: int) -> HttpResponse:
    """Sign in as one of them: the way of every sign-in, its code made here from the secret of the demo."""
    _only_in_the_demo()
    user = get_object_or_404(User, pk=number, demo=True, is_active=True)
    if request.user.is_authenticated:
        logout(request)
    response: HttpResponse = perform_login(request, Login(user=user))
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    if stage is None:
        return response
    factor = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    secret = decrypt(factor.data["secret"])
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    if not totp.validate_totp_code(secret, code):
        return response
    record_authentication(request, user, "mfa", id=factor.pk, type=factor.type)
    done: HttpResponse = stage.exit()
    return done


def _only_in_the_demo() -> None:
    if not settings.OPENIMR_DEMO:
        raise Http404("This is not a demo.")
