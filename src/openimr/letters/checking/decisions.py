"""The decision word against what the rationale concludes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from openimr.letters.checking.model import Hit
from openimr.letters.checking.registry import check
from openimr.letters.checking.view import Passage, Sentence, View

_BE = r"(?:is|are|was|were|be|been|being|remains?|has been|have been)"
_HELD = r"(?:considered|deemed|determined|found|felt|judged|held|thought|therefore|thus|hence|also|likewise|still)"
_ADVERB = r"(?:clinically|medically|both|reasonable|appropriate|reasonably|and|or|,|fully|clearly)"
#: "is (not) (considered) (to be) medically necessary": group ``no`` when denied.
_PREDICATE = re.compile(
    rf"\b{_BE}\s+(?:{_HELD}\s+)*(?P<no>not[\s-]+)?(?:{_HELD}\s+)*(?:to\s+be\s+)?(?P<no2>not[\s-]+)?"
    r"(?:(?P<un>medically\s+unnecessary|unnecessary)|medically[\s-]+(?:necessary|appropriate|reasonable|indicated|warranted)"
    r"|(?:reasonable|appropriate|indicated)\s+and\s+medically\s+necessary)",
    re.IGNORECASE,
)
#: "medical necessity (of the request) is (not) established".
_NECESSITY = re.compile(
    rf"\bmedical\s+necessity(?:\s+(?:of|for)\s+[^.;,]{{1,120}}?)?\s+{_BE}\s+(?P<no>not\s+)?(?:\w+\s+){{0,2}}?"
    r"(?P<un>unsupported|unsubstantiated|unestablished)?"
    r"(?:established|substantiated|supported|demonstrated|met|shown|confirmed|documented|evident)\b"
    r"|\bmedical\s+necessity(?:\s+(?:of|for)\s+[^.;,]{1,120}?)?\s+(?P<no2>(?:can\s?not|could\s+not)\s+be)\s+\w+",
    re.IGNORECASE,
)
#: A negation before the verb, in the same clause: "cannot be considered", "not supported ... as being".
_DENIED_BEFORE = re.compile(
    r"\b(?:not|no|none|neither|nor|never|cannot|can't|without)\b"
    r"(?:(?!\b(?:and|but|so|thus|therefore|which|that|because|since|as such)\b)[^,;:]){0,90}$",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|unless|when(?:ever)?|would|should|could|may|might|criteria|whether|in order|until|considered when|"
    r"to be medically|must be|utilization review|UR (?:report|determination|physician))\b",
    re.IGNORECASE,
)
_BOILERPLATE = re.compile(r"^\W*This (?:medical necessity )?decision\b", re.IGNORECASE)
#: Before "meets": what turns it round. A negation farther off ("failed care ... meets") does not.
_NEGATED = re.compile(
    r"^\W*(?:no|none|neither)\b|\b(?:not|never|cannot|nor|hardly|fail(?:s|ed)? to|unable to)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_MEETS = re.compile(
    r"\b(?P<verb>meets?|satisf(?:y|ies)|fulfill?s?|(?P<not>do(?:es)?\s+not\s+meet|did\s+not\s+meet|has\s+not\s+met|fails?\s+to\s+meet))"
    r"\s+(?:all\s+(?:of\s+)?)?(?:the\s+|these\s+|those\s+)?(?:[\w'-]+\s+){0,5}(?:criteria|requirements|indications)\b",
    re.IGNORECASE,
)
_PRESENT = re.compile(
    r"\bthere\s+(?:is|was|are|were)\s+(?!no\b|not\b|insufficient|inadequate|limited|little|minimal|scant|a\s+lack|lack|"
    r"neither|never|nothing)(?:(?:an?|some|clear|adequate|sufficient|good|ample|documented|clinical)\s+){0,3}"
    r"(?:rationale|documentation|evidence|information|justification|indication)\s+(?:\w+\s+){0,3}?to\s+"
    r"(?:support|justify|warrant|substantiate)\s+(?:the|this|that|an?)\b",
    re.IGNORECASE,
)
_CONCESSION = re.compile(
    r"\b(?:although|though|while|even|if|unless|until|once|where|whether|however|but)\b", re.I
)


@dataclass(frozen=True, slots=True)
class _Conclusion:
    sentence: Sentence
    necessary: bool
    words: str


def _conclusions(passage: Passage) -> list[_Conclusion]:
    """The sentences that say whether the treatment is medically necessary."""
    if "medical" not in passage.lower:
        return []
    out = []
    quoted = False
    for sentence in passage.sentences:
        inside = quoted
        if sentence.text.count('"') % 2:
            quoted = not quoted
        if inside or "medical" not in sentence.text.lower() or _BOILERPLATE.match(sentence.text):
            continue
        for match in (*_PREDICATE.finditer(sentence.text), *_NECESSITY.finditer(sentence.text)):
            before = sentence.text[: match.start()]
            if _CONDITION.search(before[-90:]):
                continue
            groups = match.groupdict()
            denied = bool(groups.get("no") or groups.get("no2")) != bool(groups.get("un"))
            if not (groups.get("no") or groups.get("no2")) and _DENIED_BEFORE.search(before):
                denied = not denied
            out.append(_Conclusion(sentence, not denied, match[0]))
    return out


@check(
    "DEC-01",
    "Decision against the rationale's conclusion",
    looks_for="An item upheld whose rationale ends by calling the treatment medically necessary, or the reverse.",
    example='"Urine drug screen: Upheld ... Therefore, the request is medically necessary."',
    source="Upheld: the denial stands, not medically necessary. Overturned: medically necessary (Labor Code 4610.6(e))",
    plain=True,
)
def _word_differs(view: View) -> Iterator[Hit]:
    for item, heading, rationale in view.pairs():
        found = _conclusions(rationale)
        if not found or found[-1].necessary == (item.decision == "overturned"):
            continue
        last = found[-1]
        yield Hit(
            item.number,
            f"The item is {item.decision}, but its rationale concludes that it {'is' if last.necessary else 'is not'} "
            "medically necessary.",
            last.sentence.text,
            f"{heading.text}: {item.decision.capitalize()}",
            f"If the conclusion is meant, the decision is {'overturned' if last.necessary else 'upheld'}.",
            rationale.pointer,
        )


@check(
    "DEC-02",
    "Rationale contradicts itself",
    looks_for=(
        "A rationale that calls the treatment both necessary and not necessary, or says that the criteria are met "
        "and denies it (or not met, and grants it)."
    ),
    example='"The file meets the criteria for the study. The study is not medically necessary."',
    source="Quality gate: the findings carry the conclusion (Labor Code 4610.6(e))",
)
def _contradiction(view: View) -> Iterator[Hit]:
    for item, _, rationale in view.pairs():
        found = _conclusions(rationale)
        last = found[-1] if found else None
        for one in found[:-1]:
            if last and one.necessary != last.necessary and one.sentence.start != last.sentence.start:
                yield Hit(
                    item.number,
                    "The rationale calls the treatment both medically necessary and not.",
                    one.sentence.text,
                    last.sentence.text,
                    "Keep the conclusion that is meant.",
                    rationale.pointer,
                )
        for sentence in rationale.sentences:
            meets = _MEETS.search(sentence.text)
            if not meets or _CONDITION_OF_CRITERIA.search(sentence.text) or sentence.text.count('"'):
                continue
            before = sentence.text[: meets.start()]
            denied = bool(meets["not"]) or _NEGATED.search(before) is not None
            if denied == (item.decision == "overturned"):
                yield Hit(
                    item.number,
                    f"The rationale says that criteria are {'not met' if denied else 'met'}, but the item is {item.decision}.",
                    sentence.text,
                    last.sentence.text if last else f"Decision: {item.decision}",
                    "Say which criterion decides, or correct the sentence.",
                    rationale.pointer,
                )


_CONDITION_OF_CRITERIA = re.compile(
    r"\b(?:if|unless|when|who|whose|would|should|could|may|must|until|patients|one of|part of|some of|"
    r"guidelines? (?:state|recommend|indicate|say|note|require)s?)\b",
    re.IGNORECASE,
)


@check(
    "DEC-03",
    "Negation lost",
    looks_for="A denial that rests on a sentence saying that the support is there: a no or not seems lost.",
    example='"There is documentation to support the request. Therefore it is not medically necessary."',
    source="Quality gate: negation (older letters lost a not)",
)
def _negation_lost(view: View) -> Iterator[Hit]:
    for item, _, rationale in view.pairs():
        if item.decision != "upheld":
            continue
        for sentence in rationale.sentences:
            match = _PRESENT.search(sentence.text)
            if match and not _CONCESSION.search(sentence.text) and '"' not in sentence.text:
                yield Hit(
                    item.number,
                    "The rationale says that support is there, and the treatment is denied.",
                    sentence.text,
                    f"Decision: {item.decision}",
                    "Put the lost no or not back, or take another decision.",
                    rationale.pointer,
                )
