"""The form by which an administrator issues a token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from openimr.service import clock
from openimr.service.accounts.models import User
from openimr.service.accounts.permissions import table
from openimr.service.api.scopes import PARTIES, SCOPES
from openimr.service.api.tokens import PROGRAM_ROLES
from openimr.service.office.asking import AskingForm


class TokenForm(AskingForm):
    """For whom, for what, until when."""

    name = forms.CharField(
        label="Program", max_length=120, help_text="Which program uses it, and whose it is."
    )
    account = forms.ModelChoiceField(
        label="The program’s account",
        queryset=User.objects.none(),
        required=False,
        empty_label="None yet",
        help_text="Accounts of people are not in this list: nobody acts as somebody else by a token.",
    )
    role = forms.ChoiceField(
        label="Or a new account with the role",
        choices=[("", "None"), *((one, table().roles[one].title) for one in PROGRAM_ROLES)],
        required=False,
        help_text="No person can sign in to it. The history of a case names the program and the token.",
    )
    party = forms.ChoiceField(
        label="Or a party outside that files applications",
        choices=[("", "None"), *((one, one.capitalize()) for one in PARTIES)],
        required=False,
        help_text="It sees the cases that it filed with this token, as that party does in the portal.",
    )
    scopes = forms.MultipleChoiceField(
        label="What it may be used for", choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
    until = forms.DateField(
        label="Last day",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="At most a year from now.",
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        soon = (clock.today() + timedelta(days=90)).isoformat()
        super().__init__(data, initial={"until": soon}, **more)
        accounts: Any = self.fields["account"]
        accounts.queryset = User.objects.filter(is_active=True, service=True).order_by("role", "name")
        accounts.label_from_instance = lambda user: f"{user.shown_as}, {user.role_title.lower()}"
