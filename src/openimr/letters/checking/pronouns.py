"""Whom he and she mean: the worker, or a physician, a husband, somebody in a quotation.

A naive pronoun check fired on six of 194 real letters and was right once. So a pronoun counts only where nobody but
the worker can be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from openimr.letters.checking.view import Passage, Sentence

HE = re.compile(r"\b(?:he|him|his|himself)\b", re.IGNORECASE)
SHE = re.compile(r"\b(?:she|her|hers|herself)\b", re.IGNORECASE)
_EITHER = re.compile(
    r"\b(?:s?he|his|hers?|him|himself|herself)\s?(?:/|\bor\b)\s?(?:s?he|hers?|his|him|herself|himself)\b|\(s\)he\b",
    re.IGNORECASE,
)
#: Anybody who may be "he" or "she" in a letter and is not the worker.
_OTHERS = re.compile(
    r"\b(?:Dr\b|Mr\b|Mrs\b|Ms\b|doctor|physician|provider|surgeon|\w*therapist|chiropractor|acupuncturist|\w*ologist|"
    r"\w*iatrist|\w*pedist|nurse|practitioner|assistant|examiner|evaluator|reviewer|specialist|consultant|dentist|"
    r"clinician|counselor|audiologist|adjuster|case manager|employer|supervisor|boss|co-?worker|colleague|manager|"
    r"husband|wife|spouse|partner|significant other|fianc\w+|girlfriend|boyfriend|son|daughter|mother|father|parent|"
    r"sister|brother|sibling|grand\w+|uncle|aunt|cousin|child|children|baby|infant|friend|neighbor|roommate|caregiver|"
    r"attorney|lawyer|driver|student|pupil|customer|client|resident|inmate|passenger|officer|suspect|assailant|"
    r"attacker|stranger|someone|somebody|person|people|PTP|QME|AME|PA-C|NP|MD|D\.O)s?\b",
    re.IGNORECASE,
)
_WORKER = re.compile(
    r"\b(?:patient|injured worker|worker|applicant|claimant|employee|IW)(?:['’]s)?\b", re.IGNORECASE
)
#: "The physician advised him to ...": the one advised is the worker, not the physician.
_TOLD = re.compile(
    r"\b(?:physician|provider|doctor|surgeon|\w*therapist|chiropractor|\w*ologist|specialist|nurse|examiner|evaluator|Dr\.?(?: [A-Z]\w+)?)\b"
    r"[^.;,]{0,40}?\b(?:advised?|told|asked|instructed|encouraged|referred|examined|treated|evaluated|saw|see|sees|gave|keep|kept|"
    r"placed|started|released|returned|prescribed|informed|counseled|found|allow(?:ed)?)\s+(?P<who>him|her)\b"
    r"(?=\s+(?:to|again|on|off|for|from|as|with|in|at|not|back|that|about|and)\b|\s*[.,;])",
    re.IGNORECASE,
)
#: After a sentence about a physician, only what one says of somebody who is ill ...
_AILING = re.compile(
    r"\b(?:pain|symptoms?|weight|gait|walk\w*|injur\w+|complain\w*|rated|sleep\w*|underwent|taking|treated|fell|lives|weak\w*|"
    r"numb\w*|tingling|tender\w*|swelling|strength|response to|seen for|last seen|diagnosed|undergone|return(?:ed)? to work|"
    r"work (?:status|restrictions)|reported|denie[sd]|years? old|smoke|uses|asked to return|ha[sd] (?:not )?had)\b",
    re.IGNORECASE,
)
#: ... and nothing that a physician does, is taken to be about the worker.
_DOCTORING = re.compile(
    r"\b(?:recommend\w*|order\w*|request\w*|prescrib\w*|opin\w*|document\w*|indicat\w*|stat(?:ed|es)|not(?:ed|es) that|wrote|"
    r"writes|plan\w*|examin\w*|diagnos(?:es|is)|advis\w*|propos\w*|interpret\w*|referr\w*|explain\w*|treats|impression|practice)\b",
    re.IGNORECASE,
)
_NOT_DOCTORS = re.compile(
    r"\b(?:Mr|Mrs|Ms|adjuster|employer|supervisor|boss|co-?worker|colleague|manager|husband|wife|spouse|partner|other|fianc\w+|"
    r"\w+friend|son|daughter|mother|father|parent|sister|brother|sibling|grand\w+|uncle|aunt|cousin|child|children|baby|infant|"
    r"friend|neighbor|roommate|caregiver|attorney|lawyer|driver|student|pupil|customer|client|resident|inmate|passenger|"
    r"officer|suspect|assailant|attacker|stranger|someone|somebody|person|people)s?\b",
    re.IGNORECASE,
)


def quoted(passage: Passage, position: int) -> bool:
    """Whether ``position`` stands inside a quotation."""
    before = passage.text[:position]
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")


def of_the_worker(passage: Passage, pattern: re.Pattern[str]) -> Iterator[tuple[re.Match[str], Sentence]]:
    """The pronouns that can only mean the worker."""
    sentences = passage.sentences
    for index, sentence in enumerate(sentences):
        if not pattern.search(sentence.text):
            continue
        if _OTHERS.search(sentence.text):
            told = _TOLD.search(sentence.text)
            if told and len(_OTHERS.findall(sentence.text)) == 1 and pattern.fullmatch(told["who"]):
                match = pattern.search(sentence.text, told.start("who"))
                if match and not quoted(passage, sentence.start + match.start()):
                    yield match, sentence
            continue
        if index and _OTHERS.search(sentences[index - 1].text):
            own = _WORKER.search(sentence.text)
            first = pattern.search(sentence.text)
            named = own is not None and first is not None and own.start() < first.start()
            if not named and not (
                _AILING.search(sentence.text)
                and not _DOCTORING.search(sentence.text)
                and not _NOT_DOCTORS.search(sentences[index - 1].text)
            ):
                continue
        either = [m.span() for m in _EITHER.finditer(sentence.text)]
        for match in pattern.finditer(sentence.text):
            if any(start <= match.start() < end for start, end in either):
                continue
            if not quoted(passage, sentence.start + match.start()):
                yield match, sentence
