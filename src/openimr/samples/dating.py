"""The dates of a fictional claim, in an order that can be, and the ways in which letters print dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from openimr.samples.chance import Chance

DateFormat = Literal["slashes", "slashes_short", "dashes", "dashes_short", "long", "ordinal", "bare_slashes"]
FORMATS: tuple[DateFormat, ...] = (
    "slashes", "slashes_short", "dashes", "dashes_short", "long", "ordinal", "bare_slashes",
)  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Timeline:
    """Injury, record dates (oldest first), request, review, application, assignment, decision."""

    injury: date
    records: tuple[date, ...]
    rfa: date
    ur_denial: date
    application_received: date
    assigned: date
    decision: date


def timeline(chance: Chance, decision: date) -> Timeline:
    """A claim that ends in a determination on ``decision``.

    The application comes within 30 days of the utilization review decision (Labor Code 4610.5(h)).
    """
    assigned = decision - timedelta(chance.between(14, 33))
    application = assigned - timedelta(chance.between(1, 9))
    review = application - timedelta(chance.between(2, 27))
    rfa = review - timedelta(chance.between(3, 6))
    last = rfa - timedelta(chance.between(0, 8))
    records = [last]
    for _ in range(chance.between(1, 2)):
        records.append(records[-1] - timedelta(chance.between(12, 34)))
    records.reverse()
    recent = chance.yes(0.5)
    injury = records[0] - timedelta(chance.between(9, 60) if recent else chance.between(150, 3600))
    return Timeline(injury, tuple(records), rfa, review, application, assigned, decision)


def printed(day: date, form: DateFormat) -> str:
    """``day`` as a letter prints it."""
    match form:
        case "slashes":
            return f"{day:%m/%d/%Y}"
        case "bare_slashes":
            return f"{day.month}/{day.day}/{day.year}"
        case "slashes_short":
            return f"{day.month}/{day.day}/{day:%y}"
        case "dashes":
            return f"{day:%m-%d-%Y}"
        case "dashes_short":
            return f"{day.month}-{day.day}-{day:%y}"
        case "long":
            return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"
        case "ordinal":
            suffix = (
                "th" if 10 <= day.day % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
            )
            return f"{_MONTHS[day.month - 1]} {day.day}{suffix}, {day.year}"


def broken(day: date) -> str:
    """A date with a stray blank in it, as old letters print it: "2-25- 13"."""
    return f"{day.month}-{day.day}- {day:%y}"
