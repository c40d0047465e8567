"""An item's heading: what is in dispute, and what of the original request was already authorized."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ORIGINAL = re.compile(
    r"^(?P<original>.+?),?\s+(?:was|were)\s+(?:the\s+)?original\s+requests?\.", re.I | re.S
)
_AUTHORIZED = re.compile(
    r"\.\s*(?P<authorized>[^.](?:[^.]|\.(?=\d))*?)\s+(?:was|were)\s+(?:authorized|approved|certified)"
    r"(?:\s+by\s+the\s+claims\s+administrator)?",
    re.IGNORECASE,
)
_AUTHORIZED_BY = re.compile(
    r"\.\s*The\s+Claims\s+Administrator\s+(?:authorized|approved|certified)\s+(?P<authorized>.+?),?\s+leaving\s+the"
    r"\s+original\s+request",
    re.IGNORECASE,
)
_REMAINING = re.compile(
    r"\bThe\s+(?:remaining\s+)?(?:IMR[\s-]+)?(?:eligible\s+portion\s+of\s+the\s+)?(?:original\s+request|remaining\s+portion)"
    r"\s*,\s*(?P<disputed>.+?),?\s*(?:\s(?:is|are|was|were))?\s*$",
    re.IGNORECASE,
)
_RETROSPECTIVE = re.compile(r"\bretro(?:spective(?:ly)?|active(?:ly)?)?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Request:
    """A heading taken apart: each field is a range of the heading or ``None``."""

    disputed: tuple[int, int]
    original: tuple[int, int] | None
    authorized: tuple[int, int] | None
    retrospective: tuple[int, int] | None


def read_request(heading: str) -> Request:
    """Take a heading apart: a partial approval leaves only its remainder in dispute."""
    said = _RETROSPECTIVE.search(heading)
    retrospective = said.span() if said else None
    original = _ORIGINAL.match(heading)
    if original:
        remaining = _REMAINING.search(heading, original.end())
        authorized = _AUTHORIZED_BY.search(heading, original.end() - 1) or _AUTHORIZED.search(
            heading, original.end() - 1, remaining.start() if remaining else len(heading)
        )
        return Request(
            disputed=remaining.span("disputed") if remaining else original.span("original"),
            original=original.span("original"),
            authorized=authorized.span("authorized") if authorized else None,
            retrospective=retrospective,
        )
    return Request((0, len(heading)), None, None, retrospective)
