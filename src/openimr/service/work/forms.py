"""Forms of the work."""

from __future__ import annotations

from uuid import uuid4

from django import forms

from openimr.service.office.asking import AskingForm


class EscalateForm(AskingForm):
    """Why something goes before a supervisor."""

    submission = forms.CharField(widget=forms.HiddenInput, max_length=64)
    reason = forms.CharField(
        label="What should the supervisor decide?",
        help_text="It stands beside the case in the queue and in its history.",
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data, initial={"submission": uuid4().hex})  # type: ignore[arg-type]
