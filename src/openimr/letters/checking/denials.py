"""The grammar of denials: where a sentence says that something is not on record or did not take place.

"No documentation of failed physical therapy" denies the failure, not the therapy. So what is denied must follow the
denial directly, and the clause must end with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from openimr.letters.checking.view import Passage, Sentence

_ADJECTIVES = (
    r"(?:(?:clear|specific|clinical|medical|documented|further|recent|other|actual|adequate|written|such|available|"
    r"submitted|provided|objective|also|been)\s+)*"
)
_PAPER = r"(?:reports?|records?|notes?|documents?|documentation|file|chart)"
_NOTED = r"(?:documentation|records?|reports?|evidence|indication|notes?|history|notation|proof|(?P<mention>mention|discussion))"
_TELLS = r"(?:mentions?|documents?|lists?|records?|refers?\s+to|notes?|reports?|includes?|contains?|shows?|states?|describes?|indicates?)"
_HAD = r"(?:had|received|tried|undergone|taken|taking|used|using|attended|completed|done|been\s+(?:on|given|prescribed|taking)|prescribed)"
_ANY = (
    r"(?:(?:the|a|an|any|his|her|their|its|prior|previous|past|current|recent|ongoing|actual|additional|earlier|such|steroid|"
    r"(?:the\s+|any\s+)?use\s+of|treatment\s+with|trials?\s+of|having(?:\s+" + _HAD + r")?)\s+)*"
)
_SUBJECT = (
    r"(?:(?:that\s+)?(?:the|this)\s+(?:patient|injured\s+worker|worker|applicant|claimant|employee|IW)\s+"
    r"(?:(?:has|had|was|is|have)\s+)?(?:ever\s+)?(?:" + _HAD + r"\s+)?)?(?:that\s+)?"
)
#: A denial that what follows it took place or was written down. ``mention``: not even a request for it was.
_BEFORE = re.compile(
    rf"(?:"
    rf"\b(?:there\s+(?:is|was|were|are)\s+(?:also\s+)?no|with\s+no|without(?:\s+any)?|no)\s+{_ADJECTIVES}{_NOTED}\s+"
    rf"(?:of|on|regarding|about|for|that|{_TELLS})\s+{_SUBJECT}{_ANY}"
    rf"|\bno\s+{_PAPER}\s+{_TELLS}\s+{_SUBJECT}{_ANY}"
    rf"|\b(?:there\s+(?:is|was|were|are)\s+(?:also\s+)?no|(?:contain|include|show|list)s?\s+no)\s+{_ANY}"
    rf"|\b(?:do|does|did)\s+not\s+(?:mention|document|list|record|refer\s+to|note|report|include|contain|show|describe|state)\s+"
    rf"{_SUBJECT}{_ANY}"
    rf"|\b(?:has|had|have)\s+(?:not|never)\s+(?:yet\s+)?{_HAD}\s+{_ANY}"
    rf")$",
    re.IGNORECASE,
)
_BARE_NO = re.compile(rf"(?:^|[\s(])no\s+{_ANY}$", re.IGNORECASE)
_WRITTEN = r"(?:documented|mentioned|provided|included|noted|given|tried|prescribed|submitted|reported|performed|done|used|stated|recorded|described|taken|listed|found)"
#: After the words denied: "was not documented".
_OWN = r"(?:\s+(?:therapy|treatments?|sessions?|visits?|results?|reports?|form|use|scores?|testing|(?:of|for|to)\s+the\s+\w+(?:\s+spine)?))*"
_PASSIVE = re.compile(
    rf"{_OWN}\s(?:(?:was|were|is|are|has\s+been|have\s+been|had\s+been)\s+(?:not|never)|(?:has|have|had)\s+(?:not|never)\s+(?:yet\s+)?been)"
    rf"\s+(?:clearly\s+)?{_WRITTEN}\b",
    re.IGNORECASE,
)
#: Before the subject of a clause: its beginning.
_SUBJECT_OF_CLAUSE = re.compile(
    rf"(?:^|[,;:(]\s*|\b(?:and|but|that|while|since|as|because|though)\s+){_ANY}$", re.IGNORECASE
)
#: After "no physical therapy": "has been tried".
_ACTIVE = re.compile(
    rf"{_OWN}\s(?:was|were|is|are|has\s+been|have\s+been|had\s+been)\s+(?:ever\s+)?{_WRITTEN}\b",
    re.IGNORECASE,
)
#: What may follow the words denied, up to the end of the clause, and leave them as they are.
_END = re.compile(
    rf"(?:\s+(?:therapy|treatments?|sessions?|visits?|care|use|program|tablets?|prescriptions?|form|reports?|studies|results?|(?:being\s+)?(?:used|taken|"
    rf"given)|(?:was|were|is|are|has\s+been|have\s+been)?\s*(?:ever\s+)?{_WRITTEN}|available))*"
    rf"(?:\s*(?:in|within|from|among|on)\s+(?:(?:the|any|this)\s+)?(?:\w+\s+){{0,3}}?(?:record|{_PAPER})"
    r"(?:\s+(?:provided|submitted|reviewed|available|or reported|for\s+review))*)?"
    r"(?:\s*(?:to\s+date|so\s+far|at\s+all|for\s+review|previously|before|either))?"
    r"\s*(?:[.;]|$|,\s*(?:and|but|so|which|therefore))",
    re.IGNORECASE,
)
_OF_SITE = re.compile(
    r"\s+(?:of|to|for)\s+the\s+(?:(?:left|right|bilateral)\s+)?\w+(?:\s+(?:spine|back|extremit\w+|joint))?",
    re.I,
)
_DONE = re.compile(
    r"\b(?:treat(?:ed|ment|ments)|underwent|undergoing|undergone|received|receiving|attended|completed|has\s+had|had|given|"
    r"administered|prescribed|refilled|renewed|using|used|taking|takes|took|tried|medications?|medicines?|performed|"
    r"revealed|showed|demonstrated|read\s+as|continu\w+|helped|reliev\w+)\b",
    re.IGNORECASE,
)
_ONLY_ASKED = re.compile(
    r"\b(?:request(?:ed|s|ing)?|recommend\w*|order(?:ed|s)?|plan(?:ned|s)?|sought|propos\w+|pending|awaiting|schedul\w+|denied|"
    r"non-?\s?certif\w*|modified|authoriz\w+|certified|approve\w*|utilization\s+review|\bUR\b|to\s+start|consider\w*|advised|"
    r"eligible|appeal\w*|dispute\w*)\b",
    re.IGNORECASE,
)
_NEGATIVE = re.compile(r"\b(?:no|not|denie[sd]|without|never|none|lack)\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r"\b(?:benefit|relief|improve\w*|response|fail\w*|effect\w*|result|rationale|reason)\b", re.I
)
_PREFIX = 150


@dataclass(frozen=True, slots=True)
class Denial:
    """A sentence that denies something; ``mention``: it says that not even a mention of it is on record."""

    sentence: Sentence
    mention: bool


def denied(passage: Passage, start: int, end: int, *, part: bool = False) -> Denial | None:
    """Whether ``passage`` denies the thing named from ``start`` to ``end``."""
    sentence = passage.sentence_at(start)
    head = start
    if part:  # "no mention of a lumbar MRI": what is denied begins with the part
        near = [m.start for m in passage.parts if start - 3 <= m.end <= start and m.start >= sentence.start]
        head = near[0] if near else start
    before = sentence.text[max(0, head - sentence.start - _PREFIX) : head - sentence.start]
    after = passage.text[end : sentence.end]
    if part and (site := _OF_SITE.match(after)):
        after = after[site.end() :]
    match = _BEFORE.search(before)
    if match and _END.match(after):
        return Denial(sentence, match["mention"] is not None)
    if _BARE_NO.search(before) and _ACTIVE.match(after) and not _CLAUSE.search(after):
        return Denial(sentence, mention=False)
    if _SUBJECT_OF_CLAUSE.search(before) and _PASSIVE.match(after) and not _CLAUSE.search(after):
        return Denial(sentence, mention=False)
    return None


_NEGATION = re.compile(r"\b(?:no|not|never|without)\b", re.IGNORECASE)


def denying(passage: Passage) -> Iterator[Sentence]:
    """The sentences that can deny something."""
    if _NEGATION.search(passage.text):
        for sentence in passage.sentences:
            if _NEGATION.search(sentence.text):
                yield sentence
