"""A fictional claim: the worker, the dates, the places that hurt, and how the letter's author writes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from openimr.letters.model import Layout, Sex, Side
from openimr.samples.chance import Chance
from openimr.samples.dating import FORMATS, DateFormat, Timeline, timeline
from openimr.samples.requests import Place, place
from openimr.samples.stock import Library, Region

#: Between which days letters of a layout were decided.
_DECIDED: dict[Layout, tuple[date, date]] = {
    "2013-federal-services": (date(2013, 6, 3), date(2013, 12, 20)),
    "2013-professional-review": (date(2013, 4, 1), date(2013, 9, 30)),
    "2013-notice": (date(2013, 8, 1), date(2013, 12, 20)),
    "2014": (date(2014, 1, 6), date(2015, 2, 27)),
    "2015": (date(2015, 3, 2), date(2017, 2, 28)),
}
_MECHANISMS = {
    "a pallet tipped over": "the fall of a pallet",
    "a shelf collapsed": "the collapse of a shelf",
    "slipping on a wet floor": "a slip on a wet floor",
}


@dataclass(frozen=True, slots=True)
class Voice:
    """The habits of one author."""

    noun: str
    dates: DateFormat
    record_dates: DateFormat
    run_together: bool
    broken_date: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """What the letter is about, before anything is written."""

    case_number: str
    layout: Layout
    when: Timeline
    age: int | None
    sex: Sex | None
    job: str
    mechanism: str
    places: tuple[Place, ...]
    voice: Voice

    @property
    def pronoun(self) -> str:
        """The word "He", "She", or the worker's noun where the sex is not told."""
        if self.sex is None:
            return f"The {self.voice.noun}"
        return "He" if self.sex == "male" else "She"


def claim(chance: Chance, library: Library, layout: Layout, number: int) -> Claim:
    """A new claim. Case numbers run from 0900000, which the real programme never reached."""
    first, last = _DECIDED[layout]
    if layout == "2015" and chance.yes(0.7):
        first = date(2016, 8, 15)
    decision = first + timedelta(chance.below((last - first).days + 1))
    when = timeline(chance, decision)
    told = chance.yes(0.96)
    sex: Sex = chance.pick(("male", "female"))
    side: Side = chance.pick(("left", "right"))
    regions = chance.some(list(library.regions.values()), chance.pick((1, 1, 2)))
    voice = Voice(
        noun=chance.pick(library.voices["nouns"]),
        dates=chance.pick(FORMATS),
        record_dates="slashes",
        run_together=layout == "2014" and chance.yes(0.6),
        broken_date=chance.yes(0.04),
    )
    same = chance.yes(0.7)
    voice = Voice(
        voice.noun, voice.dates, voice.dates if same else chance.pick(FORMATS),
        voice.run_together, voice.broken_date,
    )  # fmt: skip
    mechanism = chance.pick(library.voices["mechanisms"])
    return Claim(
        case_number=f"CM{when.application_received:%y}-{900000 + number % 100000:07d}",
        layout=layout,
        when=when,
        age=chance.between(22, 67) if told else None,
        sex=sex if told else None,
        job=chance.pick(library.voices["jobs"]),
        mechanism=_MECHANISMS.get(mechanism, mechanism),
        places=tuple(place(chance, region, side) for region in regions),
        voice=voice,
    )


def reword(chance: Chance, where: Place, *, both: bool) -> Place:
    """The same place in other words, as another item of the letter names it."""
    return place(chance, _region(where), where.side if where.side != "bilateral" else None, both=both)


def _region(where: Place) -> Region:
    return where.region
