"""The public copy of a letter: what identifies somebody taken out, written anew, and looked through.

First go the names, numbers and addresses that the case knows, then what patterns find
(:mod:`openimr.letters.deidentify`). The copy is a new rendering, not the signed file with something laid over it.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from openimr import letters
from openimr.archive.entries import entries
from openimr.archive.index.documents import document
from openimr.letters.cover import Cover
from openimr.letters.deidentify import public_determination
from openimr.letters.model import Dates, Determination, Finding, Item, Reviewer, Summary
from openimr.letters.writing.content import UnwritableText
from openimr.service.cases.domain import Case
from openimr.service.issuing.identifying import Term, terms
from openimr.service.issuing.leaks import Leak, leaks
from openimr.service.issuing.making import NotMade

#: What the gate looked at, as the event keeps it.
CHECKS = (
    "pages",
    "metadata",
    "hidden text",
    "attachments",
    "earlier revisions",
    "file name",
    "published fields",
    "entries of the search index",
)


@dataclass(frozen=True, slots=True)
class PublicCopy:
    """A public copy before it is published.

    Attributes:
        leaks: what is left of somebody's identity; with any it can't be published.
        taken: what was taken out, and how often: ("the employee's name", 3).
        unwatched: parts of names that are ordinary words of every letter; a person looks for them.
        findings: what the checks for public copies find, for the person who looks.
    """

    pdf: bytes
    sha256: str
    name: str
    determination: Determination
    cover: Cover
    leaks: tuple[Leak, ...]
    taken: tuple[tuple[str, int], ...]
    unwatched: tuple[str, ...]
    findings: tuple[Finding, ...]
    checks: tuple[str, ...] = CHECKS


def make(case: Case, determination: Determination, cover: Cover) -> PublicCopy:
    """The public copy of the letter of ``case``; the same letter gives the same bytes.

    Raises:
        NotMade: a character in it has no shape.
    """
    ordinary = _ordinary(cover.organization or "")
    every = terms(case)
    wanted = tuple(one for one in every if one.word is None or one.word.lower() not in ordinary)
    taken: Counter[str] = Counter()
    masked = mask(determination, wanted, taken)
    try:
        pdf = letters.render(masked, "pdf", public=True, cover=cover)
    except UnwritableText as problem:
        raise NotMade(f"The public copy can't be written: {problem}") from problem
    said = replace(masked, source=case.number)
    name = f"{case.number}.pdf"
    return PublicCopy(
        pdf=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        name=name,
        determination=said,
        cover=cover,
        leaks=leaks(
            pdf,
            wanted,
            name=name,
            fields={"letter": letters.to_json(said), "search_index": _indexed(said, case.number)},
        ),
        taken=tuple(taken.most_common()),
        unwatched=tuple(
            dict.fromkeys(one.word for one in every if one.word and one.word.lower() in ordinary)
        ),
        findings=tuple(one for one in letters.check(said, public=True) if one.code.startswith("PRIV")),
    )


def _indexed(said: Determination, number: str) -> list[Any]:
    """What the search index will hold of it."""
    held = entries(said, address=number, letter_id=0, origin="published")
    return [json.loads(document(one)) for one in held]


def mask(
    determination: Determination, wanted: Sequence[Term], taken: Counter[str] | None = None
) -> Determination:
    """The determination without what identifies somebody, ``wanted`` first; ``taken`` counts what of that it held."""
    return public_determination(determination, wanted, taken=taken)


@cache
def _ordinary(organization: str) -> frozenset[str]:
    """The words that every letter of the organization holds, whoever it is about."""
    empty: dict[str, Any] = {
        "retrospective": False, "category": "Other", "drugs": (), "visits": None, "frequency_per_week": None,
        "weeks": None, "body_parts": (), "side": None, "original_request": None, "authorized": None,
        "administrator_citations": (), "reviewer_citations": (), "rationale": "x",
    }  # fmt: skip
    blank = Determination(
        source="x",
        sha256=None,
        layout="2015",
        case_number="CM00-0000000",
        priority="standard",
        dates=Dates(*["2026-01-01"] * 5),
        reviewer=Reviewer(("CA",), ("x",), None),
        documents_reviewed=("x",),
        summary=Summary("x", None, None, None, None, ()),
        items=(
            Item(number=1, heading="x", disputed="x", decision="upheld", **empty),
            Item(number=2, heading="x", disputed="x", decision="overturned", **empty),
        ),
        case_outcome="partially overturned",
    )
    roles = (
        "Employee",
        "Representative",
        "Attorney",
        "Requesting physician",
        "Claims administrator",
        "Employer",
    )
    cover = Cover(
        organization=organization or None,
        recipients=tuple(letters.Recipient(one) for one in (*roles, "Administrative Director")),
        mailing_date="2026-01-01",
        service_method="First-class mail. Electronic service. Personal delivery. Express mail, overnight. Fax. Version",
    )
    text = letters.render(blank, "txt", public=True, cover=cover).decode("utf-8")
    words = "".join(char if char.isalnum() else " " for char in text).split()
    return frozenset(one.lower() for one in words)
