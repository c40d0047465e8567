"""Structured data first: what is known of who is in a case, as terms to take out of a copy and to look for in it.

LC 138.7(a): data that can be tied to a particular worker, and equally to an employer, an administrator or any other person
or organization. Every form is looked for that people and scanners write: names in either order, with initials, without
accents, in capitals, broken at the end of a line; numbers with other signs between, spaced out, or with letters for digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from openimr.letters.deidentify.lexicon import fold, known

#: Words of a name that are no name.
_TITLES = frozenset(
    [
        "dr",
        "mr",
        "mrs",
        "ms",
        "miss",
        "prof",
        "md",
        "do",
        "dc",
        "dpm",
        "phd",
        "psyd",
        "lac",
        "pt",
        "pa",
        "np",
        "rn",
        "od",
        "dds",
        "esq",
        "jr",
        "sr",
        "ii",
        "iii",
        "iv",
        "the",
        "of",
        "and",
        "an",
        "inc",
        "llc",
        "corp",
        "corporation",
        "company",
        "co",
        "ltd",
        "llp",
        "group",
    ]
)
#: Words of an organization's name that say what it is: they end it and may be left out.
_FORMS = frozenset(
    ["inc", "incorporated", "llc", "corp", "corporation", "company", "co", "ltd", "llp", "lp", "apc"]
)
#: Particles of names: they are a name only together with what follows.
_PARTICLES = frozenset(
    [
        "de",
        "del",
        "la",
        "las",
        "los",
        "van",
        "von",
        "der",
        "den",
        "da",
        "dos",
        "di",
        "le",
        "st",
        "al",
        "el",
        "bin",
        "ter",
    ]
)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_STREETS = (
    ("street", "st"), ("avenue", "ave", "av"), ("boulevard", "blvd"), ("road", "rd"), ("drive", "dr"), ("lane", "ln"),
    ("court", "ct"), ("way",), ("place", "pl"), ("parkway", "pkwy"), ("highway", "hwy"), ("north", "n"), ("south", "s"),
    ("east", "e"), ("west", "w"), ("suite", "ste"), ("apartment", "apt"),
)  # fmt: skip
#: What scanners read for a digit.
_MISREAD = {"0": "[0Oo]", "1": "[1lI|]", "5": "[5S]", "8": "[8B]"}


@dataclass(frozen=True, slots=True)
class Term:
    """Something to find. ``what`` says what it is, for people, without saying it ("the employee's name").

    ``word``: it is one word of a name, which could be an ordinary word of the letter too.
    ``figure``: it is five digits, which any drawing holds somewhere; it is looked for where words stand (pages,
    metadata, the file's name, texts of objects), not among the numbers that draw the page.
    """

    what: str
    pattern: re.Pattern[str]
    word: str | None = None
    figure: bool = False


def person(name: str, what: str) -> Iterator[Term]:
    """The forms of somebody's name: whole in any order, and each part by itself where it begins with a capital."""
    words = [one for one in _split(name) if fold(one) not in _TITLES]
    whole = [one for one in words if len(one) > 1]
    if len(whole) > 1:
        between = r"[\W_]+(?:\w\.?[\W_]+)?"
        for start in range(len(whole)):  # "Last, First" and every other way round
            order = [*whole[start:], *whole[:start]]
            yield Term(what, re.compile(_edged(between.join(map(_accented, order))), re.I))
    elif whole and len(words) > 1:  # "R. Lee"
        yield Term(what, _phrase(words))
    before: list[str] = []
    for place, one in enumerate(whole):
        if fold(one) in _PARTICLES and place < len(whole) - 1:
            before.append(one)
            continue
        if before:
            yield Term(what, _phrase([*before, one]))
        # Ordinary prose has it in small letters; a name begins with a capital. "Le" is a particle, and a surname.
        yield Term(f"a part of {what}", _cased([one]), one)
        before = []


def organization(name: str, what: str) -> Iterator[Term]:
    """An organization's name, with or without what says its form, and its first word where that is no ordinary word."""
    words = _split(name)
    while len(words) > 1 and fold(words[-1]) in _FORMS:
        words.pop()
    if words:
        yield Term(what, _phrase(words))
        first = fold(words[0])
        if len(words) > 1 and len(first) > 3 and not known(first):
            yield Term(f"a part of {what}", _cased([words[0]]), words[0])


def address(line: str, what: str) -> Iterator[Term]:
    """A line of an address, its street's kind also abbreviated or left out."""
    words = _split(line)
    if len("".join(words)) <= 3:
        return
    yield Term(what, _phrase(words))
    if len(words) > 2 and words[0].isdigit():
        yield Term(what, re.compile(_edged(r"[\W_]+".join(_street(word) for word in words[:4])), re.I))
        bare = [word for word in words[1:] if not any(fold(word) in ways for ways in _STREETS)]
        if bare and len(bare[0]) > 2:
            yield Term(
                what, re.compile(_edged(rf"{words[0]}[\W_]+(?:\w+\.?[\W_]+)?{_accented(bare[0])}"), re.I)
            )


def city(name: str, what: str) -> Iterator[Term]:
    """A city, as it begins with a capital."""
    words = _split(name)
    if words:
        yield Term(what, _cased(words), words[0] if len(words) == 1 else None)


def zip_code(code: str, what: str) -> Iterator[Term]:
    """A ZIP code, five digits or nine."""
    yield Term(what, re.compile(rf"(?<![\w-]){re.escape(code)}(?!\w)"), figure=True)


def telephone(number: str, what: str) -> Iterator[Term]:
    """A telephone or fax number, whatever stands between its digits."""
    digits = "".join(char for char in number if char.isdigit())[-10:]
    if len(digits) >= 7:
        yield Term(what, re.compile(r"(?<!\d)" + r"\D{0,3}".join(digits) + r"(?!\d)"))


def e_mail(box: str, what: str) -> Iterator[Term]:
    """An e-mail address, also with "at" or blanks around its signs."""
    parts = [re.escape(part) for part in re.split(r"[@.]", box) if part]
    if "@" in box and len(parts) > 1:
        between = r"\s?(?:@|\(at\)|\[at\]|\bat\b|\.|\bdot\b)\s?"
        yield Term(what, re.compile(between.join(parts), re.I))
    else:
        yield Term(what, re.compile(re.escape(box), re.I))


def number(value: str, what: str) -> Iterator[Term]:
    """A claim, record or file number of four signs or more, whatever stands between them."""
    signs = [char for char in value if char.isalnum()]
    if len(signs) >= 4:
        ways = [_MISREAD.get(char, re.escape(char)) for char in signs]
        spelled = r"[\s\W_]{0,2}".join(ways)
        yield Term(what, re.compile(rf"(?<![A-Za-z0-9]){spelled}(?![A-Za-z0-9])", re.I))


def birthday(day: date, what: str = "the date of birth") -> Iterator[Term]:
    """A date of birth as figures or words, its digits also spaced out."""
    month = _MONTHS[day.month - 1]
    year = rf"(?:{_spaced(str(day.year))}|{day.year % 100:02})"
    figures = (rf"(?:0\s?)?{_spaced(str(day.month))}", rf"(?:0\s?)?{_spaced(str(day.day))}")
    ways = (
        rf"{figures[0]}\s?[/.\-]\s?{figures[1]}\s?[/.\-]\s?{year}",
        rf"{day.year}[-/.]{day.month:02}[-/.]{day.day:02}",
        rf"{day.month:02}{day.day:02}{day.year}|{day.year}{day.month:02}{day.day:02}",
        rf"(?:{month}|{month[:3]})\.?\s+0?{day.day}(?:st|nd|rd|th)?,?\s+{day.year}",
        rf"0?{day.day}(?:st|nd|rd|th)?[\s-]+(?:of\s+)?(?:{month}|{month[:3]})\.?,?[\s-]+(?:{day.year}|{day.year % 100:02})",
    )
    yield Term(what, re.compile(r"(?<!\d)(?:" + "|".join(ways) + r")(?!\d)", re.I))


def code(value: str, what: str) -> Iterator[Term]:
    """A code as it is, such as a reviewer's."""
    yield Term(what, _phrase([value]))


def longest_first(terms: Iterable[Term]) -> tuple[Term, ...]:
    """Each term once, whole names before their parts, the longest patterns first."""
    return tuple(
        sorted(dict.fromkeys(terms), key=lambda one: (one.word is not None, -len(one.pattern.pattern)))
    )


def _split(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def _spaced(digits: str) -> str:
    return r"\s?".join(digits)


def _street(word: str) -> str:
    for ways in _STREETS:
        if fold(word) in ways:
            return "(?:" + "|".join(ways) + r")\.?"
    return _accented(word)


def _phrase(words: list[str]) -> re.Pattern[str]:
    between = r"[\W_]+(?:and[\W_]+)?"
    return re.compile(
        _edged(between.join(map(_accented, (one for one in words if fold(one) != "and")))), re.I
    )


def _cased(words: list[str]) -> re.Pattern[str]:
    ways = [[one[:1].upper() + one[1:] for one in words], [one.upper() for one in words]]
    return re.compile(_edged("(?:" + "|".join(r"[\W_]+".join(map(_accented, way)) for way in ways) + ")"))


def _edged(pattern: str) -> str:
    return rf"(?<![^\W_]){pattern}(?![^\W_])"


def _accented(word: str) -> str:
    """The word, or the same without its accents; a long one may be broken at the end of a line."""
    plain = fold(word)
    plain = (
        word
        if len(plain) != len(word)
        else "".join(new.upper() if old.isupper() else new for new, old in zip(plain, word, strict=True))
    )
    signs = [
        re.escape(a) if a == b else f"[{re.escape(a)}{re.escape(b)}]"
        for a, b in zip(word, plain, strict=True)
    ]
    return (r"(?:-[ \t]*\n[ \t]*)?" if len(word) > 4 else "").join(signs)
