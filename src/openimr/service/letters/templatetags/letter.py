"""Template words for letters: values that know their place, decisions, dates, icons."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

_DECISIONS = {
    "upheld": ("upheld", "Upheld", "remove_circle"),
    "overturned": ("overturned", "Overturned", "check_circle"),
    "partially overturned": ("partial", "Partially overturned", "half_circle"),
}
_LAYOUTS = {
    "2013-federal-services": "2013, Federal Services",
    "2013-professional-review": "2013, professional review",
    "2013-notice": "2013, notice",
}


@register.simple_tag
@lru_cache(maxsize=1000)
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; hidden from screen readers unless it has a label."""
    address = f"{static('openimr/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="usa-icon" role="img" aria-label="{}" focusable="false"><use href="{}"></use></svg>',
            label,
            address,
        )
    return format_html(
        '<svg class="usa-icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', address
    )


@register.simple_tag
def decision(value: str) -> SafeString:
    """A decision as a badge: icon and word, so that it is not told by colour alone."""
    style, word, symbol = _DECISIONS[value]
    return format_html('<span class="badge badge--{}">{}{}</span>', style, icon(symbol), word)


@register.simple_tag
def value(pointer: str, shown: Any, missing: str = "Not stated") -> SafeString:
    """A value as a button that shows where it was read from; plain words where the letter lacks it."""
    if shown is None or shown == "":
        return format_html('<span class="missing">{}</span>', missing)
    return format_html(
        '<button type="button" class="value" data-p="{}" title="Show in the letter">{}</button>',
        pointer,
        shown,
    )


@register.filter
def day(value: Any) -> str | None:
    """``2016-12-09`` as "December 9, 2016"."""
    if not value:
        return None
    when = value if isinstance(value, date) else date.fromisoformat(value)
    return f"{when:%B} {when.day}, {when.year}"


@register.filter
def short_day(value: Any) -> str | None:
    """``2016-12-09`` as "Dec 9, 2016"."""
    if not value:
        return None
    when = value if isinstance(value, date) else date.fromisoformat(value)
    return f"{when:%b} {when.day}, {when.year}"


@register.filter
def capitalized(value: str | None) -> str | None:
    """The first letter large, the others as they are."""
    return value[:1].upper() + value[1:] if value else value


@register.filter
def layout_name(value: str) -> str:
    """The layout in words."""
    return _LAYOUTS.get(value, value)


@register.filter
def number(value: float | None) -> str | None:
    """A number without a needless ``.0``."""
    return None if value is None else f"{value:g}"


@register.filter
def paragraphs(value: str | None) -> list[str]:
    """The paragraphs of a text."""
    return [part for part in (value or "").split("\n") if part.strip()]


@register.simple_tag
def query(request: Any, **changes: Any) -> str:
    """The address's query with some parameters changed; empty ones are left out."""
    params = request.GET.copy()
    for key, changed in changes.items():
        params[key] = "" if changed is None else str(changed)
    for key in [key for key in params if not params[key]]:
        del params[key]
    return f"?{params.urlencode()}" if params else "?"


@register.simple_tag
def item_value(item: int, field: str, shown: Any, entry: int | None = None) -> SafeString:
    """A value of the item at index ``item``."""
    return value(f"/items/{item}/{field}" + ("" if entry is None else f"/{entry}"), shown)


@register.simple_tag
def drug_value(item: int, drug: int, field: str, shown: Any) -> SafeString:
    """A value of a drug; a dash where the letter does not give it, as tables have it."""
    return value(f"/items/{item}/drugs/{drug}/{field}", shown, "–")


@register.simple_tag
def summary_value(field: str, entry: int, shown: Any) -> SafeString:
    """An entry of a list in the summary."""
    return value(f"/summary/{field}/{entry}", shown)


@register.simple_tag
def decision_value(item: int, decided: str) -> SafeString:
    """An item's decision as a badge that shows where it stands."""
    return value(f"/items/{item}/decision", decision(decided))


@register.simple_tag
def citation_value(item: int, field: str, entry: int, cited: dict[str, Any]) -> SafeString:
    """A citation: source, guideline and year, then sections and pages."""
    head = " ".join(str(part) for part in (cited["source"], cited["guideline"]) if part and part != "Other")
    year = f" ({cited['year']})" if cited["year"] else ""
    tail = list(cited["sections"])
    if cited["pages"]:
        tail.append(f"page{'s' if any(c in str(cited['pages']) for c in '-–,') else ''} {cited['pages']}")
    shown = format_html(
        '<span class="citation"><strong>{}{}</strong>{}</span>',
        head or cited["text"][:120],
        year,
        format_html("<span>{}</span>", "; ".join(tail)) if tail else "",
    )
    return value(f"/items/{item}/{field}/{entry}", shown)


@register.filter
def cut_digest(version: str) -> str:
    """The version without the digest of its code."""
    return version.partition("+")[0]


_TITLES = {"errors": "With errors", "warnings": "Warnings only", "none": "No findings"}


@register.simple_tag
def facet_options(chosen: dict[str, str], name: str, facets: Any) -> list[dict[str, Any]]:
    """The options of a filter: the most frequent ones, and the chosen one in any case."""
    most = 40
    now = chosen[name]
    options = [
        {
            "value": facet.value,
            "title": _TITLES.get(facet.value, facet.value)
            if name == "findings"
            else capitalized(facet.value),
            "letters": facet.letters,
            "chosen": facet.value == now,
        }
        for number, facet in enumerate(facets)
        if number < most or facet.value == now
    ]
    if name == "year":
        options.sort(key=lambda option: option["value"], reverse=True)
    if now and not any(option["chosen"] for option in options):
        options.append({"value": now, "title": capitalized(now), "letters": 0, "chosen": True})
    return options


@register.filter
def svg(points: float) -> str:
    """A length for an attribute of SVG."""
    return f"{points:.1f}".removesuffix(".0")
