"""Errors of dates: header against summary, dates out of order, no dated record, an edition not in force."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from openimr.letters.model import Citation, Determination, Item
from openimr.samples.chance import Chance
from openimr.samples.model import Planted
from openimr.samples.planting import edits


def _slipped(day: date, chance: Chance) -> date:
    """A date that a slip of the pen makes of ``day``."""
    choices = [day + timedelta(n) for n in (-10, -8, -7, -2, -1, 1, 2, 6, 10)]
    for years in (-1, 1):
        try:
            choices += [day.replace(year=day.year + years)] * 2
        except ValueError:
            continue
    if day.day <= 12 and day.day != day.month:
        choices += [day.replace(month=day.day, day=day.month)] * 2
    return chance.pick(choices)


def _in_summary(
    determination: Determination, iso: str | None, chance: Chance
) -> tuple[str, date, str] | None:
    """The summary with one stated date slipped: new text, new day, as printed."""
    if iso is None:
        return None
    right = date.fromisoformat(iso)
    found = [d for d in edits.dates(determination.summary.text) if d.day == right]
    if not found:
        return None
    wrong = _slipped(right, chance)
    shown = edits.like(found[0], wrong)
    text = determination.summary.text.replace(found[0].text, shown)
    return text, wrong, shown


def injury(determination: Determination, chance: Chance) -> Planted | None:
    """A date of injury that differs between header and summary."""
    stated, header = determination.summary.injury_date, determination.dates.injury
    if stated is None or header is None:
        return None
    if chance.yes(0.6):
        slipped = _in_summary(determination, stated, chance)
        if slipped is None:
            return None
        text, day, shown = slipped
        changed = edits.with_summary(determination, text, injury_date=day.isoformat())
        return Planted(
            "injury-date", changed, None, shown, header, "/summary/text", f"The header has {header}."
        )
    day = _slipped(date.fromisoformat(header), chance)
    changed = replace(determination, dates=replace(determination.dates, injury=day.isoformat()))
    return Planted(
        "injury-date", changed, None, day.isoformat(), stated, "/dates/injury", f"The summary has {stated}."
    )


def review(determination: Determination, chance: Chance) -> Planted | None:
    """A date of the utilization review decision that differs between header and summary."""
    stated, header = determination.summary.ur_decision_date, determination.dates.ur_denial
    if stated is None or header is None:
        return None
    if chance.yes(0.6):
        slipped = _in_summary(determination, stated, chance)
        if slipped is None:
            return None
        text, day, shown = slipped
        changed = edits.with_summary(determination, text, ur_decision_date=day.isoformat())
        return Planted("ur-date", changed, None, shown, header, "/summary/text", f"The header has {header}.")
    day = _slipped(date.fromisoformat(header), chance)
    changed = replace(determination, dates=replace(determination.dates, ur_denial=day.isoformat()))
    return Planted(
        "ur-date", changed, None, day.isoformat(), stated, "/dates/ur_denial", f"The summary has {stated}."
    )


def order(determination: Determination, chance: Chance) -> Planted | None:
    """A record from before the injury or after the decision, or header dates that cannot follow."""
    dates = determination.dates
    choices = []
    injured = determination.summary.injury_date or dates.injury
    records = _record_dates(determination)
    if records and injured:
        choices.append("before")
    if records and dates.decision:
        choices += ["after"]
    if dates.decision and dates.application_received and dates.ur_denial:
        choices.append("header")
    if not choices:
        return None
    which = chance.pick(choices)
    if which == "header":
        return _header_order(determination, chance)
    pointer, item, text, found = chance.pick(records)
    if which == "before":
        day = date.fromisoformat(str(injured)) - timedelta(chance.between(3, 500))
        against = f"injury {injured}"
    else:
        day = date.fromisoformat(str(dates.decision)) + timedelta(chance.between(2, 400))
        against = f"decision {dates.decision}"
    shown = edits.like(found, day)
    changed = edits.with_text(determination, item, text[: found.start] + shown + text[found.end :])
    return Planted(
        "date-order", changed, item.number if item else None, shown, against, pointer,
        f"A record of {day.isoformat()} cannot be: {against}.",
    )  # fmt: skip


def _record_dates(determination: Determination) -> list[tuple[str, Item | None, str, edits.PrintedDate]]:
    known = {
        determination.summary.injury_date, determination.summary.ur_decision_date,
        determination.dates.injury, determination.dates.ur_denial,
    }  # fmt: skip
    return [
        (pointer, item, text, found)
        for pointer, item, text in edits.texts(determination)
        for found in edits.dates(text)
        if found.day.isoformat() not in known
    ]


def _header_order(determination: Determination, chance: Chance) -> Planted:
    dates = determination.dates
    if not (dates.decision and dates.application_received and dates.ur_denial):
        raise ValueError("the header lacks a date")
    which = chance.pick(("application", "decision", "injury"))
    if which == "application":
        day = date.fromisoformat(dates.ur_denial) - timedelta(chance.between(2, 300))
        changed = replace(determination, dates=replace(dates, application_received=day.isoformat()))
        name, against = "application_received", f"UR denial {dates.ur_denial}"
    elif which == "decision":
        day = date.fromisoformat(dates.application_received) - timedelta(chance.between(2, 300))
        changed = replace(determination, dates=replace(dates, decision=day.isoformat()))
        name, against = "decision", f"application {dates.application_received}"
    else:
        day = date.fromisoformat(dates.decision) + timedelta(chance.between(2, 300))
        changed = replace(determination, dates=replace(dates, injury=day.isoformat()))
        name, against = "injury", f"decision {dates.decision}"
    return Planted(
        "date-order", changed, None, day.isoformat(), against, f"/dates/{name}",
        f"{name} {day.isoformat()} cannot be: {against}.",
    )  # fmt: skip


_UNDATED = (
    (r"\bOn DATE, ", "At one visit, "),
    (r"\b(The|the) DATE (progress note)", r"\1 \2"),
    (r"\((?:DOS: )?DATE\)", ""),
    (r",? (?:dated|of|on|from|in the report of) DATE", ""),
    (r"\bDATE\b", "that day"),
)


def undated(determination: Determination, chance: Chance) -> Planted | None:
    """A letter that cites no dated record: only injury and utilization review keep their dates."""
    kept = {
        determination.summary.injury_date, determination.summary.ur_decision_date,
        determination.dates.injury, determination.dates.ur_denial,
    }  # fmt: skip
    if not _record_dates(determination):
        return None
    changed = determination
    for _, item, text in list(edits.texts(determination)):
        new = text
        for found in reversed(edits.dates(text)):
            if found.day.isoformat() not in kept:
                new = new[: found.start] + "\x00" + new[found.end :]
        new = re.sub(r"\b\d{1,2}-\d{1,2}- \d{2}\b", "\x00", new)
        for pattern, replacement in _UNDATED:
            new = re.sub(pattern.replace("DATE", "\x00"), replacement, new)
        changed = edits.with_text(changed, item, new.replace("\x00", "that day"))
    return Planted(
        "no-dated-record", changed, None, "", "no record is cited by its date", "/summary/text",
        "Neither summary nor rationale cites a record by its date.",
    )  # fmt: skip


def edition(determination: Determination, chance: Chance) -> Planted | None:
    """A guideline edition that was not in force on the day of the decision."""
    if determination.dates.decision is None:
        return None
    decided = date.fromisoformat(determination.dates.decision)
    places = []
    for item in determination.items:
        for index, cited in enumerate(item.reviewer_citations):
            if cited.source == "MTUS" and cited.year in (2009, 2016):
                places.append((item, index, cited))
    if not places:
        return None
    item, index, cited = chance.pick(places)
    if cited.guideline == "Opioid Treatment":
        wrong = decided.year + chance.between(1, 3)
    else:
        wrong = chance.pick([2009 if cited.year == 2016 else 2016, decided.year + chance.between(1, 3)])
    if wrong == cited.year:
        wrong += 1
    new = replace(cited, year=wrong, text=cited.text.replace(str(cited.year), str(wrong), 1))
    changed = edits.with_item(
        determination, item, reviewer_citations=replaced(item.reviewer_citations, index, new)
    )
    return Planted(
        "edition-not-in-force", changed, item.number, f"{cited.guideline} {wrong}", determination.dates.decision,
        edits.pointer(determination, item, f"reviewer_citations/{index}"),
        f"The edition of {wrong} was not in force on {determination.dates.decision}.",
    )  # fmt: skip


def replaced(cited: tuple[Citation, ...], index: int, new: Citation) -> tuple[Citation, ...]:
    """``cited`` with the citation at ``index`` replaced."""
    return (*cited[:index], new, *cited[index + 1 :])
