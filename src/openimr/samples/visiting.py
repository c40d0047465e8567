"""Counts of visits in the many wordings that requests use, each with what it amounts to."""

from __future__ import annotations

from dataclasses import dataclass

from openimr.samples.chance import Chance
from openimr.samples.wording import in_words


@dataclass(frozen=True, slots=True)
class Visits:
    """A wording and its truth. A range counts its upper bound."""

    text: str
    visits: int
    frequency: int | None
    weeks: int | None


def course(chance: Chance) -> Visits:
    """A frequency over weeks, or a bare count, as it stands inside a heading."""
    f, w = chance.between(1, 3), chance.pick((2, 3, 4, 4, 6, 6, 8))
    times = "once" if f == 1 else "twice" if f == 2 else "three times"
    fw, ww = in_words(f), in_words(w)
    often = "one time" if f == 1 else f"{fw} times"
    plain = "1 time" if f == 1 else f"{f} times"
    forms = [
        Visits(f"{plain} a week for {w} weeks", f * w, f, w),
        Visits(f"{plain} per week for {w} weeks", f * w, f, w),
        Visits(f"{f}x/week for {w} weeks", f * w, f, w),
        Visits(f"{f}x per week x {w} weeks", f * w, f, w),
        Visits(f"{f}x a week for {w} weeks", f * w, f, w),
        Visits(f"{often} per week for {ww} weeks", f * w, f, w),
        Visits(f"times {fw} per week for {ww} weeks", f * w, f, w),
        Visits(f"{plain} a week for {w} weeks ({f * w} sessions)", f * w, f, w),
        Visits(f"{often} a week times {w} weeks", f * w, f, w),
        Visits(f"{times} a week for {w} weeks", f * w, f, w),
        Visits(
            f"{times} weekly for {ww} weeks" if f < 3 else f"three times weekly for {ww} weeks", f * w, f, w
        ),
        Visits(f"{f} to {f + 1} times per week for {w} weeks", (f + 1) * w, f + 1, w),
        Visits(f"{f}-{f + 1} times a week for {w} weeks", (f + 1) * w, f + 1, w),
        Visits(f"{plain} a week for {w}-{w + 2} weeks", f * (w + 2), f, w + 2),
        Visits(f"{f} visit{'s' if f > 1 else ''} per week for {w} weeks", f * w, f, w),
        Visits(f"x {f * w} visits", f * w, None, None),
        Visits(f"({f * w} sessions)", f * w, None, None),
        Visits(f"x{f * w} sessions", f * w, None, None),
        Visits(grid(chance, f, w), f * w, f, w),
    ]
    return chance.pick(forms)


def grid(chance: Chance, frequency: int, weeks: int) -> str:
    """Times a week by weeks: "2x4" or "2 x 4"."""
    return chance.pick((f"{frequency}x{weeks}", f"{frequency} x {weeks}"))


def number(chance: Chance) -> tuple[str, int]:
    """A bare count as digits, words or a range, with its truth."""
    n = chance.pick((4, 6, 6, 8, 10, 12, 12, 18))
    return chance.pick(((str(n), n), (in_words(n), n), (str(n), n), (f"{n}-{n + 2}", n + 2)))
