"""The forms of the outbox."""

from __future__ import annotations

from django import forms

from openimr.service import clock
from openimr.service.office.asking import AskingForm
from openimr.service.outbox.handling import METHODS

_DAY = forms.DateInput(attrs={"type": "date"})


def _today() -> str:
    return clock.today().isoformat()


class MailedForm(AskingForm):
    """That papers were mailed: when, how, and from where."""

    day = forms.DateField(label="Day on which they left", widget=_DAY, initial=_today)
    method = forms.ChoiceField(label="How", choices=[("", "Choose one"), *METHODS.items()])
    place = forms.CharField(
        label="Place of mailing",
        max_length=120,
        help_text="City and state, as the proof of service states it.",
    )


class ReturnedForm(AskingForm):
    """That a paper came back."""

    day = forms.DateField(label="Day on which it came back", widget=_DAY, initial=_today)
    reason = forms.CharField(
        label="Why", max_length=300, help_text="What stands on the envelope, or what the mail server said."
    )
