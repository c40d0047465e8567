"""What the letters of the population cite, by the edition in force on the day of the decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from openimr.letters.model import Citation, Layout
from openimr.samples import citing
from openimr.samples.chance import Chance
from openimr.samples.docket import citing as later_citing
from openimr.samples.population.programme import Dice
from openimr.samples.requests import Request
from openimr.vocabulary.tables import read_csv

#: From this day on letters cite the guidelines that the MTUS adopted by order.
BY_ORDER = date(2017, 12, 1)
_COLUMNS = ("chapter", "year", "section", "pages", "page_verification", "note")


def edition(decided: date) -> int:
    """Which of the three editions a letter of that day cites: 0, 1 or 2."""
    return 2 if decided >= BY_ORDER else int(decided >= citing.EDITION_2016)


def citations(
    dice: Dice, asked: Request, layout: Layout, decided: date, *, reviewer: bool
) -> tuple[Citation, ...]:
    """What one side cites on a request; now and then nothing.

    Beside the section on the treatment itself, one in four citations names a further section of its guideline.
    """
    if decided >= BY_ORDER:
        if dice.roll() < (0.1 if reviewer else 0.2):
            return ()
        cited = later_citing.citations(dice, asked.topic, asked.region, reviewer=reviewer)
    else:
        if reviewer and dice.roll() < 0.1:
            return ()
        era = citing.Era(layout, decided)
        cited = citing.citations(dice, era, asked.topic, asked.region, reviewer=reviewer)
    if len(cited) > 1 and dice.roll() < 0.5:  # most cite one guideline
        cited = tuple([one for one in cited if one.source != "ODG"]) or cited
    return tuple([_widened(dice, one) if dice.roll() < 0.25 else one for one in cited])


def _widened(dice: Dice, one: Citation) -> Citation:
    """The citation with a further section of the same guideline, or with a page where pages are printed."""
    if one.source == "ODG":
        others = _sections().get(("ODG", 2016), ())
    elif one.year == 2004 and one.guideline != "General Approaches":
        others = _sections().get(("2004 chapters", 2004), ())
    else:
        others = _sections().get((one.guideline or "", one.year or 0), ())
    if not others or not one.sections:
        return one
    added = others[int(float(len(others) + 1) ** dice.roll()) - 1]
    if added in one.sections or "," in added:
        return one
    return replace(one, sections=(*one.sections, added), text=f"{one.text}, {added}")


@cache
def _sections() -> dict[tuple[str, int], tuple[str, ...]]:
    """Names of sections by guideline and year, in an order of our own."""
    found: dict[tuple[str, int], list[str]] = {}
    for row in read_csv("guideline_sections.csv", _COLUMNS):
        found.setdefault((row["chapter"], int(row["year"])), []).append(row["section"])
    return {key: tuple(Chance(f"sections {key}").some(names, len(names))) for key, names in found.items()}
