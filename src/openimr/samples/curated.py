"""Letters written by hand in YAML, one file each, with their truth written beside the text."""

from __future__ import annotations

from importlib import resources
from typing import Any

from openimr.letters.model import (
    Citation,
    Dates,
    Decision,
    Determination,
    Drug,
    Item,
    Layout,
    Reviewer,
    Summary,
    outcome,
)  # fmt: skip
from openimr.samples.credentials import credentials_sentence
from openimr.samples.model import SampleLetter, Style
from openimr.samples.stock import BadSampleData, library, load


def curated() -> tuple[SampleLetter, ...]:
    """The hand-written letters, in the order of their file names.

    Raises:
        BadSampleData: a file lacks a field; the message names file and field.
    """
    folder = resources.files(__package__).joinpath("data", "collection")
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".yaml"))
    return tuple(_letter(name) for name in names)


def _letter(name: str) -> SampleLetter:
    row = load(f"collection/{name}")
    try:
        determination = _determination(name.removesuffix(".yaml"), row)
        style = Style(**row["style"])
    except (KeyError, TypeError, ValueError) as fault:
        raise BadSampleData(f"samples/data/collection/{name}: {fault!r}") from fault
    return SampleLetter(determination.source, determination, style, tuple(row["notes"]))


def _determination(source: str, row: dict[str, Any]) -> Determination:
    layout: Layout = row["layout"]
    items = tuple(_item(number, entry) for number, entry in enumerate(row["items"], start=1))
    decisions: list[Decision] = [item.decision for item in items]
    data = row["summary_data"]
    return Determination(
        source=source,
        sha256=None,
        layout=layout,
        case_number=row["case_number"],
        priority=row["priority"],
        dates=Dates(**{key: value.isoformat() for key, value in row["dates"].items()}),
        reviewer=_reviewer(layout, tuple(row["states"]), tuple(row["boards"])),
        documents_reviewed=tuple(row.get("documents", ())),
        summary=Summary(
            text=_text(row["summary"]),
            age=data["age"],
            sex=data["sex"],
            injury_date=data["injury_date"].isoformat(),
            ur_decision_date=data["ur_decision_date"].isoformat(),
            diagnoses=tuple(data["diagnoses"]),
        ),
        items=items,
        case_outcome=outcome(decisions),
    )


def _text(folded: str) -> str:
    return "\n".join(" ".join(line.split()) for line in folded.strip().split("\n"))


def _reviewer(layout: Layout, states: tuple[str, ...], boards: tuple[str, ...]) -> Reviewer:
    voices = library().voices
    if layout == "2015":
        return Reviewer(states, boards, _text(voices["statement"][0]))
    sentence = credentials_sentence(states, boards, "expert reviewer")
    return Reviewer(states, boards, _text(voices["statement_2014"][0]).replace("{credentials}", sentence))


def _item(number: int, row: dict[str, Any]) -> Item:
    return Item(
        number=number,
        heading=row["heading"],
        disputed=row.get("disputed", row["heading"]),
        decision=row["decision"],
        retrospective=row.get("retrospective", False),
        category=row["category"],
        drugs=tuple(_drug(entry) for entry in row.get("drugs", ())),
        visits=row.get("visits"),
        frequency_per_week=row.get("frequency"),
        weeks=row.get("weeks"),
        body_parts=tuple(row.get("body_parts", ())),
        side=row.get("side"),
        original_request=row.get("original_request"),
        authorized=row.get("authorized"),
        administrator_citations=tuple(_citation(entry) for entry in row["administrator"]),
        reviewer_citations=tuple(_citation(entry) for entry in row["reviewer"]),
        rationale=_text(row["rationale"]),
    )


def _drug(row: dict[str, Any]) -> Drug:
    return Drug(
        row["name"], tuple(row["ingredients"]), str(row["strength"]) if row.get("strength") else None,
        row.get("quantity"), row.get("refills"),
    )  # fmt: skip


def _citation(row: dict[str, Any]) -> Citation:
    pages = row.get("pages")
    return Citation(
        row["source"], row["guideline"], row.get("year"), tuple(row["sections"]),
        str(pages) if pages is not None else None, row["text"],
    )  # fmt: skip
