"""Body part and side: heading, rationale, summary and cited chapter have to be about the same one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Any

import yaml

from openimr.letters.checking.model import Hit
from openimr.letters.checking.registry import check
from openimr.letters.checking.view import Passage, Sentence, View
from openimr.letters.model import Item

_OPPOSITE = {"left": "right", "right": "left"}
#: Sentences about the case, not about the guideline.
_OF_THE_CASE = re.compile(
    r"\b(?:patient|injured worker|worker|applicant|claimant|employee|IW|in this case|examination|complaints? (?:concern|of)|"
    r"function of|treatment of the|the request|requested|complains?|reports?|noted|records?|documentation|"
    r"medically necessary|medical necessity|at issue|in dispute|this case|goals|treatment plan|"
    r"(?:is|are|was|were) (?:not |missing)(?:described|recorded|written|stated|put)?)\b",
    re.IGNORECASE,
)
_OF_THE_GUIDELINE = re.compile(
    r"\b(?:guidelines?|MTUS|ACOEM|ODG|chapter|recommend\w*|criteria|studies|patients|evidence[- ]based|such as|e\.g|i\.e|"
    r"including|indications?|may be|should be|can be|states? that|according to|per the)\b|\"|“",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"\b(?:request(?:ed)?\s+(?:is\s+)?for|request\s+of|discussion\s+of|need\s+for|necessity\s+(?:of|for))\s+",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\b(?:is|was|are|were|because|since|due|in order|to rule|secondary|status post|with|and|by|for (?:the )?treatment|has|"
    r"after|given|that|which)\b|[.;:]",
    re.IGNORECASE,
)
_ANCILLARY = re.compile(r"\b(?:associated|pre-?\s?op\w*|post-?\s?op\w*|assistant|clearance)\b", re.IGNORECASE)
#: An ODG section that is about any body part, wherever the ODG keeps it.
_WINDOW = 90


@cache
def _data() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("body.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return data


@cache
def kin(one: str, other: str) -> bool:
    """Whether two names may mean the same part: the same name, or the one within the other."""
    wider: dict[str, list[str]] = _data()["wider"]
    return one == other or other in wider.get(one, ()) or one in wider.get(other, ())


def _related(part: str, others: Iterable[str]) -> bool:
    return any(kin(part, other) for other in others)


def _sides(passage: Passage) -> Iterator[tuple[str, str, int, int]]:
    """Every body part that is named with its side: part, side, start (of the side), end."""
    for mention in passage.parts:
        if mention.side:
            at = passage.lower.rfind(mention.side, max(0, mention.start - 40), mention.end)
            yield mention.part, mention.side, at if at >= 0 else mention.start, mention.end


@check(
    "BODY-01",
    "Side differs",
    looks_for=(
        "A rationale that names the other side of the disputed body part, which the rest of the letter does not name; "
        "or a heading with a side while the summary only has the other."
    ),
    example='"MRI of the left knee: Upheld ... The right knee was stable." and a summary about the left knee alone',
    source="Quality gate: laterality agrees between summary, rationale and request",
    plain=True,
)
def _side_differs(view: View) -> Iterator[Hit]:
    told: dict[str, set[str]] = {}
    for part, side, _, _ in _sides(view.summary):
        told.setdefault(part, set()).add(side)
    asked: dict[str, set[str]] = {}
    for heading in view.headings:
        for part, side, _, _ in _sides(heading):
            asked.setdefault(part, set()).add(side)
    for item, heading, rationale in view.pairs():
        if item.side not in _OPPOSITE:
            continue
        other = _OPPOSITE[item.side]
        for part, side, start, end in _sides(heading):
            known = told.get(part, set())
            if side == item.side and other in known and not known & {side, "bilateral"}:
                yield Hit(
                    item.number,
                    f"The heading says {side} {part}, the summary only {other}.",
                    heading.text[start:end],
                    _sentence(view.summary, part, other),
                    f"Check the side in the request; the summary has {other}.",
                    heading.pointer,
                )
                break
        for part, side, start, end in _sides(rationale):
            if side != other or part not in item.body_parts:
                continue
            if {other, "bilateral"} & (told.get(part, set()) | asked.get(part, set())):
                continue
            yield Hit(
                item.number,
                f"The rationale says {side} {part}; the {item.side} one is in dispute.",
                rationale.text[start:end],
                heading.text,
                f"Check the side; the heading has {item.side}.",
                rationale.pointer,
            )
            break


def _sentence(passage: Passage, part: str, side: str) -> str:
    for other, its, start, _ in _sides(passage):
        if other == part and its == side:
            return passage.sentence_at(start).text
    return side


@check(
    "BODY-02",
    "Rationale about another body part",
    looks_for=(
        "A sentence of a rationale about the case (not about the guideline) that names a body part found nowhere in the "
        "summary and the headings; or a request for a body part other than the one in dispute."
    ),
    example='"MRI of the thoracic spine: Upheld ... The records do not discuss a request for an MRI of the cervical spine."',
    source="Quality gate: body part agrees between summary, rationale and request",
)
def _part_differs(view: View) -> Iterator[Hit]:
    known = _told(view.summary, *view.headings)
    if not known:
        return
    ignored: list[str] = _data()["general"] + _data()["organs"]
    for item, heading, rationale in view.pairs():
        reported: set[str] = set()
        for mention in rationale.parts:
            if mention.part in reported or mention.part in ignored:
                continue
            sentence = rationale.sentence_at(mention.start)
            if _OF_THE_GUIDELINE.search(sentence.text) or not (
                mention.side or _OF_THE_CASE.search(sentence.text)
            ):
                continue
            if not _related(mention.part, known):
                reported.add(mention.part)
                yield _foreign(
                    rationale, mention.start, mention.end, sentence,
                    f"The rationale speaks of the {mention.part}, which neither the summary nor a heading names.", heading.text,
                )  # fmt: skip
        if item.body_parts:
            yield from _asked_for(item, heading, rationale, reported)


def _asked_for(item: Item, heading: Passage, rationale: Passage, reported: set[str]) -> Iterator[Hit]:
    for match in _ASKED.finditer(rationale.text):
        stop = _STOP.search(rationale.text, match.end())
        end = min(match.end() + _WINDOW, stop.start() if stop else len(rationale.text))
        inside = [m for m in rationale.parts if match.end() <= m.start < end]
        general: list[str] = _data()["general"]
        inside = [m for m in inside if m.part not in general] or inside  # "cervical MRI of the spine"
        if not inside or any(_related(m.part, item.body_parts) for m in inside):
            continue
        first = inside[0]
        if first.part in reported:
            continue
        reported.add(first.part)
        yield _foreign(
            rationale, first.start, first.end, rationale.sentence_at(first.start),
            f"The rationale speaks of a request for the {first.part}; the {item.body_parts[0]} is in dispute.", heading.text,
        )  # fmt: skip


def _told(*passages: Passage) -> set[str]:
    """The parts named; a bare "spine" ("paraspinal muscles") only where no part of the spine is named."""
    told = {mention.part for passage in passages for mention in passage.parts}
    if told & {"cervical spine", "thoracic spine", "lumbar spine"}:
        told.discard("spine")
    return told


def _foreign(passage: Passage, start: int, end: int, sentence: Sentence, message: str, heading: str) -> Hit:
    return Hit(
        passage.number, message, sentence.text, heading, "Check which body part is meant.", passage.pointer
    )


@check(
    "BODY-03",
    "Disputed body part not in the summary",
    looks_for="A heading with a body part of which the summary, though it names body parts, says nothing.",
    example='"Physical therapy for the left shoulder" where the summary is about the low back alone',
    source="Quality gate: body part agrees between summary, rationale and request",
)
def _part_untold(view: View) -> Iterator[Hit]:
    told = _told(view.summary)
    if not told:
        return
    for item, heading, _ in view.pairs():
        if _ANCILLARY.search(heading.text):
            continue
        nerves: dict[str, list[str]] = _data()["nerves"]
        if item.body_parts and not any(
            _related(part, told) or told & set(nerves.get(part, ())) for part in item.body_parts
        ):
            named = " and ".join(item.body_parts)
            yield Hit(
                item.number,
                f"In dispute: {named}. The summary names no such part.",
                heading.text,
                "summary: " + ", ".join(sorted(told)),
                f"State complaint and findings ({named}), or correct the heading.",
                heading.pointer,
            )


@check(
    "BODY-04",
    "Chapter on another body part",
    looks_for="A body part in dispute, and a chapter of the MTUS on another part of the body cited by the reviewer.",
    example='"MRI right knee: Upheld ... Decision based on MTUS Low Back Complaints 2004"',
    source="The title of the chapter; 8 CCR 9792.23 ff. adopts one for each region of the body",
    plain=True,
)
def _chapter_differs(view: View) -> Iterator[Hit]:
    chapters: dict[str, list[str]] = _data()["mtus"]
    for index, item in enumerate(view.items):
        if not item.body_parts:
            continue
        for place, citation in enumerate(item.reviewer_citations):
            about = chapters.get(citation.guideline or "")
            if about is None or citation.source not in ("MTUS", "ACOEM"):
                continue
            if any(part in about or _inside(part, about) for part in item.body_parts):
                continue
            yield Hit(
                item.number,
                f"{citation.guideline} is cited for the {', '.join(item.body_parts)}.",
                citation.text,
                item.heading,
                "Cite the chapter on the body part in dispute.",
                f"/items/{index}/reviewer_citations/{place}/text",
            )


def _inside(part: str, about: list[str]) -> bool:
    """Whether ``part`` lies within one of the parts that a chapter is about, or is wider than one of them."""
    wider: dict[str, list[str]] = _data()["wider"]
    general: list[str] = _data()["general"]
    if any(part in wider.get(other, ()) for other in about if other not in general):
        return True
    return part in general and any(other in wider.get(part, ()) for other in about)
