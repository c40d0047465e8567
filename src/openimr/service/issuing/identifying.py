"""What identifies somebody in a case, from its structured data: terms to take out of a copy, and to look for in it.

LC 138.7(a): data that can be tied to a particular worker, and equally to an employer, an administrator or any
other person or organization. Patterns in free text that no structured data gives are
``openimr.letters.deidentify``'s.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from openimr.service.cases.domain import Case
from openimr.service.cases.domain.parts import Party

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
_FORMS = frozenset(["inc", "incorporated", "llc", "corp", "corporation", "company", "co", "ltd", "llp", "lp"])
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


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


def terms(case: Case) -> tuple[Term, ...]:
    """All that the case says of who is in it, the longest patterns first."""
    found = list(dict.fromkeys(_terms(case)))
    return tuple(sorted(found, key=lambda one: -len(one.pattern.pattern)))


def _terms(case: Case) -> Iterator[Term]:
    form = case.application
    for party in case.parties:
        yield from _party(party)
    if form.get("adjuster"):
        yield from _name(str(form["adjuster"]), "the adjuster's name")
    for field, what in (
        ("claim_number", "the claim number"),
        ("eams_number", "the number of the appeals board's file"),
        ("jurisdictional_claim_number", "the jurisdictional claim number"),
    ):
        if form.get(field):
            yield from _number(str(form[field]), what)
    if form.get("date_of_birth"):
        yield from _birthday(date.fromisoformat(form["date_of_birth"]))
    for code in dict.fromkeys(one.reviewer for one in case.reviews):
        yield Term("the reviewer's code", _phrase([code]))


def _party(party: Party) -> Iterator[Term]:
    who = f"the {party.role}'s"
    if party.name:
        yield from _name(party.name, f"{who} name")
    if party.organization:
        words = _words(party.organization)
        while len(words) > 1 and words[-1].lower() in _FORMS:
            words.pop()
        yield Term(f"{who} organization", _phrase(words))
    for line in party.address:
        words = _words(line)
        if len("".join(words)) > 3:
            yield Term(f"{who} address", _phrase(words))
    if party.role == "employee" and party.city:
        words = _words(party.city)
        yield Term(f"{who} city", _cased(words), words[0] if len(words) == 1 else None)
    if party.zip:
        yield Term(f"{who} ZIP code", re.compile(rf"(?<![\w-]){re.escape(party.zip)}(?![\w])"), figure=True)
    for number, what in ((party.phone, "telephone"), (party.fax, "fax")):
        digits = "".join(char for char in number or "" if char.isdigit())[-10:]
        if len(digits) >= 7:
            yield Term(f"{who} {what} number", re.compile(r"(?<!\d)" + r"\D{0,3}".join(digits) + r"(?!\d)"))
    if party.email:
        yield Term(f"{who} e-mail address", re.compile(re.escape(party.email), re.I))
    if party.npi:
        yield Term(f"{who} NPI", re.compile(rf"(?<!\d){re.escape(party.npi)}(?!\d)"))


def _name(name: str, what: str) -> Iterator[Term]:
    words = [one for one in _words(name) if one.lower() not in _TITLES]
    whole = [one for one in words if len(one) > 1]
    if len(whole) > 1:
        between = r"[\W_]+(?:\w\.?[\W_]+)?"
        for start in range(len(whole)):  # "Last, First" and every other way round
            order = [*whole[start:], *whole[:start]]
            yield Term(what, re.compile(_edged(between.join(map(_accented, order))), re.I))
    for one in whole:
        # Ordinary prose has it in small letters; a name begins with a capital.
        yield Term(f"a part of {what}", _cased([one]), one)


def _number(number: str, what: str) -> Iterator[Term]:
    signs = [char for char in number if char.isalnum()]
    if len(signs) >= 4:
        yield Term(
            what,
            re.compile(
                r"(?<![A-Za-z0-9])" + r"[\s\W_]{0,2}".join(map(re.escape, signs)) + r"(?![A-Za-z0-9])", re.I
            ),
        )


def _birthday(day: date) -> Iterator[Term]:
    month = _MONTHS[day.month - 1]
    year = rf"(?:{day.year}|{day.year % 100:02})"
    ways = (
        rf"0?{day.month}[/.\-]0?{day.day}[/.\-]{year}",
        rf"{day.year}-{day.month:02}-{day.day:02}",
        rf"(?:{month}|{month[:3]})\.?\s+0?{day.day}(?:st|nd|rd|th)?,?\s+{day.year}",
        rf"0?{day.day}\s+(?:{month}|{month[:3]})\.?,?\s+{day.year}",
    )
    yield Term("the date of birth", re.compile(r"(?<!\d)(?:" + "|".join(ways) + r")(?!\d)", re.I))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text)


def _phrase(words: list[str]) -> re.Pattern[str]:
    return re.compile(_edged(r"[\W_]+".join(map(_accented, words))), re.I)


def _cased(words: list[str]) -> re.Pattern[str]:
    ways = [[one[:1].upper() + one[1:] for one in words], [one.upper() for one in words]]
    return re.compile(_edged("(?:" + "|".join(r"[\W_]+".join(map(_accented, way)) for way in ways) + ")"))


def _edged(pattern: str) -> str:
    return rf"(?<![^\W_]){pattern}(?![^\W_])"


def _accented(word: str) -> str:
    """The word, or the same without its accents."""
    plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
    return re.escape(word) if plain == word or not plain else f"(?:{re.escape(word)}|{re.escape(plain)})"
