"""``collection``: the fixed letters that the demo shows and the tests read.

Eight letters written by hand, ten clean ones from the generator in all layouts, and eight with one
planted error each. The same letters in the same order, always.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from openimr.letters.model import Layout
from openimr.samples.curated import curated
from openimr.samples.generator import letter
from openimr.samples.model import SampleLetter
from openimr.samples.planting import plant

#: The series that generated letters of the collection come from.
_SERIES = 2017
#: Clean letters: number in the series, layout.
_CLEAN: tuple[tuple[int, Layout], ...] = (
    (45, "2015"),
    (111, "2015"),
    (161, "2015"),
    (249, "2015"),
    (58, "2014"),
    (72, "2014"),
    (222, "2014"),
    (2, "2013-federal-services"),
    (5, "2013-professional-review"),
    (7, "2013-notice"),
)
#: Letters with one error: kind, number in the series, layout.
_WITH_ERRORS: tuple[tuple[str, int, Layout], ...] = (
    ("strength-not-marketed", 301, "2015"),
    ("side", 302, "2015"),
    ("sex-pronoun", 303, "2015"),
    ("injury-date", 304, "2015"),
    ("decision-conclusion", 305, "2015"),
    ("denied-fact", 306, "2014"),
    ("visit-arithmetic", 307, "2015"),
    ("edition-not-in-force", 308, "2015"),
)


@cache
def collection() -> tuple[SampleLetter, ...]:
    """The sample letters, always the same. ``planted`` of a letter declares the error put into it."""
    clean = tuple(letter(_SERIES, number, layout) for number, layout in _CLEAN)
    return (*curated(), *clean, *(_with_error(*row) for row in _WITH_ERRORS))


def _with_error(kind: str, number: int, layout: Layout) -> SampleLetter:
    """The first letter from ``number`` on, of a few items, that has a place for the error."""
    while True:
        clean = letter(_SERIES, number, layout)
        planted = None
        if clean.style.header and len(clean.determination.items) <= 4:
            planted = plant(clean.determination, kind, number)
        if planted is not None:
            return replace(
                clean,
                name=f"{clean.determination.case_number}-{kind}",
                determination=planted.determination,
                notes=(*clean.notes, f"planted: {kind}"),
                planted=(planted,),
            )
        number += 100
