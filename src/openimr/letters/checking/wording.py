"""The words as such: quotation marks, template remnants, spelling, gaps, words said twice in a row."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openimr.letters.checking.model import Hit
from openimr.letters.checking.registry import check
from openimr.letters.checking.view import Passage, View
from openimr.vocabulary import spelling

_STRAIGHT = re.compile(r'"')
_INCHES = re.compile(r"\d\s?['’]\s?\d{1,2}\s?\"|(?<=\d)\"(?=\s?(?:x|by|tall|long|wide|in\b))", re.IGNORECASE)
_REMNANT = re.compile(
    r"\[\s*(?:(?:[Ii]nsert|[Ee]nter|add|delete|[Ss]elect|choose|type|fill|name|date|body\s+part|treatment|drug|medication|diagnosis|patient|"
    r"physician|provider|guideline|request|he/she|his/her|him/her|todo|tbd|xx+)\b[^\]\n]{0,60}|[A-Z][A-Z /_]{5,40}|[*._?X-]{2,})\]"
    r"|<{1,2}\s*(?:insert|enter|name|date|body part|treatment|drug|diagnosis|patient|physician|provider|employer|guideline|"
    r"request|text|value|todo|tbd)\b[^>\n]{0,40}>{1,2}"
    r"|\{{1,2}[^{}\n]{1,60}\}{1,2}|«[^»\n]{1,60}»|%[A-Z_]{3,}%"
    r"|\bX{3,}\b(?!-)|\bx{4,}\b|(?<!\w)_{3,}(?!\w)|(?<![\w*])\*{3,}(?![\w*])|\?{3,}"
    r"|\b(?:MM|mm)[/-](?:DD|dd)[/-](?:YY(?:YY)?|yy(?:yy)?)\b|\b(?:TODO|TBD|FIXME|PLACEHOLDER)\b",
)
_REMNANT_HINT = re.compile(r"[\[<{«%*?]|XXX|xxxx|__|TBD|TODO|FIXME|PLACE|[Mm]{2}[/-]|[Ll]orem|here")
_LOREM = re.compile(
    r"\blorem ipsum\b|\bclick here to enter\b|\binsert (?:name|date|text|rationale|guideline) here\b", re.I
)
_GAP = re.compile(
    r"\b(?:by|from|at|with|named|than|Drs?\.|Mr\.|Mrs\.|Ms\.)\s?(?=[ ]?[,;](?:\s|$))"
    r"|\b(?:by|from|named|than|with) (?=(?:and|or) (?:apparently|was|were|is|then|subsequently)\b|per\b)"
    r"|\(\s*\)|\[\s*\]|,\s*,|;\s*;"
)
_DOUBLE_BLANK = re.compile(
    r"(?<=[A-Za-z])[ \u00a0]{2,}(?=[a-z,;)])|(?<=\bDr\.)[ \u00a0]{2,}|(?<=,)[ \u00a0]{3,}(?=[a-z])"
)
_WORD = re.compile(r"[A-Za-z0-9][\w'’-]*")
_LONGEST = 4
#: Said twice in a row without fault.
_MAY_REPEAT = {
    "had",
    "that",
    "very",
    "many",
    "so",
    "long",
    "is",
    "her",
    "no",
    "do",
    "well",
    "a",
    "time",
    "day",
    "bye",
}


@check(
    "TEXT-01",
    "Unpaired quotation mark",
    looks_for="A quotation that is opened and never closed, or the reverse, in a summary or rationale.",
    example='The guideline states, "not recommended beyond two weeks. The request is not medically necessary.',
    source="One must see where the guideline's words end and the reviewer's begin",
    plain=True,
)
def _unpaired(view: View) -> Iterator[Hit]:
    for passage in view.written:
        inches = {m.end() - 1 for m in _INCHES.finditer(passage.text)}
        marks = [m.start() for m in _STRAIGHT.finditer(passage.text) if m.start() not in inches]
        if len(marks) % 2:
            yield _quotation(passage, _lonely(passage.text, marks))
        opened, closed = passage.text.count("“"), passage.text.count("”")
        if opened != closed:
            lonely = passage.text.rfind("“") if opened > closed else passage.text.find("”")
            yield _quotation(passage, lonely)


def _lonely(text: str, marks: list[int]) -> int:
    """The mark that most likely has no partner: one that opens while the next opens too, or closes nothing."""
    open_at: list[int] = []
    for at in marks:
        after = text[at + 1 : at + 2]
        before = text[at - 1 : at] if at else " "
        opens = (not before.strip() or before in "([—–-/") and bool(after.strip())
        if opens:
            open_at.append(at)
        elif open_at:
            open_at.pop()
        else:
            return at
    return open_at[0] if open_at else marks[-1]


def _quotation(passage: Passage, at: int) -> Hit:
    text = passage.text
    start = text.rfind(" ", 0, max(0, at - 30)) + 1 if at > 30 else 0
    end = text.find(" ", min(len(text), at + 50))
    return Hit(
        passage.number,
        "This quotation mark has no partner.",
        text[start : end if end > 0 else len(text)].strip(),
        "an odd number of quotation marks in this passage",
        "Close the quotation where the quoted words end, or delete the mark.",
        passage.pointer,
    )


@check(
    "TEXT-02",
    "Template remnant",
    looks_for="Placeholders that nobody filled in: [insert date], <name>, XXX, {{field}}, ____, lorem ipsum, TBD.",
    example='"The request for [insert treatment] is not medically necessary."',
    source="Quality gate: finished text",
    plain=True,
)
def _remnant(view: View) -> Iterator[Hit]:
    for passage in view.passages:
        if not _REMNANT_HINT.search(passage.text):
            continue
        for pattern in (_REMNANT, _LOREM):
            for match in pattern.finditer(passage.text):
                yield Hit(
                    passage.number,
                    "A placeholder of the template was left in.",
                    match[0],
                    "finished text has no placeholders",
                    "Fill it in or delete it.",
                    passage.pointer,
                )


@check(
    "TEXT-03",
    "Misspelled medical term",
    looks_for="A word that is a letter or two away from a medical term or a drug's name and is no word itself.",
    example='"a trnasforaminal injection"',
    source="The vocabulary's list of medical terms and drug names",
)
def _misspelled(view: View) -> Iterator[Hit]:
    for passage in view.passages:
        for found in spelling.misspellings(passage.text):
            word = passage.text[found.start : found.end]
            yield Hit(
                passage.number,
                f"{word!r} looks like a misspelling of {found.right!r}.",
                word,
                f"vocabulary: {found.right}",
                found.right,
                passage.pointer,
            )


@check(
    "TEXT-04",
    "Gap that a deletion left",
    looks_for="A blank where a name was taken out: two blanks after by, from, of, Dr.; empty brackets; a comma on its own.",
    example='"the cast was changed by  and taken off later"',
    source="Quality gate: de-identification leaves no gap, which makes the sentence unreadable and shows a name's length",
    plain=True,
)
def _gap(view: View) -> Iterator[Hit]:
    for passage in view.passages:
        upto = -1
        found = [*_GAP.finditer(passage.text)]
        if "  " in passage.text or "\u00a0" in passage.text:
            found += _DOUBLE_BLANK.finditer(passage.text)
        for match in sorted(found, key=lambda one: one.start()):
            if match.start() >= upto:  # two patterns may see one gap
                upto = match.end()
                start = (
                    passage.text.rfind(" ", 0, max(0, match.start() - 12)) + 1 if match.start() > 12 else 0
                )
                stop = passage.text.find(" ", min(len(passage.text), match.end() + 14))
                yield Hit(
                    passage.number,
                    "Something was taken out here and left a gap.",
                    passage.text[start : stop if stop > 0 else len(passage.text)].strip(),
                    "a sentence lacks a word here",
                    "Put a mark such as [name withheld], or mend the sentence.",
                    passage.pointer,
                )


@check(
    "TEXT-05",
    "Words said twice in a row",
    looks_for="One to four words that stand twice in a row.",
    example='"loss of loss of motion"',
    source="Quality gate: nothing said twice",
    plain=True,
)
def _twice(view: View) -> Iterator[Hit]:
    for passage in view.passages:
        for start, end, words in _repeated(passage):
            yield Hit(
                passage.number,
                f"{words!r} stands twice.",
                passage.text[start:end],
                "said once before",
                f"Keep one {words!r}.",
                passage.pointer,
            )


def _repeated(passage: Passage) -> Iterator[tuple[int, int, str]]:
    """Runs of one to four words that are followed by the same words: start, end of both, the words."""
    text = passage.text
    places = [match.span() for match in _WORD.finditer(text)]
    words = [passage.lower[start:end] for start, end in places]
    taken = -1
    for length in range(_LONGEST, 0, -1):
        run, before = 0, -2
        same = [i for i, (one, other) in enumerate(zip(words, words[length:], strict=False)) if one == other]
        for index in same:
            run = run + 1 if index == before + 1 else 1
            before = index
            if run < length:
                continue
            run = 0
            first = index - length + 1
            start, middle, end = places[first][0], places[index][1], places[index + length][1]
            gap = text[middle : places[index + 1][0]]
            said = text[start:middle]
            lonely = length == 1 and (words[index] in _MAY_REPEAT or gap != " ")
            if gap not in (" ", ", ") or lonely or start < taken or any(c in said for c in ".;:\n0123456789"):
                continue
            taken = end
            yield start, end, said
