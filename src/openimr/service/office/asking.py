"""Forms that say what is missing: one sentence that names the field and the rule, and where nothing is optional.

A form inherits from :class:`AskingForm`. ``needed`` names the fields that may come empty only because the command
answers for them, with the rule; they are not called optional. ``rules`` are the citations for fields that the form
itself insists on.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import strip_tags

_DJANGO_REQUIRED = str(forms.Field.default_error_messages["required"])
_DJANGO_CHOICE = str(forms.ChoiceField.default_error_messages["invalid_choice"])
_DJANGO_CHOICES = str(forms.MultipleChoiceField.default_error_messages["invalid_choice"])
_DJANGO_DAY = str(forms.DateField.default_error_messages["invalid"])


class AskingForm(forms.Form):
    """A form whose refusals name the field and the rule."""

    needed: Collection[str] = ()
    rules: Mapping[str, str] = {}

    def full_clean(self) -> None:
        """Words first: fields may have been added or named anew since the form was made."""
        for name, field in self.fields.items():
            _word(field, name, self.rules.get(name, ""))
        super().full_clean()


def may_stay_empty(field: BoundField) -> bool:
    """Whether nobody insists on the field: neither the form nor the command behind it."""
    return not field.field.required and field.name not in getattr(field.form, "needed", ())


def missing(label: str, widget: forms.Widget, rule: str = "") -> str:
    """What is said of a field that was left empty."""
    verb = "Fill in"
    if isinstance(widget, forms.CheckboxInput):
        verb = "Tick"
    elif isinstance(widget, forms.CheckboxSelectMultiple | forms.SelectMultiple):
        verb = "Choose at least one under"
    elif isinstance(widget, forms.Select | forms.RadioSelect):
        verb = "Choose one under"
    elif isinstance(widget, forms.DateInput):
        verb = "Give the day under"
    elif isinstance(widget, forms.FileInput):
        verb = "Choose a file under"
    why = f"{rule} asks for it" if rule else "nothing is recorded without it"
    return f"{verb} “{label}”: {why}."


def _word(field: forms.Field, name: str, rule: str) -> None:
    label = strip_tags(str(field.label or name.replace("_", " ").capitalize())).rstrip(".:")
    texts = field.error_messages
    # What a form says in words of its own stays.
    if str(texts.get("required", "")) == _DJANGO_REQUIRED:
        texts["required"] = missing(label, field.widget, rule)
    if str(texts.get("invalid_choice", "")) in (_DJANGO_CHOICE, _DJANGO_CHOICES):
        texts["invalid_choice"] = (
            f"Choose one of those offered under “{label}”; what was sent is not among them."
        )
    if isinstance(field, forms.DateField) and str(texts.get("invalid", "")) == _DJANGO_DAY:
        texts["invalid"] = f"“{label}” is no date; give one such as 2026-03-03."
