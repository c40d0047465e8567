"""Template words of the office: form controls in the design system's dress, times, digests, icons of tones."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

from openimr.law.model import Evidence
from openimr.service.office import dates
from openimr.service.office.asking import may_stay_empty

register = template.Library()
_PACIFIC = ZoneInfo("America/Los_Angeles")
_TONE_ICONS = {"good": "check_circle", "warn": "warning", "bad": "error", "info": "info"}
_CLOCK_ICONS = {
    "ok": "event",
    "soon": "hourglass_empty",
    "late": "error",
    "tolled": "do_not_disturb",
    "not started": "radio_button_unchecked",
    "met": "check_circle",
    "met late": "warning",
}
_CLOCK_TONES = {
    "ok": "plain",
    "soon": "warn",
    "late": "bad",
    "tolled": "info",
    "not started": "quiet",
    "met": "good",
    "met late": "warn",
}


@register.simple_tag
def control(field: BoundField, **attrs: Any) -> SafeString:
    """The control of a form field with USWDS classes, tied to its hint and its error.

    ``attrs`` are further attributes; an underscore in a name stands for a hyphen.
    """
    own = {name.replace("_", "-"): value for name, value in attrs.items()}
    described = [f"{field.auto_id}_hint"] if field.help_text else []
    if field.errors:
        described.append(f"{field.auto_id}_error")
        own["aria-invalid"] = "true"
    grouped = kind(field) == "group"
    if not grouped and not field.field.required and field.name in getattr(field.form, "needed", ()):
        own["aria-required"] = "true"
    # Of a group of choices it is the fieldset that is described.
    if described and not grouped:
        own["aria-describedby"] = " ".join(described)
    style = _style(field.field.widget)
    if style:
        error = f" {style}--error" if field.errors and style == "usa-input" else ""
        own["class"] = " ".join(
            filter(None, [style + error, field.field.widget.attrs.get("class"), own.get("class")])
        )
    return field.as_widget(attrs=own)


def _style(widget: forms.Widget) -> str:
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return ""
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    if isinstance(widget, forms.Select):
        return "usa-select"
    if isinstance(widget, forms.Textarea):
        return "usa-textarea"
    if isinstance(widget, forms.FileInput):
        return "file"
    return "usa-input"


@register.filter
def kind(field: BoundField) -> str:
    """How a field is laid out: ``group`` (several choices), ``check`` (one box), ``hidden``, else ``one``."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "one"


@register.filter
def optional(field: BoundField) -> bool:
    """Whether a field may stay empty; see :mod:`openimr.service.office.asking`."""
    return may_stay_empty(field)


@register.filter
def moment(value: Any) -> str:
    """A day or a moment as plain text, for attributes; elsewhere :func:`when` is used."""
    return dates.said(value)


@register.filter
def when(value: Any) -> SafeString:
    """A day or a moment as a ``<time>``, and every ISO date of a sentence so; see :mod:`openimr.service.office.dates`."""
    return dates.shown(value)


@register.filter
def clock_time(value: datetime) -> str:
    """The time of day of a date and time in California, such as "4:05 PM"."""
    return dates.hour(value.astimezone(_PACIFIC) if value.tzinfo else value)


@register.filter
def iso(value: Any) -> str:
    """For the attribute ``datetime``."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value or "")


@register.filter
def short_hash(digest: str) -> str:
    """The first characters of a digest: enough to compare by eye."""
    return (digest or "")[:10]


@register.filter
def tone_icon(tone: str) -> str:
    """The icon that goes with a tone, "" for none."""
    return _TONE_ICONS.get(tone, "")


@register.filter
def clock_icon(state: str) -> str:
    """The icon of a clock's state."""
    return _CLOCK_ICONS.get(state, "event")


@register.filter
def clock_tone(state: str) -> str:
    """The tone of a clock's state."""
    return _CLOCK_TONES.get(state, "plain")


@register.filter
def evidence(mark: Any) -> str:
    """What a mark of evidence means, in words."""
    return Evidence(getattr(mark, "value", mark)).meaning


@register.simple_tag
def table_cell(row: Any, place: int, columns: Any) -> SafeString:
    """A cell of a table; see :mod:`openimr.service.office.cells`."""
    from openimr.service.office.cells import cell_html

    return cell_html(row, place, columns[place] if place < len(columns) else None)


@register.filter
def leads(actions: Any) -> bool:
    """Whether one of the actions beside a form is the page's primary one, so that the form's button steps back."""
    return any(getattr(one, "primary", False) and not getattr(one, "why", "") for one in actions or ())


@register.filter
def at(values: Any, index: int) -> Any:
    """The value at ``index``, ``None`` where there is none."""
    try:
        return values[index]
    except (IndexError, KeyError, TypeError):
        return None


@register.filter
def minus(number: int, shown: Any) -> int:
    """How many are not among those shown."""
    return number - len(shown)


@register.filter
def message_tone(level: str) -> str:
    """The tone of a message's level."""
    return {"success": "good", "warning": "warn", "error": "bad"}.get(level, "info")


@register.filter
def undo_address(tags: str) -> str:
    """The address that takes back what a message tells of: its tags hold ``undo:/address/``."""
    found = [tag[5:] for tag in (tags or "").split() if tag.startswith("undo:/")]
    return found[0] if found else ""
