"""The pieces that papers are made of, as the data that ``papers.typ`` sets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from openimr.law.forms import Person
from openimr.samples.chance import Chance

Block = dict[str, Any]
#: Quiet colors of letterheads.
_ACCENTS = ("#1d4e5f", "#5b3a29", "#2f4b26", "#3c3a6e", "#6b2737", "#24475b")


def day(value: date | None) -> str:
    """A date as papers print it, or nothing."""
    return f"{value:%m/%d/%Y}" if value else ""


def heading(text: str) -> Block:
    """A heading inside a document."""
    return {"kind": "heading", "text": text}


def paragraph(text: str, label: str = "") -> Block:
    """A paragraph, with a label in front where there is one."""
    return {"kind": "paragraph", "text": text, "label": label}


def rows(pairs: Iterable[tuple[str, str]]) -> Block:
    """Labels with their values, those without a value left out."""
    return {"kind": "rows", "rows": [list(pair) for pair in pairs if pair[1]]}


def table(header: Sequence[str], body: Iterable[Sequence[str]], widths: Sequence[float]) -> Block:
    """A ruled table; ``widths`` are shares."""
    return {
        "kind": "table",
        "header": list(header),
        "rows": [list(row) for row in body],
        "widths": list(widths),
    }


def bullets(entries: Iterable[str]) -> Block:
    """A list."""
    return {"kind": "bullets", "entries": list(entries)}


def band(text: str) -> Block:
    """The title bar of a part of a form."""
    return {"kind": "band", "text": text}


def small(text: str) -> Block:
    """Small print."""
    return {"kind": "small", "text": text}


def form(*cells: Block) -> Block:
    """A row of a form's boxes, see :func:`box` and :func:`ticks`; the spans add up to 12."""
    return {"kind": "form", "cells": list(cells)}


def box(span: int, label: str, value: str | None) -> Block:
    """A box with a value, empty where there is none."""
    return {"span": span, "label": label, "value": value or ""}


def ticks(span: int, label: str, choices: Iterable[tuple[str, bool]]) -> Block:
    """A box with boxes to tick."""
    return {"span": span, "label": label, "checks": [{"label": text, "on": on} for text, on in choices]}


def signature(hand: str, *lines: str) -> Block:
    """A signature and what stands below it."""
    return {"kind": "signature", "hand": hand, "lines": [line for line in lines if line]}


def letterhead(party: Person, style: str = "bar") -> Block:
    """The letterhead of an organization."""
    lines = [", ".join(party.address)] if party.address else []
    if party.city:
        lines.append(f"{party.city}, {party.state} {party.zip}")
    reach = [f"Phone {party.phone}" if party.phone else "", f"Fax {party.fax}" if party.fax else ""]
    lines.append("  ".join(one for one in reach if one))
    return {"name": party.organization or party.name or "", "lines": [x for x in lines if x], "style": style}


def document(
    title: str,
    blocks: Sequence[Block],
    *,
    running: str,
    foot: str,
    head: Block | None = None,
    kind: str = "report",
    mark: str = "",
    accent: str | None = None,
    scale: float = 1.0,
) -> Block:
    """One document. ``running`` heads its later pages, ``foot`` ends every page; ``scale`` is a form's size."""
    name = head["name"] if head else title
    return {
        "title": title,
        "blocks": list(blocks),
        "running": running,
        "foot": foot,
        "head": head,
        "kind": kind,
        "mark": mark,
        "scale": scale,
        "accent": accent or Chance(name).pick(_ACCENTS),
    }


def address(party: Person) -> str:
    """A party's address on one line."""
    place = f"{party.city}, {party.state} {party.zip}" if party.city else ""
    return ", ".join(part for part in (*party.address, place) if part)
