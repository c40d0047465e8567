"""Form fields that know "not stated": dates as Americans write them, flags with three answers, lines."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

_AMERICAN = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SHORT = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{2}")


class DayField(forms.Field):
    """A date, typed as 03/09/2026 or 2026-03-09. Empty is not stated; a year of two digits is asked for again."""

    widget = forms.TextInput

    def __init__(self, **more: Any) -> None:
        super().__init__(required=more.pop("required", False), **more)
        self.widget.attrs |= {
            "class": "short",
            "placeholder": "MM/DD/YYYY",
            "inputmode": "numeric",
            "autocomplete": "off",
            "maxlength": "30",
        }

    def to_python(self, value: Any) -> date | None:
        """The date.

        Raises:
            ValidationError: it is none.
        """
        text = str(value or "").strip()
        if not text:
            return None
        if found := _AMERICAN.fullmatch(text):
            month, day, year = (int(part) for part in found.groups())
        elif found := _ISO.fullmatch(text):
            year, month, day = (int(part) for part in found.groups())
        elif _SHORT.fullmatch(text):
            raise ValidationError(f"Type the year of {text} with four digits, such as 03/09/2026.")
        else:
            raise ValidationError(
                f"“{text[:30]}” is no date; type it as month, day and year, such as 03/09/2026."
            )
        try:
            return date(year, month, day)
        except ValueError:
            raise ValidationError(
                f"{text} is no date of the calendar; look at the paper and type it again."
            ) from None

    def prepare_value(self, value: Any) -> Any:
        """As it is shown: what was typed, else MM/DD/YYYY."""
        return f"{value:%m/%d/%Y}" if isinstance(value, date) else value


class FlagField(forms.ChoiceField):
    """Yes, no or not stated: ``True``, ``False``, ``None``. Nothing is chosen beforehand but "not stated"."""

    widget = forms.RadioSelect

    def __init__(self, **more: Any) -> None:
        super().__init__(
            choices=[("yes", "Yes"), ("no", "No"), ("", "Not stated")],
            required=False,
            **more,
        )
        self.widget.attrs |= {"class": "tick"}

    def clean(self, value: Any) -> bool | None:
        """The answer.

        Raises:
            ValidationError: it is none of the three.
        """
        return {"yes": True, "no": False}.get(super().clean(value or ""))

    def prepare_value(self, value: Any) -> Any:
        """As the radio buttons name it."""
        return {True: "yes", False: "no", None: ""}.get(value, value) if not isinstance(value, str) else value


class OneOfField(forms.ChoiceField):
    """One of some words, or ``None`` where it is not stated."""

    def __init__(self, options: list[tuple[str, str]], *, few: bool = False, **more: Any) -> None:
        unknown = ("", "Not stated")
        super().__init__(
            choices=[*options, unknown] if few else [unknown, *options],
            required=False,
            widget=forms.RadioSelect(attrs={"class": "tick"}) if few else forms.Select,
            **more,
        )

    def clean(self, value: Any) -> str | None:
        """The word.

        Raises:
            ValidationError: it is not among them.
        """
        return super().clean(value or "") or None


class TextField(forms.CharField):
    """Words, or ``None`` where there are none."""

    def __init__(self, **more: Any) -> None:
        super().__init__(required=False, **{"max_length": 200, **more})

    def clean(self, value: Any) -> str | None:
        """The words without blanks around them."""
        return super().clean(value) or None


class LinesField(forms.CharField):
    """Lines, each a text of its own; empty lines count for nothing."""

    def __init__(self, *, rows: int = 2, **more: Any) -> None:
        more.setdefault("max_length", 4000)
        super().__init__(required=False, widget=forms.Textarea(attrs={"rows": rows}), strip=False, **more)

    def clean(self, value: Any) -> tuple[str, ...]:
        """The lines."""
        return tuple(line.strip() for line in super().clean(value).splitlines() if line.strip())

    def prepare_value(self, value: Any) -> Any:
        """Lines below each other."""
        return "\n".join(value) if isinstance(value, (list, tuple)) else value
