"""How what the index holds is written for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from openimr.archive.highlighting import Passage

_PROGRAMMES = {"imr": "Workers’ compensation (DWC)", "dmhc": "Health plans (DMHC)"}
_ORIGINS = {"sample": "Fictional samples", "published": "Published"}
#: Fields whose values are written with a capital, though a query and the index have them small.
_CAPITAL = frozenset({"decision", "drug", "product", "body", "side", "sex", "priority"})


def shown(field: str, value: str) -> str:
    """A value of a field as a page writes it."""
    if field == "programme":
        return _PROGRAMMES.get(value, value)
    if field == "origin":
        return _ORIGINS.get(value, value)
    if field in ("condition", "disputed"):
        return step(value)
    if field in _CAPITAL:
        return value[:1].upper() + value[1:]
    return value


def step(value: str) -> str:
    """``Cancer > Breast Cancer`` with a mark that reads as a step down; as long as before, so that places in it hold."""
    return value.replace(" > ", " › ")


def finest(values: Sequence[str]) -> tuple[str, ...]:
    """The values without those that another one goes into further: of a category and its part, the part."""
    return tuple(one for one in values if not any(other.startswith(f"{one} > ") for other in values))


def marked(passage: Passage) -> SafeString:
    """A passage with its marks, and dots where the text goes on."""
    parts = [f"<mark>{escape(part)}</mark>" if hit else escape(part) for part, hit in passage.parts]
    text = "".join(parts)
    return mark_safe(f"{'… ' if passage.before else ''}{text}{' …' if passage.after else ''}")  # noqa: S308


def percent(share: float | None, *, digits: int = 1) -> str:
    """``0.1123`` as "11.2%"; a dash where there is no share."""
    return "–" if share is None else f"{100 * share:.{digits}f}%"


def interval(given: tuple[float, float] | None) -> str:
    """``9.8 to 12.7%``."""
    return "" if given is None else f"{100 * given[0]:.1f} to {100 * given[1]:.1f}%"


def section(value: str) -> SafeString:
    """``MTUS: Chronic Pain > Opioids``: the section, and small the guideline that it is in."""
    guideline, _, name = value.partition(" > ")
    return (
        format_html('{} <span class="soft">{}</span>', name, guideline) if name else format_html("{}", value)
    )


def item_address(fields: dict[str, Any]) -> str:
    """The permanent address of an item."""
    return f"/archive/items/{fields['address']}/{fields.get('number', 1)}/"


def letter_address(fields: dict[str, Any]) -> str | None:
    """Its letter, at the item; ``None`` for a programme without letters."""
    if fields.get("programme") != "imr":
        return None
    return f"/letters/{fields['address']}/#item-{fields.get('number', 1)}"
