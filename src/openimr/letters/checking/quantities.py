"""Quantities: tablets a day for so many days, refills, and the parts of a partly approved prescription."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from openimr.letters.checking.model import Hit
from openimr.letters.checking.registry import check
from openimr.letters.checking.view import View
from openimr.letters.reading import numbers

_N = numbers.PATTERN
_QUANTITY = re.compile(
    r"(?:#\s?|\b(?:quantity|qty|count|dispense|disp)\.?\s*(?:of|:|#)?\s*)(?P<q>\d{1,4})\b(?!\s?%)", re.I
)
_UNITS = r"(?:tablets?|tabs?|capsules?|caps?|pills?|patch(?:es)?|po)"
_EACH = re.compile(
    rf"\b(?:take|takes|took|taking|as|of|is|was|,|:|\()?\s*(?P<each>{_N})\s*(?:\(\d+\)\s*)?{_UNITS}\b",
    re.IGNORECASE,
)
_A_DAY = (
    (re.compile(r"\b(?:four times (?:a|per|each) day|four times daily|4\s?(?:x|times) (?:a |per )?(?:day|daily)|qid|q\.i\.d\.?)\b|\bq\s?6\s?h|every (?:six|6) hours", re.I), 4),
    (re.compile(r"\b(?:three times (?:a|per|each) day|three times daily|3\s?(?:x|times) (?:a |per )?(?:day|daily)|tid|t\.i\.d\.?)\b|\bq\s?8\s?h|every (?:eight|8) hours", re.I), 3),
    (re.compile(r"\b(?:twice (?:a|per|each) day|twice daily|two times (?:a|per) day|2\s?(?:x|times) (?:a |per )?(?:day|daily)|bid|b\.i\.d\.?)\b|\bq\s?12\s?h|every (?:twelve|12) hours", re.I), 2),
    (re.compile(r"\b(?:once (?:a|per|each) day|once daily|one time (?:a|per) day|a day|daily|each day|every day|qd|q\.d\.?|qhs|nightly|at bedtime|every night)\b", re.I), 1),
)  # fmt: skip
_DAYS = re.compile(
    rf"\b(?:for|x|×)?\s*(?:a\s+)?(?P<n>{_N})\s*(?:-\s?)?(?P<unit>days?|weeks?|months?)(?:['’]s?)?(?:\s+supply)?\b",
    re.IGNORECASE,
)
_AS_NEEDED = re.compile(
    r"\b(?:as needed|prn|p\.r\.n|up to|or|to|if needed|when needed|maximum)\b", re.IGNORECASE
)
_REFILLS = re.compile(
    rf"\b(?P<a>{_N}|no|zero)\s+(?:additional\s+)?refills?\b|\brefills?\s*(?:\(s\)\s*)?(?:x|×|:|#|of|-|=)?\s*(?P<b>\d{{1,2}})\b",
    re.IGNORECASE,
)
_IN_DAYS = {"d": 1, "w": 7, "m": 30}


@check(
    "DOSE-03",
    "Quantity does not follow from dose and days",
    looks_for="A sentence or heading with tablets a day, days and a quantity of which the third is not the product of the others.",
    example='"one tablet twice a day for 30 days, #90"',
    source="Arithmetic",
    plain=True,
)
def _quantity_differs(view: View) -> Iterator[Hit]:
    for passage in view.passages:
        if "day" not in passage.lower and "week" not in passage.lower and "month" not in passage.lower:
            continue
        for sentence in passage.sentences:
            quantities = list(_QUANTITY.finditer(sentence.text))
            if len(quantities) != 1:
                continue
            each = _EACH.findall(sentence.text)
            if len(each) != 1 or _AS_NEEDED.search(sentence.text):
                continue
            one = numbers.parse(each[0])
            often = next(((p.search(sentence.text), n) for p, n in _A_DAY if p.search(sentence.text)), None)
            if one is None or often is None or often[0] is None:
                continue
            courses = [m for m in _DAYS.finditer(sentence.text) if not _overlap(m, often[0])]
            if len(courses) != 1:
                continue
            span = numbers.parse(courses[0]["n"])
            if not span:
                continue
            days = span * _IN_DAYS[courses[0]["unit"][0].lower()]
            stated, product = int(quantities[0]["q"]), one * often[1] * days
            slack = 2 if courses[0]["unit"][0].lower() == "m" else 1  # a month may have 31 days
            if abs(stated - product) <= (slack - 1) * one * often[1] * span:
                continue
            yield Hit(
                passage.number,
                f"{one} a dose, {often[1]} a day, {days} days make {product}, not {stated}.",
                sentence.text,
                f"{one} x {often[1]} x {days} = {product}",
                f"#{product}, or another number of days.",
                passage.pointer,
            )


def _overlap(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.start() < other.end() and other.start() < one.end()


@dataclass(frozen=True, slots=True)
class _Prescription:
    """A quantity and its refills; ``refills`` is ``None`` where none is named."""

    quantity: int | None
    refills: int | None
    only_refills: bool


def _prescription(text: str | None) -> _Prescription:
    text = text or ""
    quantity = _QUANTITY.search(text)
    refill = _REFILLS.search(text)
    refills: int | None = None
    if refill:
        words = refill["a"] or refill["b"]
        refills = 0 if words.lower() in ("no", "zero") else numbers.parse(words)
    leading = re.match(rf"\s*(?:the\s+)?(?:{_N})\s+(?:additional\s+)?refills?\b", text, re.IGNORECASE)
    return _Prescription(int(quantity["q"]) if quantity else None, refills, leading is not None)


@check(
    "DOSE-04",
    "Parts of a prescription do not add up",
    looks_for="A partial approval in which authorized and remaining quantity, or refills, are not together what was requested.",
    example='"X 50mg #90 was the original request. X 50mg #45 was authorized ... The remaining ... X 50mg #60"',
    source="Arithmetic: what was asked for, less what was authorized, is in dispute",
    plain=True,
)
def _parts_differ(view: View) -> Iterator[Hit]:
    for item, heading, _ in view.pairs():
        if "remaining" not in heading.lower or not item.original_request or not item.authorized:
            continue
        whole, given, left = map(_prescription, (item.original_request, item.authorized, item.disputed))
        message = fix = None
        if left.only_refills or (whole.refills and left.refills):
            if (
                whole.refills is None
                or left.refills is None
                or (given.refills or 0) + left.refills == whole.refills
            ):
                continue
            message = f"{whole.refills} refills were requested and {given.refills or 0} authorized, not {left.refills} left."
            fix = f"{max(0, whole.refills - (given.refills or 0))} refills remain."
        elif (
            whole.quantity
            and given.quantity
            and left.quantity
            and not (whole.refills or given.refills or left.refills)
        ):
            if given.quantity + left.quantity == whole.quantity or given.quantity == whole.quantity:
                continue
            message = f"#{whole.quantity} was requested and #{given.quantity} authorized, which does not leave #{left.quantity}."
            fix = f"#{whole.quantity - given.quantity} remains." if whole.quantity > given.quantity else None
        if message:
            yield Hit(
                item.number,
                message,
                item.disputed,
                f"{item.original_request}; {item.authorized}",
                fix,
                heading.pointer,
            )
