"""The forms of accounts. Labels say what to type; nothing is told by a placeholder."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, QueryDict

from openimr.service.accounts import demo, lockout, second_factor
from openimr.service.accounts.models import CODE, REVIEWER, ROLES, User
from openimr.service.accounts.permissions import table
from openimr.service.office.asking import AskingForm

PASSWORD_HINT = "At least 12 characters: not a common word, not only digits, not your name."  # noqa: S105 - a hint
_WRONG = "The password or the code is wrong. A code works once: wait for the next one if you just used it."


def _plain(form: forms.BaseForm, labels: dict[str, str], **hints: str) -> None:
    for name, label in labels.items():
        field = form.fields[name]
        field.label = label
        field.help_text = hints.get(name, "")
        field.widget.attrs.pop("placeholder", None)


def _code_field(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}
        ),
    )


class SignInForm(LoginForm):  # type: ignore[misc]
    """E-mail and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, {"login": "E-mail address", "password": "Password"})
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """The code, after the password."""

    code = _code_field("Code", "Six digits from your authenticator, or one of your recovery codes.")

    def clean_code(self) -> str:
        """The code, if it is right and the account is not locked out.

        Raises:
            ValidationError: it is wrong; counted like a wrong password.
        """
        request, user = context.request, self.user
        if not lockout.allowed(request, user):
            raise ValidationError("Sign-in is closed for a while.")
        self.cleaned_data["code"] = "".join(self.cleaned_data["code"].split())
        try:
            return str(super().clean_code())
        except ValidationError:
            lockout.failed(request, user)
            raise


class ConfirmForm(AskingForm):
    """Password and code once more; see :mod:`openimr.service.accounts.confirming`."""

    confirm_password = forms.CharField(
        label="Password", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    confirm_code = _code_field("Code", "Six digits from your authenticator, or one of your recovery codes.")

    def __init__(self, request: HttpRequest, data: QueryDict | None = None) -> None:
        self.request = request
        self.demo = demo.plays(request.user)
        super().__init__(data)
        if self.demo:
            # Visitors of the demo have no authenticator: password and code are given for them.
            self.fields = {"confirm_demo": forms.BooleanField(widget=forms.HiddenInput(), initial=True)}

    def clean(self) -> dict[str, Any]:
        """Both at once, so that nobody learns which was wrong.

        Raises:
            ValidationError: one of them is wrong; counted like a wrong sign-in.
        """
        cleaned = super().clean() or {}
        if self.errors or self.demo:
            return cleaned
        user: User = self.request.user  # type: ignore[assignment]
        if not lockout.allowed(self.request, user):
            raise ValidationError("Sign-in is closed for a while.")
        right = user.check_password(cleaned["confirm_password"])
        if not (right and second_factor.accepts(user, cleaned["confirm_code"])):
            lockout.failed(self.request, user)
            raise ValidationError(_WRONG)
        return cleaned


class SetUpForm(AskingForm):
    """The first code of a new authenticator."""

    code = _code_field(
        "Code that your authenticator shows now", "Six digits; a new one comes every 30 seconds."
    )


class ForgottenForm(ResetPasswordForm):  # type: ignore[misc]
    """The address that a link goes to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, {"email": "E-mail address"})


class NewPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]
    """A password by the link of a mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(
            self, {"password1": "New password", "password2": "The same once more"}, password1=PASSWORD_HINT
        )


class OtherPasswordForm(ChangePasswordForm):  # type: ignore[misc]
    """Another password, by who knows the present one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "oldpassword": "Present password",
            "password1": "New password",
            "password2": "The same once more",
        }
        _plain(self, labels, password1=PASSWORD_HINT)


def _roles(*, reviewer: bool) -> list[tuple[str, str]]:
    known = [role for role in ROLES if reviewer or role != REVIEWER]
    return [("", "Choose a role"), *((role, table().roles[role].title) for role in known)]


class InviteForm(AskingForm):
    """A new account."""

    email = forms.EmailField(
        label="E-mail address",
        help_text="The link to set a password goes there. A reviewer's address is not shown again.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label="Role", help_text="Exactly one. What each may do stands in the table of roles."
    )
    name = forms.CharField(
        label="Name", required=False, max_length=120, help_text="For staff. Leave it empty for a reviewer."
    )
    reviewer_code = forms.CharField(
        label="Reviewer's code",
        required=False,
        validators=[CODE],
        help_text="For a reviewer only, as in R-0042.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = _roles(reviewer=True)  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        """The address in small letters.

        Raises:
            ValidationError: an account has it.
        """
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email=email).exists():
            raise ValidationError("There is an account with this address already; change that one instead.")
        return email

    def clean_reviewer_code(self) -> str | None:
        """The code, or ``None``.

        Raises:
            ValidationError: an account has it.
        """
        code = self.cleaned_data["reviewer_code"] or None
        if code and User.objects.filter(reviewer_code=code).exists():
            raise ValidationError(f"There is an account for {code} already.")
        return code

    def clean(self) -> dict[str, Any]:
        """Name and code as the role wants them."""
        cleaned = super().clean() or {}
        if not self.errors:
            user = User(
                email=cleaned["email"],
                role=cleaned["role"],
                name=cleaned["name"].strip() or None,
                reviewer_code=cleaned["reviewer_code"],
            )
            try:
                user.clean()
            except ValidationError as problem:
                for name, said in problem.error_dict.items():
                    self.add_error(name, said)
        return cleaned


class RoleForm(AskingForm):
    """Another role for an account of the staff."""

    role = forms.ChoiceField(label="Role")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = _roles(reviewer=False)[1:]  # type: ignore[attr-defined]
