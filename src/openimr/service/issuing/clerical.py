"""Clerical errors: which fields of an issued letter can be put right, and the letter with them put right.

Data: ``clerical.yaml``. What is not listed there is refused by name; and whatever was changed, decisions,
outcome and reasons must come out as they were.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from openimr.letters import from_json, to_json
from openimr.letters.model import Citation, Determination
from openimr.letters.writing.citations import compose
from openimr.letters.writing.content import UnwritableText, one_line, printed_date
from openimr.service import clock
from openimr.service.cases.domain import Case
from openimr.service.cases.domain.folding.issuing import renamed

__all__ = ["Field", "NotClerical", "changes", "corrected", "fields", "renamed", "told"]

_KINDS = ("date", "words", "application", "pages")
#: The most characters of a name or a page cite.
_LONGEST = 200


class NotClerical(ValueError):
    """The letter can't be corrected like this; one sentence. ``field`` is the pointer that it concerns."""

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True, slots=True)
class Field:
    """A field of this letter that may be corrected. ``options`` are the only texts that may stand there, if any."""

    pointer: str
    title: str
    kind: str
    value: str | None
    options: tuple[str, ...] = ()


@cache
def _table() -> tuple[tuple[re.Pattern[str], str, str, str], ...]:
    rows = yaml.safe_load((files("openimr.service.issuing") / "clerical.yaml").read_text(encoding="utf-8"))
    found = []
    for row in rows:
        if set(row) != {"pointer", "title", "kind"} or row["kind"] not in _KINDS:
            raise ValueError(
                f"clerical.yaml, {row.get('pointer')}: needs pointer, title and a kind of {_KINDS}."
            )
        pattern = re.escape(row["pointer"]).replace(r"\*", r"\d+")
        found.append((re.compile(pattern), row["title"], row["kind"], row["pointer"]))
    return tuple(found)


def fields(case: Case, determination: Determination) -> tuple[Field, ...]:
    """Every field of the letter that may be corrected, with what stands there now."""
    return tuple(_fields(case, determination))


def _fields(case: Case, determination: Determination) -> Iterator[Field]:
    data = to_json(determination)
    for pattern, title, kind, shape in _table():
        if shape.startswith("/cover/"):
            yield Field(shape, title, kind, _cover(case).get(shape.removeprefix("/cover/")))
            continue
        for pointer, value in _leaves(data):
            if not pattern.fullmatch(pointer):
                continue
            place = pointer.split("/")
            item: Any = data["items"][int(place[2])]["number"] if place[1] == "items" else None
            options: tuple[str, ...] = ()
            if kind == "application":
                known = case.item(item)
                wordings = (known.text, known.normalised.disputed if known.normalised else None)
                options = tuple(dict.fromkeys(one for one in wordings if one))
            yield Field(pointer, f"Treatment {item}: {title}" if item else title, kind, value, options)


def _leaves(data: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _leaves(value, f"{pointer}/{key}")
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from _leaves(value, f"{pointer}/{place}")
    else:
        yield pointer, data


def _cover(case: Case) -> dict[str, str | None]:
    named: dict[str, str | None] = {one.role: one.shown for one in case.parties}
    return {
        "employee": named.get("employee"),
        "employer": named.get("employer"),
        "claims_administrator": named.get("claims administrator"),
        "provider": named.get("requesting physician"),
        "claim_number": case.application.get("claim_number"),
    }


def changes(case: Case, determination: Determination, wanted: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """What would change: pointer to {"title", "old", "new"}; what stays is left out.

    Raises:
        NotClerical: a field is not clerical, a value can't be true, or nothing changes.
    """
    known = {one.pointer: one for one in fields(case, determination)}
    found: dict[str, dict[str, Any]] = {}
    for pointer, text in wanted.items():
        field = known.get(pointer)
        if field is None:
            raise NotClerical(
                f"{pointer} can't be corrected: only names, dates, a treatment's words copied wrongly and page cites can. "
                "A decision and its reasons change in a new review after an appeal alone (LC 4610.6(h),(i)).",
                pointer,
            )
        new = _value(field, text)
        if new != (field.value or ""):
            found[pointer] = {"title": field.title, "old": field.value, "new": new}
    if not found:
        raise NotClerical("Nothing was changed; type what should stand in the letter.")
    corrected(determination, found)
    return found


def _value(field: Field, text: str) -> str:
    try:
        new = one_line(text)
    except UnwritableText as problem:
        raise NotClerical(str(problem), field.pointer) from problem
    if new == (field.value or ""):
        return new
    if not new:
        raise NotClerical(
            f"{field.title}: a correction can't take it out; type what should stand there.", field.pointer
        )
    if len(new) > _LONGEST and not field.options:
        raise NotClerical(f"{field.title}: {len(new)} characters are too many ({_LONGEST}).", field.pointer)
    if field.kind == "date":
        try:
            day = date.fromisoformat(new)
        except ValueError:
            raise NotClerical(f"{field.title}: {new} is no date.", field.pointer) from None
        if day > clock.today():
            raise NotClerical(f"{field.title}: {day:%m/%d/%Y} lies in the future.", field.pointer)
    if field.kind == "application" and new not in field.options:
        raise NotClerical(
            f"{field.title}: only the application's own words may stand there (“{field.options[0]}”); "
            "another treatment is another dispute.",
            field.pointer,
        )
    return new


def told(changes: Mapping[str, Mapping[str, Any]]) -> tuple[tuple[str, str, str], ...]:
    """The changes for people: what is changed, what the letter says, what it should say."""
    return tuple(
        (str(one["title"]), *(_for_people(pointer, one.get(side)) for side in ("old", "new")))  # type: ignore[misc]
        for pointer, one in changes.items()
    )


def _for_people(pointer: str, text: str | None) -> str:
    if not text:
        return "nothing"
    return printed_date(text) if pointer.startswith("/dates/") else text


def corrected(determination: Determination, made: Mapping[str, Mapping[str, Any]]) -> Determination:
    """The determination with the changes; its decisions, outcome and reasons are as before.

    Raises:
        NotClerical: a change would touch them.
    """
    data = to_json(determination)
    for pointer, change in made.items():
        if pointer.startswith("/cover/"):
            continue
        if not any(pattern.fullmatch(pointer) for pattern, *_ in _table()):
            raise NotClerical(f"{pointer} is not clerical.", pointer)
        *way, last = pointer.removeprefix("/").split("/")
        place: Any = data
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place[step]
        if last == "pages":
            place["text"] = _printed(place, change["new"])
        place[last] = change["new"]
    after = from_json(data)
    if _decided(after) != _decided(determination):
        raise NotClerical("The correction would touch a decision or its reasons; nothing was changed.")
    return after


def _printed(citation: Mapping[str, Any], pages: str) -> str:
    """The citation as printed, with the other page."""
    old, text = citation["pages"], citation["text"] or ""
    if old and old in text:
        start = text.rindex(old)
        return text[:start] + pages + text[start + len(old) :]
    sections = tuple(citation["sections"])
    return compose(Citation(citation["source"], citation["guideline"], citation["year"], sections, pages, ""))


def _decided(determination: Determination) -> Any:
    """What no correction may touch."""
    plain = replace(
        determination,
        dates=replace(
            determination.dates, injury=None, ur_denial=None, application_received=None, assigned=None
        ),
    )
    items = tuple(
        replace(one, heading="", disputed="", administrator_citations=(), reviewer_citations=())
        for one in plain.items
    )
    cited = [
        [
            (each.source, each.guideline, each.year, each.sections)
            for each in (*one.administrator_citations, *one.reviewer_citations)
        ]
        for one in plain.items
    ]
    return replace(plain, items=items), cited
