"""One's own account: what it is, its sessions, its password."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from openimr.service.accounts import confirming, second_factor, sessions
from openimr.service.accounts.access import open_to
from openimr.service.accounts.forms import ConfirmForm, OtherPasswordForm


@require_safe
@open_to("signed in")
def home(request: HttpRequest) -> HttpResponse:
    """The account, its second factor, its live sessions."""
    user = request.user
    context = {
        "sign_ins": sessions.live(user),  # type: ignore[arg-type]
        "current": sessions.current(request),
        "codes_left": len(second_factor.recovery_codes(user)),  # type: ignore[arg-type]
        "office": get_adapter().get_login_redirect_url(request),
    }
    return render(request, "accounts/home.html", context)


@require_POST
@open_to("signed in", setting_up=True)
def end_session(request: HttpRequest, number: int) -> HttpResponse:
    """End one session of one's own."""
    if not sessions.end(request.user, number, "signed out"):  # type: ignore[arg-type]
        raise Http404("There is no such session of yours, or it has ended.")
    messages.success(request, "The session was ended.")
    return redirect("mfa_index")


@require_POST
@open_to("signed in", setting_up=True)
def end_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere, here too."""
    sessions.end_all(request.user, "everywhere")  # type: ignore[arg-type]
    get_adapter().logout(request)
    return redirect("account_login")


@open_to("signed in")
@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Another password; all other sessions end."""
    form = OtherPasswordForm(data=request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        update_session_auth_hash(request, request.user)  # type: ignore[arg-type]
        sessions.end_all(request.user, "password", but=sessions.current(request))  # type: ignore[arg-type]
        messages.success(request, "The new password holds from now on. All other sessions were ended.")
        return redirect("mfa_index")
    return render(request, "accounts/password.html", {"form": form}, status=422 if form.errors else 200)


@open_to("signed in")
@sensitive_post_parameters()
def confirm(request: HttpRequest) -> HttpResponse:
    """Password and code once more, then on to ``next``."""
    form = ConfirmForm(request, request.POST if request.method == "POST" else None)
    target = str(request.POST.get("next") or request.GET.get("next") or "")
    if request.method == "POST" and form.is_valid():
        confirming.confirm(request)
        return redirect(target if get_adapter(request).is_safe_url(target) else "mfa_index")
    context = {"form": form, "kept": [("next", target)] if target else [], "title": ""}
    return render(request, "accounts/confirm.html", context, status=422 if form.errors else 200)
