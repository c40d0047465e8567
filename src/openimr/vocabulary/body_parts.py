"""Body parts and sides named in a text, by their plain anatomical name.

"Low back", "lumbosacral" and "L4-5" are all the lumbar spine. A structure that belongs to a part
(rotator cuff to the shoulder, meniscus to the knee) is found too and marked ``inferred``: the text
does not name the part itself. Data and sources: ``data/body_parts.yaml``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple, cast

from openimr.vocabulary.phrases import Hit, Phrases, Words, with_plurals, words
from openimr.vocabulary.tables import read_yaml, require

Side = Literal["left", "right", "bilateral"]
_FILE = "body_parts.yaml"
_LEVEL = re.compile(r"([clts])(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Mention:
    """A part named in a text: characters ``start`` to ``end``, as printed, its plain name, its side if said."""

    start: int
    end: int
    printed: str
    part: str
    side: Side | None
    inferred: bool = False


class _Entry(NamedTuple):
    parts: tuple[str, ...]
    side: Side | None = None
    inferred: bool = False


class _Data(NamedTuple):
    phrases: Phrases[_Entry | None]
    sides: Phrases[Side | None]
    paired: frozenset[str]
    levels: dict[str, tuple[int, str]]
    beside: frozenset[str]
    measures: frozenset[str]
    names: tuple[str, ...]


@cache
def _data() -> _Data:
    raw: dict[str, Any] = read_yaml(_FILE)
    known: dict[str, dict[str, Any]] = {row["part"]: row for row in raw["parts"]}
    require(len(known) == len(raw["parts"]), _FILE, "parts", "a part stands twice.")
    entries: list[tuple[str, _Entry | None]] = [(phrase, None) for phrase in raw["not_a_part"]]
    seen: dict[str, str] = {}
    for row in raw["parts"]:
        for name in row["names"]:
            require(seen.setdefault(name, row["part"]) == row["part"], _FILE, name, "one name, two parts.")
            entries += [(form, _Entry((row["part"],))) for form in with_plurals(name)]
    for row in raw["together"]:
        entries.append((row["name"], _Entry(tuple(row["parts"]))))
    for row in raw["sided"]:
        entries.append((row["name"], _Entry((row["part"],), row["side"])))
    for row in raw["inferred"]:
        require(
            row["part"] in known, _FILE, row["part"], "inferred names a part that the list does not have."
        )
        for name in row["names"]:
            entries += [(form, _Entry((row["part"],), None, True)) for form in with_plurals(name)]
    sides: list[tuple[str, Side | None]] = [(phrase, None) for phrase in raw["not_a_side"]]
    for side, names in raw["sides"].items():
        require(side in ("left", "right", "bilateral"), _FILE, side, "a side is left, right or bilateral.")
        sides += [(name, cast("Side", side)) for name in names]
    return _Data(
        Phrases(entries),
        Phrases(sides),
        frozenset(name for name, row in known.items() if row.get("paired")),
        {row["letter"]: (int(row["upto"]), row["part"]) for row in raw["levels"]},
        frozenset(raw["level_beside"]),
        frozenset(raw["measures"]),
        tuple(known),
    )


def names() -> tuple[str, ...]:
    """The plain names that `find` can give."""
    return _data().names


def paired(part: str) -> bool:
    """Whether ``part`` has a left and a right one."""
    return part in _data().paired


def find(text: str) -> list[Mention]:
    """The body parts named in ``text``, from left to right."""
    data = _data()
    found = words(text)
    hits: list[Hit[_Entry]] = []
    sides: dict[int, tuple[int, Side]] | None = None
    skip = -1
    firsts, levels = data.phrases.firsts, data.levels
    # Most words begin nothing: they are passed over in one go.
    places = [
        i for i, word in enumerate(found.words) if word in firsts or (word[0] in levels and len(word) < 4)
    ]
    for index in places:
        if index <= skip:
            continue
        word = found.words[index]
        hit = data.phrases.at(found, index) if word in firsts else None
        if hit is not None:
            skip = hit.last
            if hit.value is not None and _is_word(found, hit, data):
                hits.append(cast("Hit[_Entry]", hit))
            continue
        if len(word) < 4 and word[-1].isdigit() and word[0] in data.levels:
            level = _level(found, index, data)
            if level is not None:
                skip = level.last
                hits.append(level)
    out: list[Mention] = []
    before: tuple[int, Side | None] | None = None
    for place in hits:
        if sides is None:
            sides = _sides(found, data)
        side = place.value.side or _side(found, place, sides)
        if side is None and before is not None and before[1] and _listed(found, before[0], place.first):
            side = before[1] if any(part in data.paired for part in place.value.parts) else None
        before = (place.last, side)
        start, end = found.starts[place.first], found.ends[place.last]
        out += [
            Mention(start, end, text[start:end], part, side, place.value.inferred)
            for part in place.value.parts
        ]
    return out


def side_of(text: str) -> Side | None:
    """The side that a whole heading speaks of; both sides together are bilateral."""
    data = _data()
    found = words(text)
    said = {side for _, side in _sides(found, data).values()}
    said |= {m.side for m in find(text) if m.side} if not said else set()
    if not said:
        return None
    return said.pop() if len(said) == 1 else "bilateral"


def _is_word(found: Words, hit: Hit[_Entry | None], data: _Data) -> bool:
    """Two-letter abbreviations (SI, LE, UE) count only in capitals; "250 feet" is a measure."""
    if found.words[hit.first] in data.measures and hit.first and found.words[hit.first - 1].isdigit():
        return False
    if hit.first != hit.last or len(found.words[hit.first]) > 2:
        return True
    return found.text[found.starts[hit.first] : found.ends[hit.first]].isupper()


def _level(found: Words, index: int, data: _Data) -> Hit[_Entry] | None:
    """A vertebral level or a range of them beginning at ``index``: L4, L4-5, L5-S1, C5/C6, T7 through T9."""
    match = _LEVEL.fullmatch(found.words[index])
    if match is None:
        return None
    upto, part = data.levels[match[1]]
    if not 1 <= int(match[2]) <= upto or not found.text[found.starts[index]].isupper():
        return None
    near = found.words[max(0, index - 1) : index + 2]
    if any(word in data.beside for word in near):
        return None
    last = index
    while last + 1 < len(found.words):
        word = found.words[last + 1]
        gap = found.gap(last).strip()
        following = _LEVEL.fullmatch(word)
        if gap in ("-", "–", "—", "/", "&") and (following or (word.isdigit() and len(word) <= 2)):
            last += 1
        else:
            break
    if last + 1 < len(found.words) and found.words[last + 1] in data.beside:
        return None
    return Hit(index, last, _Entry((part,)))


def _sides(found: Words, data: _Data) -> dict[int, tuple[int, Side]]:
    """The side words: first word index -> (last word index, side)."""
    out: dict[int, tuple[int, Side]] = {}
    skip = -1
    firsts = data.sides.firsts
    for index in [i for i, word in enumerate(found.words) if word in firsts or word in ("l", "r")]:
        if index <= skip:
            continue
        word = found.words[index]
        hit = data.sides.at(found, index) if word in firsts else None
        if hit is not None:
            skip = hit.last
            if hit.value is not None and (word not in ("lt", "rt") or _beside_part(found, index, data)):
                out[index] = (hit.last, hit.value)
        elif word in ("l", "r") and _single_letter(found, index, data):
            out[index] = (index, "left" if word == "l" else "right")
    return out


def _beside_part(found: Words, index: int, data: _Data) -> bool:
    """Whether "Rt" or "Lt" at ``index`` stands before a body part, in brackets, or at the end."""
    if index + 1 == len(found.words) or _in_brackets(found, index):
        return True
    return any(_names_part(found, i, data) for i in range(index + 1, min(index + 3, len(found.words))))


def _single_letter(found: Words, index: int, data: _Data) -> bool:
    """Whether a lone L or R is a side: "(R)", "R knee"."""
    if not found.text[found.starts[index]].isupper():
        return False
    return _in_brackets(found, index) or (
        index + 1 < len(found.words) and found.gap(index) == " " and _names_part(found, index + 1, data)
    )


def _names_part(found: Words, index: int, data: _Data) -> bool:
    hit = data.phrases.at(found, index)
    return hit is not None and hit.value is not None


def _in_brackets(found: Words, index: int) -> bool:
    before = found.text[found.starts[index] - 1 : found.starts[index]]
    return before == "(" and found.text[found.ends[index] : found.ends[index] + 1] == ")"


_STOP = frozenset(
    {"and", "or", "for", "of", "with", "without", "to", "from", "in", "on", "by", "at", "is", "was", "had"}
)


def _side(found: Words, hit: Hit[_Entry], sides: dict[int, tuple[int, Side]]) -> Side | None:
    """The side of the part at ``hit``: the word before it ("right distal knee") or after it ("knee, right")."""
    if not sides:
        return None
    ends = dict(sides.values())
    for index in range(hit.first - 1, max(-1, hit.first - 5), -1):
        if index in ends:
            return ends[index]
        if found.words[index] in _STOP or any(c in found.gap(index) for c in ",;:.()"):
            break
    after = hit.last + 1
    if after in sides:
        last, side = sides[after]
        closes = (
            last + 1 == len(found.words) or found.words[last + 1] in _STOP or found.gap(last).strip() != ""
        )
        if closes and ("." not in found.gap(hit.last)):
            return side
    return None


def _listed(found: Words, last: int, first: int) -> bool:
    """Whether the words between two parts only list them: "left hip and knee", "right wrist, hand"."""
    between = found.text[found.ends[last] : found.starts[first]].strip().lower()
    return between in ("and", "&", ",", "/", "-", ", and", "and the", "or")
