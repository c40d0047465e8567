"""The cells of a table as HTML, written here and not as templates: a page has hundreds of them.

A badge and a clock look as ``office/_badge.html`` and ``office/_clock.html`` (plain) make them; a test holds both
against each other.
"""

from __future__ import annotations

from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from openimr.service.letters.templatetags.letter import icon
from openimr.service.office import dates
from openimr.service.office.templatetags.office import clock_icon, clock_tone, iso, moment, tone_icon


def cell_html(row: Any, place: int, column: Any) -> SafeString:
    """The cell at ``place`` of a ``parts.Row`` under a ``parts.Column``; the first one names and opens the row."""
    cell = _of(row, "cells")[place]
    tag = 'th scope="row"' if place == 0 else "td"
    numeric, narrow = _of(column, "numeric"), _of(column, "narrow")
    style = ("number" if numeric else "") + (" wide-only" if narrow is False else "")
    parts = [f'<{tag} class="{style}" data-title="{escape(_of(column, "title") or "")}">']
    words, address = _of(cell, "text"), _of(row, "address")
    if place == 0 and address:
        parts.append(f'<a class="table__open" href="{escape(address)}">{escape(words)}</a>')
    elif words:
        parts.append(escape(words))
    if at := _of(cell, "when"):
        parts.append(dates.shown(at))
    if badge := _of(cell, "badge"):
        parts.append(badge_html(badge))
    parts += [f"{badge_html(one)} " for one in _of(cell, "badges") or ()]
    if clock := _of(cell, "clock"):
        parts.append(clock_html(clock))
    if note := _of(cell, "note"):
        told = f' title="{escape(aside)}"' if (aside := _of(cell, "note_title")) else ""
        parts.append(f'<span class="table__note"{told}>{dates.shown(note)}</span>')
    parts.append("</th>" if place == 0 else "</td>")
    return SafeString("".join(parts))  # every part is escaped above


def badge_html(badge: Any) -> SafeString:
    """A ``parts.Badge``, as ``office/_badge.html`` makes it."""
    tone, title = _of(badge, "tone") or "plain", _of(badge, "title")
    symbol = _of(badge, "icon") or tone_icon(tone)
    return format_html(
        '<span class="pill pill--{}"{}>{}{}</span>',
        tone,
        format_html(' title="{}"', title) if title else "",
        icon(symbol) if symbol else "",
        _of(badge, "text"),
    )


def clock_html(clock: Any) -> SafeString:
    """A ``clocks.Chip``, as ``office/_clock.html`` makes it with ``plain``."""
    state, due = _of(clock, "state"), _of(clock, "due")
    return format_html(
        '<span class="clock clock--{}" title="{}">{}<span class="clock__left">{}</span>{}{}</span>',
        clock_tone(state),
        _of(clock, "title"),
        icon(clock_icon(state)),
        _of(clock, "words"),
        format_html('<time class="clock__due" datetime="{}">{}</time>', iso(due), moment(due)) if due else "",
        icon("help_outline", "A person must confirm it") if _of(clock, "asks") else "",
    )


def _of(thing: Any, name: str) -> Any:
    """A field of a shape, or of a dictionary with the same keys."""
    return thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)
