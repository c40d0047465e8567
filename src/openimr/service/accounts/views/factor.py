"""Setting up the second factor, and its recovery codes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from openimr.service.accounts import confirming, second_factor, sessions
from openimr.service.accounts.access import open_to
from openimr.service.accounts.forms import SetUpForm


@open_to("signed in", setting_up=True)
def set_up(request: HttpRequest) -> HttpResponse:
    """An authenticator: the first one, or another one after password and code."""
    replacing = second_factor.present(request)
    if replacing and not confirming.recently_authenticated(request):
        return _confirm_first("accounts-second-factor")
    form = SetUpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if second_factor.set_up(request, form.cleaned_data["code"]):
            sessions.end_all(request.user, "everywhere", but=sessions.current(request))  # type: ignore[arg-type]
            request.session.cycle_key()
            confirming.confirm(request)
            return redirect("accounts-recovery-codes")
        form.add_error(
            "code", "This is not the code that the authenticator shows now: type the newest one, and see that "
            "the phone's clock is right.",
        )  # fmt: skip
    secret = second_factor.pending_secret(request)
    context = {
        "form": form,
        "replacing": replacing,
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
    }
    return render(request, "accounts/set_up.html", context, status=422 if form.errors else 200)


@require_safe
@open_to("signed in", setting_up=True)
def picture(request: HttpRequest) -> HttpResponse:
    """The QR code of the authenticator that is being set up. It is a secret: nothing may keep it."""
    if second_factor.present(request) and not confirming.recently_authenticated(request):
        return HttpResponse(status=404)
    response = HttpResponse(second_factor.picture(request), content_type="image/svg+xml")
    response["Cache-Control"] = "no-store"
    return response


@open_to("signed in")
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes that are left; POST makes new ones."""
    if not confirming.recently_authenticated(request):
        return _confirm_first("accounts-recovery-codes")
    if request.method == "POST":
        second_factor.renew_recovery_codes(request.user)  # type: ignore[arg-type]
        messages.success(request, "These are new codes; the old ones no longer work.")
        return redirect("accounts-recovery-codes")
    codes = second_factor.recovery_codes(request.user)  # type: ignore[arg-type]
    response = render(request, "accounts/recovery_codes.html", {"codes": codes})
    response["Cache-Control"] = "no-store"
    return response


def _confirm_first(name: str) -> HttpResponse:
    return redirect(f"{resolve_url('accounts-confirm')}?{urlencode({'next': resolve_url(name)})}")
