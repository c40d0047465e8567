"""How many visits are in dispute, how often a week and for how many weeks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from openimr.letters.reading import numbers

_N = numbers.PATTERN
_FREQUENCY = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<f>{_N})\s*(?:\(\w+\)\s*)?(?:x|×|times?|visits?|sessions?|days?|treatments?)\s*(?:/|per|a|each|every)?\s*(?:week|wk)(?!s)",
        rf"times?\s+(?P<f>{_N})\s*(?:/|per|a|each)\s*(?:week|wk)",
        rf"(?P<f>{_N})\s*(?:x|×|times?)?\s*(?:/|per|a)\s*(?:week|wk)",
        rf"(?P<f>{_N})\s*(?:x|×|times?|visits?|sessions?)\s*(?:weekly|wkly)",
        r"(?P<f>once|twice|thrice)\s*(?:/|per|a|each|every)?\s*(?:week(?:ly)?|wk)",
    )
]
#: "2 x 3 weeks": both in one.
_CROSSED = re.compile(
    rf"(?<![\w./#-])(?P<f>{_N})\s*(?:x|×|times)\s*(?P<w>{_N})\s*(?:weeks?|wks?)\b", re.IGNORECASE
)
_TIMES = re.compile(
    r"\b(?:x|×|times)\s*(?P<w>\d{1,2})\b(?!\s*(?:visits?|sessions?|treatments?|days?|months?|hours?))", re.I
)
_WEEKLY = re.compile(r"\bweekly\b", re.IGNORECASE)
_WEEKS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:for|x|×|times|over|during|by)\s*(?:a\s+total\s+of\s+|the\s+next\s+)?(?P<w>{_N})\s*(?:more\s+|additional\s+)?(?:\(\w+\)\s*)?(?:weeks?|wks?)\b",
        rf"(?<!in )(?<!every )(?<!after )(?<!within )(?<![\d-])(?P<w>{_N})\s*(?:\(\w+\)\s*)?(?:weeks?|wks?)\b(?!\s*post)",
    )
]
_BARE = re.compile(
    r"(?<![\w./#-])(?P<f>\d{1,2}(?:\s?-\s?\d{1,2})?)\s*(?:x|×|times)\s*(?P<w>\d{1,2}(?:\s?-\s?\d{1,2})?)(?![\w/%]|\.\d)(?!\s*(?:weeks?|wks?|mg|cm|months?|days?))",
    re.IGNORECASE,
)
_UNIT = r"(?:visits?|sessions?|treatments?|appointments?|units?\s+of\s+therapy)"
_THERAPY = (
    r"(?:physical|occupational|speech|aquatic|aqua|chiropractic|massage|physio\w*|acupuncture|cognitive|behavioral|"
    r"individual|group|psycho\w*|additional|more|further|supervised|outpatient|follow-?\s?up|office|post-?op\w*|"
    r"therap\w*|therapeutic|manual|of|PT|OT|CBT|biofeedback|hand|pool|initial|new|land|based|vestibular|rehab\w*|"
    r"work|conditioning|hardening|manipulat\w*|exercise|medicine|treatment|physiotherapy)"
)
_COUNT = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?P<v>{_N})\s*(?:\(\w+\)\s*)?(?:{_THERAPY}[\s-]+){{0,5}}{_UNIT}\b(?!\s*(?:/|per|a\b|each|every)\s*(?:week|wk))",
        rf"{_UNIT}\s*(?:of\s+|:\s*|,\s*|#\s*|[x×]\s*|times\s+|\(\s*)(?P<v>{_N})",
        rf"\(\s*(?P<v>{_N})\s*(?:total\b|visits?|sessions?)?[^)]{{0,12}}\)\s*{_UNIT}?",
        rf"\b(?:qty|quantity|total(?:\s+of)?)\s*[:=#]?\s*(?P<v>{_N})",
        r"#\s*(?P<v>\d{1,3})\b",
        r"(?:^|[\s,(])[x×]\s*(?P<v>\d{1,3})\b(?!\s*(?:weeks?|wks?|months?|days?|hours?|hrs?|mg|[/%]))",
        r"(?:,|:|-)\s*(?P<v>\d{1,3})\s*$",
    )
]
_LEADING = re.compile(
    rf"^(?:associated\s+surgical\s+services?\s*:\s*)?(?P<v>{_N})\s+(?!(?:mg|month|day|hour|week|year)s?\b)",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Visits:
    """Counts read from a treatment's words; ``None`` where it states none."""

    visits: int | None
    frequency: int | None
    weeks: int | None
    #: Where each count stands in the text, by the item's field.
    places: dict[str, tuple[int, int]] = field(default_factory=dict, compare=False)


def read_visits(text: str) -> Visits:
    """Read "two times a week for four weeks", "12 visits", "2x6", "x 12": upper bound of a range.

    A stated number of visits stands; where only frequency and weeks are stated it is their product.
    """
    frequency = weeks = visits = None
    places: dict[str, tuple[int, int]] = {}
    rest = text
    for pattern in _FREQUENCY:
        match = pattern.search(text)
        if match:
            frequency = numbers.parse(match["f"])
            places["frequency_per_week"] = match.span("f")
            rest = _without(text, match)
            break
    for pattern in _WEEKS:
        match = pattern.search(rest)
        if match:
            weeks = numbers.parse(match["w"])
            places["weeks"] = match.span("w")
            rest = _without(rest, match)
            break
    if frequency is None:
        both = _CROSSED.search(text) or (_BARE.search(rest) if weeks is None else None)
        weekly = _WEEKLY.search(rest)
        if both:
            frequency, weeks = numbers.parse(both["f"]), numbers.parse(both["w"])
            places |= {"frequency_per_week": both.span("f"), "weeks": both.span("w")}
            rest = _without(rest, both)
        elif weeks is not None and weekly:
            frequency = 1
            places["frequency_per_week"] = weekly.span()
    elif weeks is None:
        # "twice weekly x 4": a bare cross after a frequency counts weeks.
        match = _TIMES.search(rest)
        if match:
            weeks = numbers.parse(match["w"])
            places["weeks"] = match.span("w")
            rest = _without(rest, match)
    for pattern in _COUNT:
        match = pattern.search(rest)
        if match:
            visits = numbers.parse(match["v"])
            places["visits"] = match.span("v")
            break
    if visits is None and frequency and weeks:
        visits = frequency * weeks
        stand = [places["frequency_per_week"], places["weeks"]]
        places["visits"] = (min(stand)[0], max(stand)[1])
    if visits is None and not (frequency or weeks):
        leading = _LEADING.match(rest)
        if leading:
            visits = numbers.parse(leading["v"])
            places["visits"] = leading.span("v")
    return Visits(visits, frequency, weeks, places)


def _without(text: str, match: re.Match[str]) -> str:
    """``text`` with what ``match`` took blanked out, so that positions stay."""
    return text[: match.start()] + " " * (match.end() - match.start()) + text[match.end() :]
