"""Small numbers as letters print them: 12, twelve, "two (2)", once, twice."""

from __future__ import annotations

import re

_WORDS = {
    "one": 1, "once": 1, "two": 2, "twice": 2, "three": 3, "thrice": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
    "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "twenty": 20, "twenty-one": 21, "twenty-two": 22, "twenty-three": 23, "twenty-four": 24,
    "twenty-five": 25, "twenty-eight": 28, "thirty": 30, "thirty-six": 36, "forty": 40,
    "forty-five": 45, "forty-eight": 48, "fifty": 50, "sixty": 60, "ninety": 90,
}  # fmt: skip

_ONE = (
    r"(?:\d{1,3}|"
    + "|".join(sorted((w for w in _WORDS if w not in {"once", "twice", "thrice"}), key=len, reverse=True))
    + r")"
)
#: A number, or a range of which the upper bound counts; no capturing groups.
PATTERN = (
    rf"(?:{_ONE}\s?(?:-|to|or|–)\s?{_ONE}(?![\da-vyz])|{_ONE}\s?\(\s?\d{{1,3}}\s?\)|{_ONE}(?![\da-vyz]))"
)
_TOKEN = re.compile(r"\d{1,3}|[a-z]+(?:-[a-z]+)?", re.IGNORECASE)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80}


def parse(text: str) -> int | None:
    """The number that ``text`` prints; the upper bound of a range; ``None`` where it prints none."""
    found = [value for token in _TOKEN.findall(text) if (value := _word(token)) is not None]
    return max(found) if found else None


def _word(token: str) -> int | None:
    lower = token.lower()
    if lower.isdigit():
        return int(lower)
    if lower in _WORDS:
        return _WORDS[lower]
    tens, _, unit = lower.partition("-")
    if tens in _TENS and (not unit or unit in _WORDS):
        return _TENS[tens] + (_WORDS[unit] if unit else 0)
    return None
