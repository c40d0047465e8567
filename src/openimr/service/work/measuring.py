"""Computing the measures over the cases of a month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from openimr.service.work.facts import FACTS, VALUES, Facts
from openimr.service.work.measures import Measure, measures


@dataclass(frozen=True, slots=True)
class Result:
    """A measure and its figures.

    ``count`` is the numerator, ``of`` the denominator, ``unknown`` how many of the denominator could not be judged
    because a date or a fact is not known; they are in no numerator. ``mean`` is of means alone.
    """

    measure: Measure
    count: int
    of: int
    unknown: int = 0
    mean: float | None = None

    @property
    def share(self) -> float | None:
        """The numerator over the denominator, in percent with one decimal; ``None`` for counts and of nothing."""
        if self.measure.kind != "share" or not self.of:
            return None
        return round(100 * self.count / self.of, 1)


def measure_all(cases: Iterable[Facts]) -> list[Result]:
    """Every measure of ``measures.yaml`` over these cases."""
    everything = list(cases)
    return [measure_one(one, everything) for one in measures()]


def measure_one(measure: Measure, cases: Iterable[Facts]) -> Result:
    """One measure over these cases."""
    inside = [case for case in cases if all(FACTS[name](case) for name in measure.of)]
    if measure.kind == "count":
        return Result(measure, len(inside), len(inside))
    assert measure.value is not None
    values = [VALUES[measure.value](case) for case in inside]
    known = [one for one in values if one is not None]
    unknown = len(values) - len(known)
    if measure.kind == "mean":
        mean = round(sum(known) / len(known), 2) if known else None
        return Result(measure, len(known), len(inside), unknown, mean)
    low = measure.more_than if measure.more_than is not None else float("-inf")
    high = measure.at_most if measure.at_most is not None else float("inf")
    return Result(measure, sum(low < one <= high for one in known), len(inside), unknown)
