"""``determinations``: any number of letters as fast as an archive is loaded, each with its truth."""

from __future__ import annotations

from collections.abc import Iterator

from openimr.letters.model import Determination
from openimr.samples.population.letter import Letter
from openimr.samples.population.model import Sampled
from openimr.samples.population.programme import mixed
from openimr.samples.population.repeating import repeated

#: Every so many letters one repeats an earlier letter nearly word for word.
REPEATS = 250
#: How far back the letter that is repeated lies at most.
_REACH = 200
#: How many letters one seed has: their case numbers run from 1000000 to 8999999.
LARGEST = 8_000_000


def determinations(seed: int, count: int, *, start: int = 0) -> Iterator[Determination]:
    """``count`` fictional determinations of the series that ``seed`` begins, from number ``start`` on.

    A letter depends on the seed and its number alone: any slice can be made without the letters before it,
    in any process. A letter has 1.7 items on average. Layouts follow the year of the decision; the header's
    dates are given in all of them, though the forms of 2013 printed only some.

    Raises:
        ValueError: the numbers are below 0 or above 8,000,000.
    """
    for one in sampled(seed, count, start=start):
        yield one.determination


def sampled(seed: int, count: int, *, start: int = 0) -> Iterator[Sampled]:
    """As ``determinations``, each with its truth."""
    if start < 0 or count < 0 or start + count > LARGEST:
        raise ValueError(f"Letters are numbered from 0 to {LARGEST - 1}: ask for numbers within.")
    for number in range(start, start + count):
        yield member(seed, number)


def member(seed: int, number: int) -> Sampled:
    """Letter ``number`` of the series that ``seed`` begins."""
    if number % REPEATS == REPEATS - 1:
        return repeated(seed, number, number - 1 - mixed(seed, 3, number) % _REACH)
    return Letter(seed, number).written()
