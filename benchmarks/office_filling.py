"""Filling an office with very many cases by COPY: the ledger with its whole chain, and the projections beside it."""

from __future__ import annotations

import hashlib
import json
import random
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from benchmarks.office_cases import CLAIM, NAME, NUMBER, Template, days, template
from openimr.service.cases.models import CaseRow, ClockRow, ItemRow, TaskRow
from openimr.service.cases.projecting import name_key, number_key, rows
from openimr.service.ledger.chain import GENESIS, canonical, moment
from openimr.service.rules import rules_version

_FIRST = [
    "Alex",
    "Avery",
    "Bailey",
    "Cameron",
    "Casey",
    "Dakota",
    "Devon",
    "Drew",
    "Eden",
    "Elliot",
    "Emerson",
    "Finley",
    "Harper",
    "Hayden",
    "Jamie",
    "Jordan",
    "Kai",
    "Kendall",
    "Lane",
    "Logan",
    "Marley",
    "Morgan",
    "Noel",
    "Parker",
    "Peyton",
    "Quinn",
    "Reese",
    "Riley",
    "Robin",
    "Rowan",
    "Sage",
    "Sasha",
    "Shawn",
    "Sidney",
    "Skyler",
    "Spencer",
    "Taylor",
    "Teagan",
    "Toby",
    "Val",
]
_LAST = [
    "Alder",
    "Aspen",
    "Birch",
    "Bridge",
    "Brook",
    "Canyon",
    "Cedar",
    "Cliff",
    "Clover",
    "Coast",
    "Cove",
    "Dale",
    "Elm",
    "Fern",
    "Field",
    "Ford",
    "Forest",
    "Garden",
    "Glen",
    "Grove",
    "Harbor",
    "Hazel",
    "Heath",
    "Hill",
    "Hollow",
    "Lake",
    "Larch",
    "Laurel",
    "Maple",
    "Meadow",
    "Moss",
    "Oak",
    "Orchard",
    "Pine",
    "Pond",
    "Ridge",
    "River",
    "Rock",
    "Rowan",
    "Shore",
    "Sparrow",
    "Spring",
    "Stone",
    "Thorn",
    "Vale",
    "Wells",
    "Willow",
    "Winter",
    "Wood",
    "Yarrow",
]
_BATCH = 2000


@dataclass(frozen=True)
class _Piece:
    """An event as text with gaps: before its position, between position and previous hash, after it."""

    at: datetime
    head: str
    tail: str
    columns: tuple[Any, ...]
    data: str


@dataclass(frozen=True)
class _Mold:
    """A template made ready for copying: pieces of its events, and its rows by table."""

    year: int
    pieces: list[_Piece]
    tables: dict[str, list[dict[str, Any]]]


def fill(
    cursor: Any, cases: int, templates: int, people: Mapping[str, list[str]], now: datetime, seed: int
) -> dict[str, float]:
    """Fill the tables of an empty office; ``cursor`` is psycopg's, of the owner. How many of what, and seconds."""
    began = time.perf_counter()
    molds = [
        _mold(template(seed + number, people, day, now))
        for number, day in enumerate(days(templates, now, seed))
    ]
    molded = time.perf_counter()
    rng = random.Random(seed)
    writer = _Writer(cursor)
    # In the order of receipt, so that the ledger's pages hold what happened at about the same time.
    chosen = sorted(rng.randrange(len(molds)) for _ in range(cases))
    counts: dict[int, int] = {}
    for start in range(0, cases, _BATCH):
        made = []
        for place in chosen[start : start + _BATCH]:
            mold = molds[place]
            counts[mold.year] = counts.get(mold.year, 0) + 1
            made.append((mold, _own(f"CM{mold.year % 100:02}-{counts[mold.year]:07}", rng)))
        writer.write(made)
    for year, last in counts.items():
        cursor.execute("SELECT setval(%s::regclass, %s)", [f"issuing_case_number_{year}", last])
    return {
        "cases": cases, "templates": templates, "events": writer.position, "tasks": writer.tasks,
        "seconds for templates": molded - began, "seconds for rows": time.perf_counter() - molded,
    }  # fmt: skip


def _own(number: str, rng: random.Random) -> dict[str, str]:
    name = f"{rng.choice(_FIRST)} {rng.choice(_LAST)}{rng.choice(_LAST).lower()}"
    return {NUMBER: number, NAME: name, CLAIM: f"EX-{rng.randrange(10**8):08}"}


def _mold(made: Template) -> _Mold:
    pieces = []
    for event, meta in made.events:
        data = event.data()
        content = {
            "actor": meta.actor, "at": moment(meta.at), "data": data, "number": meta.number, "position": 0,
            "previous": "", "role": meta.role, "rules": rules_version(), "stream": f"case:{NUMBER}", "submission": None,
            "type": event.type,
        }  # fmt: skip
        text = canonical(content).decode()
        # The keys stand in the order of the alphabet: nothing but "previous" stands between the two gaps.
        head, tail = text.rsplit('"position":0,"previous":""', 1)
        columns = (meta.number, event.type, meta.actor, meta.role, meta.at, rules_version())
        pieces.append(_Piece(meta.at, head, tail, columns, json.dumps(data, ensure_ascii=False)))
    tables: dict[str, list[dict[str, Any]]] = {"case": [], "item": [], "task": [], "clock": []}
    for (model, key), values in rows(made.case).items():
        if model is CaseRow:
            tables["case"].append({"number": key[0], **values})
        elif model is ItemRow:
            tables["item"].append({"case_id": key[0], "number": key[1], **values})
        elif model is TaskRow:
            tables["task"].append({"case_id": key[0], "task": key[1], **values})
        else:
            tables["clock"].append({"case_id": key[0], **values})
    return _Mold(made.case.received.year, pieces, tables)


_TABLES = {"case": CaseRow, "item": ItemRow, "task": TaskRow, "clock": ClockRow}


def _columns(name: str) -> list[str]:
    fields = _TABLES[name]._meta.concrete_fields  # type: ignore[attr-defined]
    return [one.column for one in fields if one.column != "id"]


class _Writer:
    def __init__(self, cursor: Any) -> None:
        self.cursor = cursor
        self.position, self.previous = 0, GENESIS
        self.tasks = 0

    def write(self, made: list[tuple[_Mold, dict[str, str]]]) -> None:
        """One batch: its events in the order of time, then its rows."""
        events = [
            (piece.at, place, number, piece)
            for place, (mold, _) in enumerate(made)
            for number, piece in enumerate(mold.pieces)
        ]
        events.sort(key=lambda one: one[:3])
        columns = "position, stream, number, type, data, actor, role, at, rules, submission, previous, hash"
        with self.cursor.copy(f"COPY ledger_event ({columns}) FROM STDIN") as copy:
            for _, place, _, piece in events:
                copy.write_row(self._entry(piece, made[place][1]))
        for name, model in _TABLES.items():
            wanted = _columns(name)
            with self.cursor.copy(f"COPY {model._meta.db_table} ({', '.join(wanted)}) FROM STDIN") as copy:  # type: ignore[attr-defined]
                for row in self._rows(name, made):
                    copy.write_row([row[column] for column in wanted])
        self.tasks += sum(len(mold.tables["task"]) for mold, _ in made)

    def _entry(self, piece: _Piece, own: dict[str, str]) -> tuple[Any, ...]:
        self.position += 1
        head, tail, data = (_put(text, own) for text in (piece.head, piece.tail, piece.data))
        text = f'{head}"position":{self.position},"previous":"{self.previous}"{tail}'
        digest = hashlib.sha256(text.encode()).hexdigest()
        number, kind, actor, role, at, rules = piece.columns
        row = (
            self.position,
            f"case:{own[NUMBER]}",
            number,
            kind,
            data,
            actor,
            role,
            at,
            rules,
            None,
            self.previous,
            digest,
        )
        self.previous = digest
        return row

    @staticmethod
    def _rows(name: str, made: list[tuple[_Mold, dict[str, str]]]) -> Iterator[dict[str, Any]]:
        for mold, own in made:
            for row in mold.tables[name]:
                new = {
                    key: _put(value, own) if isinstance(value, str) else value for key, value in row.items()
                }
                if name == "case":
                    new["employee_key"], new["claim_key"] = name_key(own[NAME]), number_key(own[CLAIM])
                yield new


def _put(text: str, own: dict[str, str]) -> str:
    for old, new in own.items():
        if old in text:
            text = text.replace(old, new)
    return text
