"""Ten cases written by hand in YAML: the disputes that published letters are most often about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

import yaml

from openimr.law.forms import Application
from openimr.letters.model import Citation, Dates, Determination, Drug, Item, Reviewer, Summary, outcome
from openimr.samples.casefile.applying import filled
from openimr.samples.casefile.cast import cast
from openimr.samples.casefile.chart import Chart, Extra, Medication, Visit
from openimr.samples.casefile.days import Days, before, weekday
from openimr.samples.chance import Chance
from openimr.samples.stock import BadSampleData, library


@dataclass(frozen=True, slots=True)
class Curated:
    """A curated case, put before a day of today."""

    title: str
    fate: str
    application: Application
    determination: Determination
    chart: Chart


@cache
def _rows() -> tuple[tuple[str, Mapping[str, Any]], ...]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    files = sorted(f.name for f in resources.files(__package__ or "").iterdir() if f.name.endswith(".yaml"))
    return tuple(
        (name, yaml.load(resources.files(__package__ or "").joinpath(name).read_text("utf-8"), Loader=loader))  # noqa: S506 - both loaders are safe loaders
        for name in files
    )


def fates() -> tuple[str, ...]:
    """The fates of the curated cases, in order."""
    return tuple(row["fate"] for _, row in _rows())


def case(place: int, seed: int, today: date) -> Curated:
    """Curated case ``place`` (from 0), received its own number of days before ``today``.

    Raises:
        BadSampleData: its file lacks a field; the message names both.
    """
    name, row = _rows()[place]
    try:
        return _case(name, row, Chance(f"curated {seed} {name}"), today)
    except (KeyError, TypeError, ValueError) as fault:
        raise BadSampleData(f"samples/docket/curated/{name}: {fault!r}") from fault


def _case(name: str, row: Mapping[str, Any], chance: Chance, today: date) -> Curated:
    when = _days(row["days"], weekday(today - timedelta(row["age_days"])))
    slots = {"injury": when.injury or when.rfa, "rfa": when.rfa, "ur": when.ur_decision}
    slots |= {f"visit{number}": day for number, day in enumerate(when.visits, start=1)}
    determination = _determination(name, row, when, slots)
    people = cast(chance, row["worker"]["sex"], row["worker"]["job"])
    application = filled(determination, people, when, chance)
    main, code = row["diagnoses"][0]
    application = replace(
        application, formulary=row.get("formulary", False), primary_diagnosis=f"{code} {main}"
    )
    return Curated(row["title"], row["fate"], application, determination, _chart(row, when))


def _days(row: Mapping[str, Any], received: date) -> Days:
    """The days, counted back from the day of receipt: review before it, the request before that."""
    review = weekday(received - timedelta(row["received"]))
    rfa = weekday(review - timedelta(row["ur"]))
    injury = rfa - timedelta(row["injury"])
    visits = tuple(before(rfa, ago, injury) for ago in row["visits"])
    served = min(weekday(review + timedelta(1)), received)
    return Days(injury, visits, rfa, review, served, weekday(received - timedelta(3)), received)


def _text(folded: str, slots: Mapping[str, date]) -> str:
    text = " ".join(folded.split())
    for slot, day in slots.items():
        text = text.replace(f"{{{slot}}}", f"{day:%m/%d/%Y}")
    return text


def _determination(name: str, row: Mapping[str, Any], when: Days, slots: Mapping[str, date]) -> Determination:
    items = tuple(_item(number, entry, slots) for number, entry in enumerate(row["items"], start=1))
    injury = when.injury.isoformat() if when.injury else None
    review = when.ur_decision.isoformat()
    return Determination(
        source=name.replace(".yaml", ".json"),
        sha256=None,
        layout="2015",
        case_number=None,
        priority="standard",
        dates=Dates(injury=injury, ur_denial=review, application_received=when.received.isoformat()),
        reviewer=Reviewer(("CA",), tuple(row["boards"]), " ".join(library().voices["statement"][0].split())),
        documents_reviewed=(),
        summary=Summary(
            text=_text(row["summary"], slots),
            age=row["worker"]["age"],
            sex=row["worker"]["sex"],
            injury_date=injury,
            ur_decision_date=review,
            diagnoses=tuple(text for text, _ in row["diagnoses"]),
        ),
        items=items,
        case_outcome=outcome([item.decision for item in items]),
    )


def _item(number: int, row: Mapping[str, Any], slots: Mapping[str, date]) -> Item:
    return Item(
        number=number,
        heading=row["heading"],
        disputed=row["heading"],
        decision=row["decision"],
        retrospective=False,
        category=row["category"],
        drugs=tuple(
            Drug(d["name"], tuple(d["ingredients"]), d["strength"], d.get("quantity"), None)
            for d in row.get("drugs", ())
        ),
        visits=row.get("visits"),
        frequency_per_week=row.get("frequency"),
        weeks=row.get("weeks"),
        body_parts=tuple(row.get("body_parts", ())),
        side=row.get("side"),
        original_request=None,
        authorized=None,
        administrator_citations=tuple(_citation(c) for c in row["administrator"]),
        reviewer_citations=tuple(_citation(c) for c in row["reviewer"]),
        rationale=_text(row["rationale"], slots),
    )


def _citation(row: Mapping[str, Any]) -> Citation:
    name, year = row["guideline"], row["year"]
    return Citation("MTUS", name, year, (), None, f"{name} {year}")


def _chart(row: Mapping[str, Any], when: Days) -> Chart:
    visits = tuple(_visit(day, entry) for day, entry in zip(when.visits, row["chart"], strict=True))
    extras = []
    for entry in row.get("extras", ()):
        seen = when.visits[entry["visit"] - 1]
        extras.append(
            Extra(
                entry["type"], entry["title"], weekday(seen + timedelta(entry["after"])), "", "",
                tuple((label, value) for label, value in entry["rows"]), tuple(entry["paragraphs"]),
            )
        )  # fmt: skip
    reasons = tuple(item["denied_because"] for item in row["items"])
    return Chart(visits, tuple(extras), reasons, row["worker"]["job"], row["worker"]["cause"])


def _visit(day: date, row: Mapping[str, Any]) -> Visit:
    return Visit(
        day=day,
        complaint=row["complaint"],
        pain=row["pain"],
        history=row.get("history", ""),
        medications=tuple(Medication(*entry) for entry in row["medications"]),
        examination=tuple((label, value) for label, value in row["examination"]),
        function=row["function"],
        plan=tuple(row["plan"]),
        work=row["work"],
    )
