"""How a letter is put on paper, drawn for its layout; and what the paper leaves out of the truth."""

from __future__ import annotations

from dataclasses import replace

from openimr.letters.model import Dates, Determination, Layout
from openimr.samples.chance import Chance
from openimr.samples.model import HeaderOrder, Style

_ORDERS: tuple[HeaderOrder, ...] = ("rows", "rows", "wrapped", "cells", "columns")


def style(chance: Chance, layout: Layout) -> tuple[Style, list[str]]:
    """A style for ``layout``, and the names of the difficulties in it."""
    header = not (layout in ("2014", "2015") and chance.yes(0.2 if layout == "2015" else 0.6))
    order = chance.pick(_ORDERS)
    drawn = Style(
        header=header,
        header_order=order,
        columns=chance.between(88, 98),
        page_lines=chance.between(42, 48),
        double_spaced=layout == "2014" and chance.yes(0.5),
        hyphenate=chance.yes(0.15),
        heading_gap=chance.pick((" ", "  ")),
        tight=layout not in ("2014",) and chance.yes(0.1),
        page_feeds=chance.yes(0.2),
    )
    notes = []
    if not header:
        notes.append("no header table")
    elif layout in ("2014", "2015"):
        notes.append(f"header table by {order}")
    if drawn.double_spaced:
        notes.append("blank line after every line")
    if drawn.hyphenate:
        notes.append("hyphens at line ends")
    if drawn.tight:
        notes.append("no blank lines")
    return drawn, notes


def visible(determination: Determination, style: Style) -> Determination:
    """The truth of what the paper shows: values that the layout does not print are null."""
    layout, dates = determination.layout, determination.dates
    if layout in ("2014", "2015") and not style.header:
        determination = replace(determination, case_number=None, priority=None, dates=Dates())
    elif layout == "2013-professional-review":
        kept = Dates(None, dates.decision, dates.injury, dates.ur_denial, None)
        items = tuple(
            replace(item, heading=_bare(item.heading), administrator_citations=())
            for item in determination.items
        )
        determination = replace(determination, priority=None, dates=kept, items=items)
    elif layout == "2013-notice":
        kept = Dates(None, dates.decision, dates.injury, dates.ur_denial, dates.application_received)
        items = tuple(
            replace(item, heading=_bare(item.heading), administrator_citations=(), reviewer_citations=())
            for item in determination.items
        )
        determination = replace(determination, priority=None, dates=kept, items=items)
    if style.tight:
        items = tuple(
            replace(item, rationale=item.rationale.replace("\n", " ") if item.rationale else None)
            for item in determination.items
        )
        determination = replace(determination, items=items)
    return determination


def _bare(heading: str) -> str:
    """A heading without the "is" that leads over to the decision word of later layouts."""
    return heading.removesuffix(" is")
