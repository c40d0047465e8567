"""The days of a case: those that the letter gives, and invented ones where it gives none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from openimr.letters.model import Determination
from openimr.letters.reading.dates import DATE, parse
from openimr.samples.casefile.model import CaseFileError
from openimr.samples.chance import Chance


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a case file. ``injury`` is ``None`` where the letter tells none.

    ``visits`` are the treating physician's reports up to the request, oldest first. ``invented`` names the
    days that the letter does not give.
    """

    injury: date | None
    visits: tuple[date, ...]
    rfa: date
    ur_decision: date
    ur_served: date
    signed: date
    received: date
    invented: tuple[str, ...] = ()


def days(chance: Chance, determination: Determination) -> Days:
    """The days of the case that ``determination`` decided.

    Raises:
        CaseFileError: it has no date at all, or an order of days that can't be.
    """
    told = determination.dates
    summary = determination.summary
    injury = _day(told.injury or summary.injury_date)
    decision = _day(told.decision)
    received = _day(told.application_received)
    review = _day(told.ur_denial or summary.ur_decision_date)
    invented = []
    if review is None:
        invented.append("ur_decision_date")
        review = _review(chance, determination, (received, _day(told.assigned), decision), injury)
    if received is None:
        invented.append("received")
        received = weekday(review + timedelta(chance.between(9, 24)))
        ends = [day for day in (_day(told.assigned), decision) if day is not None]
        if ends:
            received = max(min([received, *ends]), review)
    if received < review or (injury is not None and injury > review):
        what = "application was received" if received < review else "injury happened"
        when = received if received < review else injury
        raise CaseFileError(
            f"{determination.source}: the {what} on {when} but utilization review decided on {review}; a case "
            "file can't hold both. Put the dates of the determination right."
        )
    served = max(review, min(weekday(review + timedelta(chance.between(0, 1))), received))
    signed = served + timedelta(chance.below(max(1, (received - served).days - 2)))
    rfa = before(review, chance.between(3, 6), injury)
    invented += ["rfa_date", "ur_served_date", "signed_on"]
    return Days(
        injury,
        visits(chance, determination, rfa, injury),
        rfa,
        review,
        served,
        signed,
        received,
        tuple(invented),
    )


def _review(
    chance: Chance,
    determination: Determination,
    known: tuple[date | None, date | None, date | None],
    injury: date | None,
) -> date:
    """A day of the utilization review decision, where the letter tells none: a while before the application
    came, before the case was assigned or decided; else soon after the last day that the letter speaks of.
    """
    received, assigned, decision = known
    anchor = received or assigned or decision
    if anchor is not None:
        back = chance.between(12, 20) if received else chance.between(35, 45)
        return max(weekday(anchor - timedelta(back)), injury or date.min)
    spoken = _spoken(determination, injury)
    last = spoken[-1] if spoken else injury
    if last is None:
        raise CaseFileError(
            f"{determination.source}: the determination has no date of the utilization review decision, of the "
            "application, the assignment or the decision, and speaks of no other day; give it one (dates.ur_denial)."
        )
    return weekday(last + timedelta(chance.between(12, 16)))


def visits(chance: Chance, determination: Determination, rfa: date, injury: date | None) -> tuple[date, ...]:
    """Two or three visits up to the request, oldest first: those that the letter speaks of within half a year
    before it, and one a month earlier where it speaks of fewer.
    """
    spoken = [day for day in _spoken(determination, injury) if day <= rfa and (rfa - day).days <= 183]
    out = spoken[-3:] or [before(rfa, chance.between(0, 6), injury)]
    if len(out) == 1:
        earlier = weekday(out[0] - timedelta(chance.between(26, 36)))
        if injury is not None and earlier <= injury:
            gap = (out[0] - injury).days
            earlier = injury + timedelta(max(1, gap // 3)) if gap >= 3 else out[0]
        if earlier < out[0]:
            out.insert(0, earlier)
    return tuple(out)


def later(determination: Determination, review: date, until: date) -> date | None:
    """A day between the utilization review decision and ``until`` that the letter speaks of: a later report."""
    after = [day for day in _spoken(determination, None) if review < day < until]
    return after[0] if after else None


def weekday(day: date) -> date:
    """``day``, or the Friday before it where it falls on a weekend."""
    return day - timedelta(max(0, day.weekday() - 4))


def before(day: date, by: int, injury: date | None) -> date:
    """The weekday ``by`` days before ``day``, but not before the injury."""
    earlier = weekday(day - timedelta(by))
    return earlier if injury is None or earlier >= injury else min(day, injury + timedelta(1))


def _day(iso: str | None) -> date | None:
    return date.fromisoformat(iso) if iso else None


def _spoken(determination: Determination, injury: date | None) -> list[date]:
    """Dates in the summary and the rationales other than those of the header, oldest first."""
    told = determination.dates
    known = {told.injury, told.assigned, told.decision, told.ur_denial, told.application_received}
    known |= {determination.summary.injury_date, determination.summary.ur_decision_date}
    text = " ".join([determination.summary.text, *(item.rationale or "" for item in determination.items)])
    found = {parse(re.sub(r"\s+", " ", match[0])) for match in DATE.finditer(text)}
    out = sorted(date.fromisoformat(iso) for iso in found if iso and iso not in known)
    return [day for day in out if injury is None or day > injury]
