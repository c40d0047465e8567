"""What the law wants in each notice (``law/data/notices.yaml``), as a checklist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from openimr.law import tables
from openimr.law.model import Evidence
from openimr.service.notices.model import TemplateError


@dataclass(frozen=True, slots=True)
class Element:
    """One required content: ``id`` is the notice's id and its own, such as ``N6.received``."""

    id: str
    text: str
    law: str
    evidence: str

    @property
    def acts(self) -> bool:
        """Whether it may be demanded, and said, without a person's word."""
        return Evidence(self.evidence).acts

    @property
    def meaning(self) -> str:
        """How well the rule is known, in words."""
        return Evidence(self.evidence).meaning


def required(codes: Iterable[str]) -> tuple[Element, ...]:
    """The contents of the notices ``codes`` (``N5``, ``N6``), in their order.

    Raises:
        TemplateError: the law has no such notice.
    """
    known = _elements()
    found: list[Element] = []
    for code in codes:
        if code not in known:
            raise TemplateError(
                f"law/data/notices.yaml has no notice {code!r}; there are {', '.join(known)}."
            )
        found += known[code]
    return tuple(found)


@cache
def _elements() -> dict[str, tuple[Element, ...]]:
    return {
        str(notice["id"]): tuple(
            Element(
                f"{notice['id']}.{one['id']}",
                str(one["text"]),
                law.cite,
                law.evidence.value,
            )
            for one in notice["contents"]
            for law in tables.laws([one["law"]], "notices", f"{notice['id']}.{one['id']}")
        )
        for notice in tables.read("notices")
    }
