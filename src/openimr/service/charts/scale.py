"""Where a value falls on the paper, and which round values are written beside it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

#: About so many lines across a drawing.
_TICKS = 4


@dataclass(frozen=True, slots=True)
class Scale:
    """From values between ``low`` and ``high`` to coordinates between ``start`` and ``end``."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...]

    def __call__(self, value: float) -> float:
        """The coordinate of ``value``."""
        share = (value - self.low) / (self.high - self.low)
        return self.start + share * (self.end - self.start)


def scale(values: Iterable[float | None], start: float, end: float, *, zero: bool = True) -> Scale:
    """A scale over the known ones of ``values``, widened to round ends; with ``zero`` it holds 0.

    Where there is no value it goes from 0 to 1.

    Raises:
        ValueError: a value is not finite.
    """
    known = [value for value in values if value is not None]
    if any(not math.isfinite(value) for value in known):
        raise ValueError("A chart's values must be finite numbers, or None where they are not known.")
    if zero:
        known.append(0.0)
    low, high = min(known, default=0.0), max(known, default=1.0)
    if low == high:
        high = low + 1 if low >= 0 else 0.0
    step = step_for(high - low)
    low, high = math.floor(low / step) * step, math.ceil(high / step) * step
    count = round((high - low) / step)
    return Scale(low, high, start, end, tuple(round(low + step * n, 10) for n in range(count + 1)))


def step_for(span: float, ticks: int = _TICKS) -> float:
    """A round step (1, 2, 2.5 or 5 times a power of ten) that divides ``span`` in about ``ticks`` parts."""
    rough = span / ticks
    power = 10.0 ** math.floor(math.log10(rough))
    for factor in (1.0, 2.0, 2.5, 5.0):
        if rough <= factor * power * 1.0001:
            return factor * power
    return 10 * power


def amount(value: float | None, unit: str = "") -> str:
    """A figure as it is written: thousands apart, at most two decimals, "not known" for ``None``."""
    if value is None:
        return "not known"
    whole = f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}".rstrip("0").rstrip(".")
    if unit == "%":
        return f"{whole}%"
    return f"{whole} {unit}" if unit else whole
