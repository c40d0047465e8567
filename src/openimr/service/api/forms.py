"""The form by which an administrator issues a token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from openimr.service import clock
from openimr.service.accounts.models import User
from openimr.service.api.scopes import PARTIES, SCOPES


class TokenForm(forms.Form):
    """For whom, for what, until when."""

    name = forms.CharField(
        label="Program", max_length=120, help_text="Which program uses it, and whose it is."
    )
    account = forms.ModelChoiceField(
        label="Account whose role it has",
        queryset=User.objects.none(),
        required=False,
        empty_label="None: a party outside",
    )
    party = forms.ChoiceField(
        label="Or a party outside that files applications",
        choices=[("", "None: an account"), *((one, one.capitalize()) for one in PARTIES)],
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
        accounts.queryset = User.objects.filter(is_active=True).order_by("role", "name", "reviewer_code")
        accounts.label_from_instance = lambda user: f"{user.shown_as}, {user.role_title.lower()}"
