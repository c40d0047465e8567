"""The notices of the process and what each must say. Data: ``data/notices.yaml``.

Process specification, section 3.3. Each required content carries its law; `required` sorts the contents into those
that stand by themselves and those that a person must confirm first, because their source was not read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from openimr.law.model import Law, LawError
from openimr.law.tables import laws, read, require

#: Everybody who sends or gets a notice.
PARTIES = frozenset(
    {
        "employee",
        "attorney",
        "requesting physician",
        "claims administrator",
        "review organization",
        "Administrative Director",
        "Division of Workers' Compensation",
    }
)


@dataclass(frozen=True, slots=True)
class Content:
    """One thing a notice must say."""

    id: str
    text: str
    law: Law

    @property
    def acts(self) -> bool:
        """Whether it goes into the notice by itself; otherwise a person confirms or strikes it."""
        return self.law.evidence.acts


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice. ``service`` and ``timing`` are in words; ``timing_law`` says what the timing rests on."""

    id: str
    title: str
    sender: str
    to: tuple[str, ...]
    contents: tuple[Content, ...]
    service: str | None
    timing: str
    timing_law: Law

    @property
    def ours(self) -> bool:
        """Whether the review organization writes and sends it."""
        return self.sender == "review organization"


@dataclass(frozen=True, slots=True)
class Required:
    """The contents of a notice by how well they are known.

    ``verified`` were read in statute, regulation or an official page; ``own`` are our arrangement; ``confirm`` is
    what a person must confirm or strike before the notice says it.
    """

    verified: tuple[Content, ...]
    own: tuple[Content, ...]
    confirm: tuple[Content, ...]


@cache
def notices() -> tuple[Notice, ...]:
    """Every notice, in the order of a case's life."""
    found: dict[str, Notice] = {}
    for row in read("notices"):
        one = _notice(row)
        require(one.id not in found, "notices", one.id, "the id stands twice.")
        found[one.id] = one
    return tuple(found.values())


def _notice(row: dict[str, Any]) -> Notice:
    key = str(row.get("id"))
    to = tuple(row.get("to") or ())
    require(row.get("title") and to, "notices", key, "needs title and to.")
    for party in (row.get("from"), *to):
        require(party in PARTIES, "notices", key, f"{party!r} is nobody who sends or gets notices.")
    timing = row.get("timing") or {}
    require(timing.get("text") and timing.get("law"), "notices", key, "timing needs text and law.")
    contents = [
        Content(one["id"], one["text"], laws([one["law"]], "notices", f"{key}.{one['id']}")[0])
        for one in row.get("contents") or ()
    ]
    require(contents, "notices", key, "needs contents.")
    require(len({one.id for one in contents}) == len(contents), "notices", key, "a content stands twice.")
    return Notice(
        id=key,
        title=row["title"],
        sender=row["from"],
        to=to,
        contents=tuple(contents),
        service=row.get("service"),
        timing=timing["text"],
        timing_law=laws([timing["law"]], "notices", f"{key}.timing")[0],
    )


def notice(id: str) -> Notice:  # noqa: A002 - the specification's word
    """The notice with this id, such as ``N6``.

    Raises:
        LawError: there is none.
    """
    for one in notices():
        if one.id == id:
            return one
    raise LawError(f"There is no notice {id!r}; the notices are {', '.join(n.id for n in notices())}.")


def required(id: str) -> Required:  # noqa: A002
    """What the notice must say, by how well that is known.

    Raises:
        LawError: there is no such notice.
    """
    contents = notice(id).contents
    return Required(
        verified=tuple(one for one in contents if one.law.evidence.verified),
        own=tuple(one for one in contents if one.acts and not one.law.evidence.verified),
        confirm=tuple(one for one in contents if not one.acts),
    )
