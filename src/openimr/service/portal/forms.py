"""The forms of the portal. What was typed survives every refusal; files must be chosen again, as browsers want it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms

from openimr.law.documents import types

#: Files in one go, and their bytes altogether.
MOST_FILES = 20


class Several(forms.ClearableFileInput):
    """A control that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files."""

    widget = Several

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each file, looked at as one is.

        Raises:
            ValidationError: one is empty, or there are none or too many.
        """
        given = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if len(given) > MOST_FILES:
            raise forms.ValidationError(f"Send at most {MOST_FILES} files in one go; you can send again.")
        if not given:
            if self.required:
                raise forms.ValidationError(self.error_messages["required"])
            return []
        return [super(FilesField, self).clean(one, initial) for one in given]


class CodeForm(forms.Form):
    """The code of an invitation."""

    code = forms.CharField(
        label="Your code",
        max_length=60,
        help_text="It stands in the letter that we sent you: 20 letters and digits, in four groups.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": "Type the code from your letter."},
    )


class _Once(forms.Form):
    """A form whose second sending does nothing."""

    submission = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def __init__(self, data: Any = None, files: Any = None, **more: Any) -> None:
        super().__init__(data, files, initial={"submission": uuid4().hex}, **more)


class RecordsForm(_Once):
    """Records that a party sends."""

    kind = forms.ChoiceField(
        label="What is it?",
        help_text="Choose what fits best. We look at every paper ourselves.",
        error_messages={"required": "Choose what kind of paper it is."},
    )
    files: Any = FilesField(
        label="PDF files",
        help_text=f"Up to {MOST_FILES} files, 100 MB altogether. Photos must be turned into a PDF first.",
        widget=Several(attrs={"accept": "application/pdf,.pdf"}),
        error_messages={"required": "Choose at least one PDF file."},
    )

    def __init__(self, data: Any = None, files: Any = None, **more: Any) -> None:
        super().__init__(data, files, **more)
        kinds = [(code, title) for code, title in types().items() if code not in ("application", "billing")]
        self.fields["kind"].choices = [("", "Choose one"), *kinds]  # type: ignore[attr-defined]


class AnswerForm(_Once):
    """The answer to a question that was put to the party."""

    text = forms.CharField(
        label="Your answer",
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"max_length": "The answer is too long; put it into a PDF and send it with the form."},
    )
    files: Any = FilesField(
        label="PDF files that belong to it",
        required=False,
        widget=Several(attrs={"accept": "application/pdf,.pdf"}),
        help_text="Only if you want to send papers along.",
    )

    def clean(self) -> dict[str, Any]:
        """Something must be said or sent."""
        given = super().clean() or {}
        if not (given.get("text") or "").strip() and not given.get("files") and "files" not in self.errors:
            self.add_error("text", "Write your answer, or send a paper that holds it.")
        return given
