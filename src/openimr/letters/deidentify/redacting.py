"""A text with what identifies somebody taken out: known terms first, then numbers, organizations and names."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from openimr.letters.deidentify.known import Term
from openimr.letters.deidentify.names import Names
from openimr.letters.deidentify.numbers import Spot, numbers
from openimr.letters.deidentify.organizations import organizations

#: What stands in the place of something taken out; it does not show how long that was.
REDACTED = "[redacted]"
_RUN = re.compile(rf"{re.escape(REDACTED)}(?:(?:,?[ \n]+|['’]s?[ \n]+)?{re.escape(REDACTED)})+")
_FIRM = re.compile(rf"{re.escape(REDACTED)},?[ \n]+(?:and|&)[ \n]+(?:Associates|Partners|Sons)\b")
_CASE = re.compile(r"(?<!\w)CM\d\d-?\d{7}(?!\d)")

#: Finds more names in a text: (start, end) of each.
Recognizer = Callable[[str], Iterable[tuple[int, int]]]


def mask(text: str, terms: Sequence[Term], taken: Counter[str] | None = None) -> str:
    """``text`` with every known term masked; ``taken`` counts what was."""
    text = unicodedata.normalize("NFC", text)
    for term in terms:
        text, times = term.pattern.subn(REDACTED, text)
        if times and taken is not None:
            taken[term.what] += times
    return text


def redact(
    text: str,
    terms: Sequence[Term] = (),
    *,
    taken: Counter[str] | None = None,
    request: bool = False,
    people: frozenset[str] = frozenset(),
    treatments: frozenset[str] = frozenset(),
    recognizer: Recognizer | None = None,
) -> str:
    """``text`` with what identifies somebody masked, and ages above 89 as "90 or older".

    Redacting twice gives the same as redacting once.

    Args:
        terms: what is known of who is in the case.
        taken: counts what of ``terms`` was taken out.
        request: the text words a treatment (a heading, a disputed treatment); unknown words are products there.
        people: words that are names of people in this letter.
        treatments: unknown words of the letter's requests, which are no names.
        recognizer: finds more names.
    """
    text = unicodedata.normalize("NFC", text)
    for _ in range(8):  # what is taken out can lay bare what stood beside it
        out = _once(text, [*_known(text, terms, taken)], request, people, treatments, recognizer)
        if out == text:
            break
        text = out
    return text


def _known(text: str, terms: Sequence[Term], taken: Counter[str] | None) -> Iterator[Spot]:
    """Where known terms stand, each place once, for the first term that holds it."""
    held: list[tuple[int, int]] = []
    for term in terms:
        for match in term.pattern.finditer(text):
            start, end = match.span()
            if end > start and not any(a <= start and end <= b for a, b in held):
                held.append((start, end))
                if taken is not None:
                    taken[term.what] += 1
                yield Spot(start, end)


def people_in(text: str, *, request: bool = False) -> frozenset[str]:
    """The words that a title, a role or a degree in ``text`` says are somebody's name."""
    return Names(text, request=request).people


def _once(
    text: str,
    found: list[Spot],
    request: bool,
    people: frozenset[str],
    treatments: frozenset[str],
    recognizer: Recognizer | None,
) -> str:
    safe = [match.span() for match in re.finditer(re.escape(REDACTED), text)]
    safe += [match.span() for match in _CASE.finditer(text)]
    names = Names(text, request=request, treatments=treatments)
    spots = [*found, *numbers(text), *organizations(text), *names.spots()]
    for word in people | names.people:
        spots += [
            Spot(*match.span()) for match in re.finditer(rf"(?<![\w]){re.escape(word)}(?![^\W_])", text)
        ]
    if recognizer is not None:
        spots += [Spot(start, end) for start, end in recognizer(text)]
    return _RUN.sub(REDACTED, _FIRM.sub(REDACTED, _put(text, _merged(text, spots, safe))))


def _merged(text: str, spots: list[Spot], safe: list[tuple[int, int]]) -> list[Spot]:
    out: list[Spot] = []
    for spot in sorted(set(spots), key=lambda one: (one.start, -one.end)):
        for one in _around(spot, safe):
            if one.end <= one.start or not text[one.start : one.end].strip(" \n,.-"):
                continue
            if out and one.start < out[-1].end:
                last = out.pop()
                same = last.put if last.put == one.put else None
                out.append(Spot(last.start, max(last.end, one.end), same))
            else:
                out.append(one)
    return out


def _around(spot: Spot, safe: list[tuple[int, int]]) -> list[Spot]:
    """The parts of a spot outside of what is safe."""
    parts = [spot]
    for start, end in safe:
        parts = [
            piece
            for part in parts
            for piece in (
                (part,)
                if end <= part.start or start >= part.end
                else (Spot(part.start, start, part.put), Spot(end, part.end, part.put))
            )
            if piece.end > piece.start
        ]
    return parts


def _put(text: str, spots: list[Spot]) -> str:
    out, at = [], 0
    for spot in spots:
        out += [text[at : spot.start], REDACTED if spot.put is None else spot.put]
        at = spot.end
    return "".join((*out, text[at:]))
