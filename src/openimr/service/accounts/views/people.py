"""The accounts of the office, for the administrator."""

from __future__ import annotations

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from openimr.service.accounts import administration, second_factor, sessions
from openimr.service.accounts.access import requires
from openimr.service.accounts.forms import InviteForm, RoleForm
from openimr.service.accounts.models import SignIn, User
from openimr.service.accounts.permissions import NotAllowed, table
from openimr.service.accounts.recording import NothingRecords
from openimr.service.office.parts import Badge, Cell, Column, Crumb, Row

_COLUMNS = (
    Column("Account"), Column("Role"), Column("E-mail", narrow=False), Column("Second factor", narrow=False),
    Column("Last sign-in", narrow=False), Column("State"),
)  # fmt: skip


@require_safe
@requires("users.manage")
def people(request: HttpRequest) -> HttpResponse:
    """All accounts; ``?role=`` shows those of one role."""
    role = request.GET.get("role", "")
    factor = Authenticator.objects.filter(user=OuterRef("pk"), type=Authenticator.Type.TOTP)
    users = User.objects.annotate(factor=Exists(factor)).order_by(
        "-is_active", "role", "name", "reviewer_code"
    )
    if role in table().roles:
        users = users.filter(role=role)
    rows = [_row(user) for user in users[:2000]]
    context = {
        "columns": _COLUMNS,
        "rows": rows,
        "role": role,
        "roles": [one for one in table().roles.values() if one.code != "party"],
        "crumbs": (),
    }
    return render(request, "accounts/people.html", context)


@requires("users.manage")
def invite(request: HttpRequest) -> HttpResponse:
    """A new account."""
    form = InviteForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            user = administration.invite(
                request,
                given["email"],
                given["role"],
                name=given["name"].strip() or None,
                reviewer_code=given["reviewer_code"],
            )
        except NothingRecords as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(
                request, f"{user.shown_as} was invited: the link to set a password is on its way."
            )
            return redirect("accounts-people")
    crumbs = (Crumb("Users", reverse("accounts-people")), Crumb("Invite"))
    context = {
        "form": form,
        "crumbs": crumbs,
        "roles": [r for r in table().roles.values() if r.code != "party"],
    }
    return render(request, "accounts/invite.html", context, status=422 if form.errors else 200)


@require_safe
@requires("users.manage")
def person(request: HttpRequest, number: int) -> HttpResponse:
    """One account and what can be done to it."""
    user = get_object_or_404(User, pk=number)
    return _person(request, user, RoleForm(initial={"role": user.role}))


_CHANGES: dict[str, tuple[Callable[[HttpRequest, User], None], str]] = {
    "invite-again": (administration.invite_again, "The link to set a password was sent again."),
    "deactivate": (administration.deactivate, "The account is deactivated and signed out everywhere."),
    "reactivate": (administration.reactivate, "The account can sign in again."),
    "reset-second-factor": (
        administration.reset_second_factor,
        "The second factor was taken away. A new one is set up at the next sign-in.",
    ),
    "unlock": (administration.unlock, "Sign-in is open again."),
}


@require_POST
@requires("users.manage")
def change(request: HttpRequest, number: int, change: str) -> HttpResponse:
    """Do one of the changes, or change the role."""
    user = get_object_or_404(User, pk=number)
    form = RoleForm(request.POST) if change == "role" else None
    if change not in _CHANGES and form is None:
        raise Http404("There is no such change.")
    try:
        if form is None:
            act, said = _CHANGES[change]
            act(request, user)
        elif form.is_valid():
            administration.change_role(request, user, form.cleaned_data["role"])
            said = "The role was changed. The person signs in anew."
        else:
            return _person(request, user, form, status=422)
    except (NotAllowed, NothingRecords) as problem:
        refused = RoleForm(initial={"role": request.POST.get("role", user.role)})
        return _person(request, user, refused, refusal=str(problem), status=409)
    messages.success(request, said)
    return redirect("accounts-person", number=number)


def _person(
    request: HttpRequest, user: User, form: RoleForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "person": user,
        "own": user.pk == request.user.pk,
        "form": form,
        "refusal": refusal,
        "factor": second_factor.has(user),
        "sign_ins": SignIn.objects.filter(user=user)[:10],
        "live": sessions.live(user).count(),
        "crumbs": (Crumb("Users", reverse("accounts-people")), Crumb(user.shown_as)),
    }
    return render(request, "accounts/person.html", context, status=status)


def _row(user: User) -> Row:
    factor: bool = user.factor  # type: ignore[attr-defined]
    invited = user.is_active and not user.service and not user.has_usable_password()
    state = Badge("Active", "good") if user.is_active else Badge("Deactivated", "quiet")
    if invited:
        state = Badge("Invited", "info")
    if user.is_active and user.service:
        state = Badge("Program", "plain")
    last = user.last_login
    return Row(
        cells=(
            Cell(user.shown_as),
            Cell(user.role_title),
            Cell(user.shown_email),
            Cell(badge=Badge("Set up", "plain", "verified_user") if factor else Badge("Not yet", "warn")),
            Cell(when=timezone.localdate(last)) if last else Cell("Never"),
            Cell(badge=state),
        ),
        address=reverse("accounts-person", args=[user.pk]),
        tone="plain" if user.is_active else "quiet",
    )
