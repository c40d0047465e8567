"""Visits: does the stated total agree with frequency and weeks, with the parts of a request, with the rationale."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from openimr.letters.checking.model import Hit
from openimr.letters.checking.registry import check
from openimr.letters.checking.view import Passage, View
from openimr.letters.reading import numbers

_N = numbers.PATTERN
_PER_WEEK = (
    rf"(?P<f>{_N}|once|twice|thrice)\s*(?:\(\d+\)\s*)?(?:x|×|times?|visits?|sessions?|days?|treatments?)?\s*"
    r"(?:/|per|a|each|every)\s*(?:week|wk)\b"
)
_COURSE = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\w.#/]){_PER_WEEK}[,;]?\s*(?:for|x|×|times|over|during)\s*(?:a\s+total\s+of\s+|the\s+next\s+)?"
        rf"(?P<w>{_N})\s*(?:\(\d+\)\s*)?(?:weeks?|wks?)\b",
        r"(?<![\w./#-])(?P<f>\d{1,2}(?:\s?-\s?\d{1,2})?)\s*(?:x|×)\s*(?P<w>\d{1,2}(?:\s?-\s?\d{1,2})?)"
        r"(?:\s*(?:weeks?|wks?)\b|(?![\w/%]|\.\d)(?!\s*(?:mg|cm|mm|months?|days?|inch)))",
    )
]
_UNIT = r"(?:visits?|sessions?|treatments?)"
#: Words that may stand between a number and "visits" without a second number's meaning.
_KIND = (
    r"(?:(?:additional|more|further|supervised|outpatient|post-?\s?op\w*|initial|new|physical|occupational|speech|"
    r"aquatic|aqua|pool|land|based|massage|manual|physio\w*|chiro\w*|acupuncture|therap\w*|rehab\w*|psycho\w*|"
    r"cognitive|behavio\w*|individual|group|home|health|work|hardening|conditioning|exercise|biofeedback|hand|PT|OT|"
    r"of|total)[\s-]+){0,5}"
)
_COUNT = re.compile(
    rf"(?<![\w./#-])(?P<n>{_N})\s*(?:\(\d+\)\s*)?{_KIND}{_UNIT}\b(?!\s*(?:/|per\b|a\b|each|every)\s*(?:week|wk|year|month|day))"
    rf"|\b{_UNIT}\s*(?:[x×#:,=]\s*|\(\s*|of\s+)(?P<m>\d{{1,3}})\b(?!\s*(?:x|×|times|/|weeks?|wks?|months?|days?|-))",
    re.IGNORECASE,
)
_PER_TOTAL = re.compile(
    rf"\(\s*(?:total\s*(?:of\s*)?[:=]?\s*)?(?P<n>\d{{1,3}})\s*(?:total\s*)?(?:{_UNIT})?\s*\)|\btotal(?:ing|\s+of|\s*[:=])?\s+(?P<m>\d{{1,3}})\b",
    re.IGNORECASE,
)
_RANGE = re.compile(r"(?P<a>[a-z-]+|\d+)\s?(?:-|to|or|–)\s?(?P<b>[a-z-]+|\d+)$", re.IGNORECASE)
_REQUEST = re.compile(
    rf"\b(?:request(?:ed|s|ing)?|requirement)\s+(?:is\s+|was\s+|made\s+)?(?:for\s+|of\s+)(?:an?\s+)?(?:additional\s+|another\s+)?"
    rf"(?P<n>{_N})\s*(?:\(\d+\)\s*)?{_KIND}{_UNIT}\b",
    re.IGNORECASE,
)
_RATES = ("Rehabilitation", "Psych Services", "Programs", "Home Health", "Evaluation & Management", "Other")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number or a range in a passage."""

    low: int
    high: int
    start: int
    end: int


def _number(words: str, start: int, end: int) -> _Number | None:
    words = words.strip()
    high = numbers.parse(words)
    if high is None:
        return None
    low = high
    pair = _RANGE.match(words)
    if (
        pair
        and (first := numbers.parse(pair["a"])) is not None
        and (second := numbers.parse(pair["b"])) is not None
    ):
        low, high = min(first, second), max(first, second)
    return _Number(low, high, start, end)


def _courses(text: str) -> Iterator[tuple[_Number, _Number, int, int]]:
    """Every "two times a week for four weeks" and "2x4": frequency, weeks, start, end."""
    for pattern in _COURSE:
        found = list(pattern.finditer(text))
        for match in found:
            frequency = _number(match["f"], *match.span("f"))
            weeks = _number(match["w"], *match.span("w"))
            if frequency and weeks and 0 < frequency.high <= 7:
                yield frequency, weeks, match.start(), match.end()
        if found:
            return


def _totals(text: str, start: int, end: int) -> Iterator[_Number]:
    """The totals of visits stated in ``text`` outside the course at ``start`` to ``end``."""
    for pattern in (_COUNT, _PER_TOTAL):
        for match in pattern.finditer(text):
            if match.start() < end and start < match.end():
                continue
            name = "n" if match["n"] else "m"
            total = _number(match[name], match.start(), match.end())
            if total:
                yield total


def _arithmetic(passage: Passage, start: int, end: int) -> Iterator[Hit]:
    text = passage.text[start:end]
    if not _HINT.search(text):
        return
    courses = list(_courses(text))
    if len(courses) != 1:
        return
    frequency, weeks, first, last = courses[0]
    totals = list(_totals(text, first, last))
    if len({(t.low, t.high) for t in totals}) != 1:
        return
    total = totals[0]
    products = sorted(
        {f * w for f in range(frequency.low, frequency.high + 1) for w in range(weeks.low, weeks.high + 1)}
    )
    if {total.low, total.high} <= set(products):
        return
    product = " or ".join(map(str, products[:3])) if len(products) < 4 else f"{products[0]} to {products[-1]}"
    begin, stop = min(total.start, first), max(total.end, last)
    yield Hit(
        passage.number,
        f"{text[total.start : total.end].strip()} does not agree with {text[first:last].strip()}, which makes {product}.",
        text[begin:stop].strip(),
        f"{text[first:last].strip()} = {product}",
        f"State {product} visits, or correct frequency and weeks.",
        passage.pointer,
    )


@check(
    "VISIT-01",
    "Visits do not multiply",
    looks_for="A stated number of visits other than times a week multiplied by weeks.",
    example='"10 visits of physical therapy, 2 times a week for 4 weeks"',
    source="Arithmetic",
    plain=True,
)
def _product_differs(view: View) -> Iterator[Hit]:
    for item, heading, rationale in view.pairs():
        if item.category not in _RATES:
            continue
        if item.original_request and heading.text.startswith(item.original_request):
            yield from _arithmetic(heading, 0, len(item.original_request))
            at = heading.text.rfind(item.disputed)
            if at > 0:
                yield from _arithmetic(heading, at, at + len(item.disputed))
        else:
            yield from _arithmetic(heading, 0, len(heading.text))
        for sentence in rationale.sentences:
            if _HINT.search(sentence.text) and _REQUEST_WORD.search(sentence.text):
                yield from _arithmetic(rationale, sentence.start, sentence.end)


_REQUEST_WORD = re.compile(r"\brequest", re.IGNORECASE)
#: A course of visits: no week and no "2x4", no course.
_HINT = re.compile(r"\bw(?:ee)?ks?\b|\d\s?[x×]\s?\d", re.IGNORECASE)


def _count(text: str | None) -> int | None:
    """The one number of visits that a part of a request states, or makes."""
    if not text:
        return None
    courses = list(_courses(text))
    if len(courses) == 1:
        frequency, weeks, first, last = courses[0]
        totals = {t.high for t in _totals(text, first, last)}
        return totals.pop() if len(totals) == 1 else frequency.high * weeks.high
    totals = {t.high for t in _totals(text, -1, -1)}
    return totals.pop() if len(totals) == 1 and not courses else None


@check(
    "VISIT-02",
    "Parts of a request do not add up",
    looks_for="A partial approval in which authorized and remaining visits are not together what was requested.",
    example='"12 visits was the original request. 6 visits was authorized ... The remaining ... 4 visits"',
    source="Arithmetic: what was asked for, less what was authorized, is in dispute",
    plain=True,
)
def _parts_differ(view: View) -> Iterator[Hit]:
    for item, heading, _ in view.pairs():
        if "remaining" not in heading.lower:
            continue
        original, authorized, left = (
            _count(item.original_request),
            _count(item.authorized),
            _count(item.disputed),
        )
        if original is None or authorized is None or left is None or original == authorized + left:
            continue
        yield Hit(
            item.number,
            f"{original} visits were requested, but {authorized} authorized and {left} remaining make {authorized + left}.",
            item.disputed,
            f"{item.original_request} - {item.authorized}",
            f"{original} - {authorized} = {original - authorized}" if original > authorized else None,
            heading.pointer,
        )


@check(
    "VISIT-03",
    "Rationale decides another number of visits",
    looks_for="A rationale that speaks of a request for a number of visits other than the one in dispute.",
    example='In dispute: "4 visits". Rationale: "the request for 12 visits is not medically necessary".',
    source="Labor Code 4610.6(e): the decision is on the disputed service",
)
def _other_number(view: View) -> Iterator[Hit]:
    for item, _, rationale in view.pairs():
        wanted = _count(item.disputed) or item.visits
        if wanted is None or item.category not in _RATES:
            continue
        courses = list(_courses(item.disputed))
        low = courses[0][0].low * courses[0][1].low if len(courses) == 1 else wanted
        others = {_count(other.disputed) or other.visits for other in view.items if other is not item}
        for match in _REQUEST.finditer(rationale.text):
            before = rationale.text[max(0, match.start() - 30) : match.start()].lower()
            stated = _number(match["n"], match.start(), match.end())
            if stated is None or re.search(r"original|initial|previous|prior|earlier", before):
                continue
            if low <= stated.high <= wanted or stated.high in others:
                continue
            yield Hit(
                item.number,
                f"The rationale speaks of {stated.high} visits; {wanted} are in dispute.",
                match[0],
                item.disputed,
                f"Decide on the {wanted} visits in dispute.",
                rationale.pointer,
            )
