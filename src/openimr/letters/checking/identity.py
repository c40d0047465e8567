"""Who the worker is: sex against pronouns, sex and age against what is said elsewhere.

A naive pronoun check fired on six of 194 real letters and was right once: the others were a physician, a
husband, a quotation. So a pronoun counts only where nobody but the worker can be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from openimr.letters.checking.model import Hit
from openimr.letters.checking.pronouns import HE, SHE, of_the_worker, quoted
from openimr.letters.checking.registry import check
from openimr.letters.checking.view import Passage, Sentence, View
from openimr.letters.reading import numbers

_SEX = re.compile(r"\b(?:(male|man|gentleman)|(female|woman|lady))\b", re.IGNORECASE)
_NUMBER = r"(?:\d{1,3}|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty)(?:-[a-z]+)?)"
_AGED = re.compile(
    rf"\b(?P<age>{_NUMBER})[\s-]*(?:years?|yrs?\.?)[\s-]*old\b(?:[\s,-]+[a-z-]+){{0,4}}?[\s,-]+"
    r"(?:(?P<m>male|man|gentleman)|(?P<f>female|woman|lady))\b",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"\b(?:study|studies|trial|guidelines?|patients|randomized|cohort|literature|et al)\b", re.I
)
_LEAST_YEARS = 2


def _stated(view: View) -> tuple[str, str] | None:
    """The worker's sex by the word for it, and that word in its words; pronouns alone prove nothing."""
    aged = _AGED.search(view.summary.text)
    if aged:
        return ("male" if aged["m"] else "female"), aged[0]
    word = _SEX.search(view.summary.text)
    sex = view.letter.summary.sex
    if word and sex == ("male" if word[1] else "female"):
        return sex, word[0]
    return None


@check(
    "SEX-01",
    "Pronoun against the worker's sex",
    looks_for=(
        "He, him or his where the summary calls the worker female, or she and her where it calls the worker male. "
        "Sentences in or after which another person may be meant, quotations and he/she are left out."
    ),
    example='"a 51-year-old female ... He walked without a limp."',
    source="Quality gate: sex and pronoun agree (an older letter calls a woman He)",
    plain=True,
)
def _pronoun(view: View) -> Iterator[Hit]:
    stated = _stated(view)
    if stated is None:
        return
    sex, words = stated
    wrong, right = (SHE, HE) if sex == "male" else (HE, SHE)
    found: list[tuple[Passage, re.Match[str], Sentence]] = []
    same = 0
    for passage in view.written:
        if wrong.search(passage.text):
            found += [(passage, match, sentence) for match, sentence in of_the_worker(passage, wrong)]
        same += len(right.findall(passage.text))
    other = "female" if sex == "male" else "male"
    if len(found) > max(same, 1):  # then it is the one word that is wrong, not the many
        at = view.summary.text.find(words)
        yield Hit(
            None,
            f"The summary calls the worker {sex}, but the letter says {found[0][1][0].lower()} of the worker.",
            view.summary.text[at : at + len(words)],
            found[0][2].text,
            f"Check the worker's sex in the file; the pronouns say {other}.",
            "/summary/text",
        )
        return
    reported: set[tuple[str, int]] = set()
    for passage, match, sentence in found:
        if (passage.pointer, sentence.start) in reported:
            continue
        reported.add((passage.pointer, sentence.start))
        yield Hit(
            passage.number,
            f"The summary calls the worker {sex}, but this sentence says {match[0]!r}.",
            sentence.text,
            words,
            f"Use {'he, him, his' if sex == 'male' else 'she, her'}, or name the person who is meant.",
            passage.pointer,
        )


def _aged(view: View) -> Iterator[tuple[Passage, re.Match[str]]]:
    """Every later place that gives the worker's age and sex together."""
    first = True
    for passage in view.written:
        if "old" not in passage.lower:
            continue
        for match in _AGED.finditer(passage.text):
            if first and passage is view.summary:
                first = False
                continue
            if not _GENERAL.search(passage.sentence_at(match.start()).text) and not quoted(
                passage, match.start()
            ):
                yield passage, match


@check(
    "SEX-02",
    "Worker's sex given in two ways",
    looks_for="A rationale (or a later part of the summary) that calls the worker male where the summary says female.",
    example='Summary: "a 44-year-old male". Rationale: "this 44-year-old female".',
    source="Quality gate: sex agrees throughout the letter",
    plain=True,
)
def _sex_twice(view: View) -> Iterator[Hit]:
    stated = _stated(view)
    if stated is None:
        return
    sex, words = stated
    for passage, match in _aged(view):
        other = "male" if match["m"] else "female"
        if other != sex:
            yield Hit(
                passage.number,
                f"The worker is called {other} here and {sex} in the summary.",
                match[0],
                words,
                "Give the same sex in both places, as the file has it.",
                passage.pointer,
            )


@check(
    "AGE-01",
    "Worker's age given in two ways",
    looks_for="Two ages of the worker that lie two years or more apart (one year may be a birthday).",
    example='Summary: "a 44-year-old male". Rationale: "this 54-year-old male".',
    source="Quality gate: facts agree throughout the letter",
    plain=True,
)
def _age_twice(view: View) -> Iterator[Hit]:
    first = _AGED.search(view.summary.text)
    age = view.letter.summary.age
    if age is None and first:
        age = numbers.parse(first["age"])
    if age is None:
        return
    for passage, match in _aged(view):
        other = numbers.parse(match["age"])
        if other is not None and abs(other - age) >= _LEAST_YEARS:
            yield Hit(
                passage.number,
                f"The worker is {other} years old here and {age} in the summary.",
                match[0],
                first[0] if first else f"age {age} in the summary",
                "Give the same age in both places, as the file has it.",
                passage.pointer,
            )
