"""Employers, providers, insurers and law firms: by the word that says what they are, or by what stands before them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openimr.letters.deidentify.lexicon import clinical, fold, kept, known
from openimr.letters.deidentify.numbers import Spot

_CAP = r"(?:[A-ZÀ-Þ][\w’'&.-]*[\w’']|[A-ZÀ-Þ])"
_JOIN = r"(?:[ \n]+(?:of|the|and|for|at|de|del|la|las|los|&)){0,2}"
_SEQUENCE = rf"{_CAP}(?:,?{_JOIN}[ \n]+{_CAP}){{0,6}}"
#: What a company's name ends with.
_FORM = r"(?:Inc|Incorporated|LLC|L\.L\.C|Corp|Corporation|Co|Company|Companies|Ltd|Limited|LLP|LP|APC|PLC|P\.C|PC|N\.A)"
_COMPANY = re.compile(
    rf"(?<![\w])({_CAP}(?:(?:,?[ \n]+(?:of|the|and|&))?[ \n]+{_CAP}){{0,5}}?),?[ \n]+{_FORM}(?![\w])\.?"
)
#: Words that end an organization's name.
#: Words that no name of an organization is made of by themselves; with one other word before it is one.
_HEADED = re.compile(
    rf"(?<![\w-])((?:(?:St|Mt|Ft)\.[ ])?{_CAP}(?:(?:[ \n]+(?:of|the|and|for|&|de|del|la)){{0,2}}[ \n]+{_CAP}){{0,6}})"
)
_SUFFIX = re.compile(
    rf"[ \n]+(?:of|at|in)[ \n]+(?:(?:the|San|Santa|Los|Las|El)[ \n]+)?{_CAP}(?:[ \n]+{_CAP})?"
)
_EMPLOYED = re.compile(
    r"(?:\b(?i:employ(?:ed|ment|er)|work(?:s|ed|ing)?|job|position|hired|labou?red|drove|drives|insured|covered|coverage|carrier|insurer|administrator|"
    r"represented|temp(?:ed)?|contracted|retired|laid\s+off|fired|terminated)\b"
    r"(?i:\s+(?:a\s+|an\s+|the\s+)?[a-z’'-]+){0,6}?\s+(?i:by|with|for|at|from|is|was|of)\s+(?:the\s+)?"
    r"|\b(?i:employer|employers|carrier|insurer|company)\b\s*(?:[,:(]|\b(?i:is|was|named)\b)\s*(?:the\s+)?"
    r"|\b(?i:(?:job|work|employment)\s+history)\s*:\s*)"
    rf"(?P<put>{_CAP}(?:(?:[ \n]+(?:of|the|and|&|de|del|la)){{0,2}}[ \n]+{_CAP}){{0,5}})"
)
_WORKING = re.compile(
    rf"\b(?P<work>[a-z]+)\s+(?:with|for|at)\s+(?:the\s+)?(?P<put>{_CAP}(?:(?:[ \n]+(?:of|the|and|&|de|del|la)){{0,2}}[ \n]+{_CAP}){{0,5}})"
)
_FIRM = re.compile(
    rf"(?<!\w)(?P<put>(?i:(?:the\s+)?law\s+offices?\s+of|attorneys?\s+at\s+law)\s+{_CAP}(?:(?:,)?(?:[ \n]+(?:and|&|de|la|von|der))*[ \n]+{_CAP}){{0,4}})"
)
_PARTNERS = re.compile(
    rf"(?<!\w)(?P<put>{_CAP}(?:[ \n]+(?:de|la|der|von)?[ \n]*{_CAP}){{0,3}}(?:,[ \n]+{_CAP})*,?[ \n]+(?:and|&)[ \n]+(?:Associates|Partners|Sons|{_CAP},?[ \n]+(?:LLP|APC|LLC|PC)))\b"
)
#: Sections of a form that begin with "Employer" but name none.


def organizations(text: str) -> Iterator[Spot]:
    """Names of organizations in ``text``."""
    for match in _COMPANY.finditer(text):
        start = _first(text, match.start(1), match.end(1))
        if start < match.end(1) and not _clinical_only(text[start : match.end(1)]):
            yield Spot(start, match.end())
    for pattern in (_FIRM, _PARTNERS):
        for match in pattern.finditer(text):
            yield Spot(*match.span("put"))
    for pattern in (_EMPLOYED, _WORKING):
        for match in pattern.finditer(text):
            if pattern is _WORKING and match["work"] not in kept("work"):
                continue
            start, end = match.span("put")
            words = _words(text[start:end])
            if words and not _acronym(words) and not _nobody(words):
                yield Spot(start, end)
    for match in _HEADED.finditer(text):
        yield from _headed(text, *match.span(1))


def _headed(text: str, start: int, end: int) -> Iterator[Spot]:
    """The part of a run of capitalized words that ends with a word that says what it is, with a name before it."""
    tokens = [
        (one.start() + start, one.end() + start, fold(one[0]).removesuffix("'s").rstrip("."))
        for one in re.finditer(r"[^\W\d_][\w’'.-]*", text[start:end])
    ]
    for last in range(len(tokens) - 1, 0, -1):
        if tokens[last][2] not in kept("organization_heads"):
            continue
        first = 0
        while first < last and _opening(text, tokens[first]):
            first += 1
        telling = [
            one
            for one in tokens[first:last]
            if one[2] not in kept("organization_kinds")
            and not clinical(one[2])
            and one[2] not in kept("organization_heads")
        ]
        if telling and not (len(telling) == 1 and text[telling[0][0] : telling[0][1]].isupper()):
            stop = tokens[last][1]
            more = _SUFFIX.match(text, stop)
            yield Spot(tokens[first][0], more.end() if more else stop)
        return


def _opening(text: str, token: tuple[int, int, str]) -> bool:
    """Whether a word only begins the sentence."""
    return token[2] in kept("openers")


def _first(text: str, start: int, end: int) -> int:
    for one in re.finditer(r"[^\W_][\w’'&.-]*", text[start:end]):
        if fold(one[0]) not in kept("openers"):
            return start + one.start()
    return end


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_][\w’'.-]*", text)


def _acronym(words: list[str]) -> bool:
    return len(words) == 1 and words[0].isupper() and len(words[0]) <= 6


def _clinical_only(text: str) -> bool:
    """Whether every word is one of the field or says only what kind of thing it is."""
    return all(
        (
            clinical(fold(word))
            or fold(word) in kept("organization_kinds")
            or fold(word) in kept("no_organizations")
        )
        and known(fold(word))
        for word in _words(text)
    )


def _nobody(words: list[str]) -> bool:
    """Whether what stands after "employed by" names no employer."""
    plain = [fold(word) for word in words]
    if plain[0] in kept("no_organizations"):
        return True
    kinds = kept("organization_kinds") | kept("general")
    return all(one in kinds for one in plain) or (len(plain) == 1 and clinical(plain[0]))
