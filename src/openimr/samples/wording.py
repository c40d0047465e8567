"""Small matters of English: number words, lists, capitals, filling slots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

_WORDS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_TENS = {20: "twenty", 30: "thirty", 40: "forty", 50: "fifty", 60: "sixty", 70: "seventy"}


def in_words(number: int) -> str:
    """A number up to 79 in words: 39 is "thirty-nine"."""
    if number < len(_WORDS):
        return _WORDS[number]
    tens, ones = number - number % 10, number % 10
    return _TENS[tens] + (f"-{_WORDS[ones]}" if ones else "")


def listed(parts: Sequence[str]) -> str:
    """The parts as a list: "a", "a and b", "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def capital(text: str) -> str:
    """``text`` with its first letter a capital and the rest untouched."""
    return text[:1].upper() + text[1:]


def lower(text: str) -> str:
    """``text`` with a small first letter, unless its first word is an abbreviation or a name with digits."""
    first = text.split(" ", 1)[0]
    return text if any(c.isupper() or c.isdigit() for c in first[1:]) else text[:1].lower() + text[1:]


def fill(template: str, slots: Mapping[str, str]) -> str:
    """``template`` with its slots filled; a slot with a capital initial gets a capital initial."""
    out = template
    for name, value in slots.items():
        out = out.replace("{" + name + "}", value)
        if "{" + capital(name) + "}" in out and capital(name) not in slots:
            out = out.replace("{" + capital(name) + "}", capital(value))
    return capital(out)
