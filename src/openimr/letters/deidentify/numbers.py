"""Numbers, boxes, places and ages that identify somebody, by what stands before them or by their shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from openimr.letters.deidentify.lexicon import fold, kept
from openimr.vocabulary import states


class Spot(NamedTuple):
    """Characters ``start`` to ``end`` of a text, and what goes in their place; ``None`` is the usual mark."""

    start: int
    end: int
    put: str | None = None


_MONTH = r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
_DATE = (
    r"(?:\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{2,4}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{8}|\d{6}"
    rf"|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+\d{{4}})?|\d{{1,2}}(?:st|nd|rd|th)?[\s-]+(?:of\s+)?{_MONTH},?[\s-]+\d{{2,4}}|{_MONTH}\s+\d{{4}})"
)
_NO = r"(?:\s*(?:numbers?|nos?\b\.?|num\b\.?|nbr\b\.?|id\b\.?|#))*"
_LINK = r"(?:\s*(?:[#:=]|\bis\b|\bof\b|\bending\s+(?:in|with)\b|\bwas\b|-{1,2}|[–—])\s*|\s+)+"
#: What the number belongs to. Those that are ordinary words too need "number", "no.", "#" or a colon after them.
_OWN = (
    r"claim|case|file|matter|MRN|medical\s+record|record|chart|encounter|visit|accession|patient|patient\s+ID|patient\s+identification|member|"
    r"subscriber|beneficiary|policy|group|account|acct|ADJ|EAMS|WCAB|WCIS|WCIRB|NPI|DEA|DWC|UAN|TIN|tax\s+ID|FEIN|EIN|file|employee|badge|"
    r"driver['’]?s?\s+licen[sc]e|licen[sc]e|lic\b\.?|passport|certificate|invoice|lien|reference|ref\b\.?|serial|S/N|model|lot|device|implant|"
    r"VIN|vehicle|plate|tag|fax|phone|telephone|tel\b\.?|cell|mobile|extension|ext\b\.?|pager|authorization|tracking|SSN?|"
    r"social(?:\s+security)?|jurisdictional\s+claim|intake|referral|requisition|specimen|order"
)
_SIGNS = r"[A-Za-z0-9*](?:[\w*]|[-/.–](?=[\w*])|(?<=[A-Z0-9])\s(?=[0-9](?:\s|[-.,;)]|$))|(?<=\s[A-Z0-9])\s(?=[A-Z0-9]\b)|(?<=\d)\s(?=\d{2,})|(?<=\b[A-Z]{2})\s(?=\d{3,}))*"
_NUMBERED = re.compile(rf"(?<![\w-])(?i:(?:{_OWN})){_NO}(?i:{_LINK})(?P<put>(?-i:{_SIGNS}))")
_PLATE = re.compile(
    r"(?<!\w)(?i:plates?|VIN|tag)\b(?i:\s+(?:numbers?|no\.?|#))?(?:\s*[:#]\s*|\s+)(?i:is\s+)?(?P<put>(?=[\w-]*\d)[A-Z0-9][A-Z0-9-]{3,})"
)
#: Legal and clinical numbers that such words stand before too.
_INNOCENT = re.compile(
    rf"(?:CM\d\d-?\d{{7}}|{_DATE}|\d{{4}}|\d{{4}}-\d{{4}}|\d+(?:\.\d+)?\s?(?:mg|mcg|ml|%)\w*|[A-Z]?\d{{2,3}}\.\d+[A-Z]?|\d{{1,5}}\.\d+(?:\.\d+)*)$"
)
_SHAPES: tuple[re.Pattern[str], ...] = (
    re.compile(r"(?<![\w-])\d{3}[-–. ]\d{2}[-–. ]\d{4}(?![\w-])"),  # Social Security
    re.compile(
        r"(?<!\w)(?:(?:\d\s){3}-?\s?(?:\d\s){2}-?\s?(?:\d\s){3}\d|(?:\d[ ]?-[ ]?|\d[ ]){6,}\d)(?!\w)"
    ),  # digits spaced out
    re.compile(
        r"(?i:(?<!\w)(?:SS#|SSN|SS\s+(?:no\.?|number)|social(?:\s+security)?)\D{0,30}?)(?P<put>[\dXx*][\dXx*\s-]{2,}\d)"
    ),
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(
        r"(?i:[\w.+-]+\s*(?:\(at\)|\[at\]|\sat\s|@)\s*[\w-]+(?:\s*(?:\(dot\)|\[dot\]|\sdot\s|\.)\s*(?:com|org|net|edu|gov|us|test|example|info))+\b)"
    ),
    re.compile(r"(?i:\b(?:https?://|ftp://|www\.)\S+[\w/])"),
    re.compile(
        r"(?i:\b(?:[a-z0-9-]+\.)+(?:com|org|net|edu|gov|info|biz|us|example|test)\b(?:/[\w./?=&%-]*)?)"
    ),
    re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])"),  # IP
    re.compile(
        r"(?<![\w/.-])(?:\+?1[\s.-]?)?(?:\(\d{3}\)\s?|\d{3}[\s./–-]\s?)\d{3}[\s.–-]\s?\d{4}(?![\w/-])"
    ),  # telephone
    re.compile(
        r"(?i:\b(?:call|phone|tel|telephone|fax|cell|at|number)\b\D{0,12})(?P<put>\d{3}[-. ]\d{4})(?![\w/-])"
    ),
    re.compile(r"(?<=\d[ ,;])\s?(?i:ext(?:ension|\.)?\s*)(?P<put>\d{2,5})\b"),
    re.compile(r"\bADJ[\s-]?(?:\d[\s-]?){4,}\d\b"),
    re.compile(
        r"(?<![\w.,/$#-])\d{6,}(?![\w%/]|[.,]\d|\s?(?:mg|mcg|units?|IU|ml)\b)"
    ),  # a long number of any kind
    re.compile(
        r"(?<![\w./-])(?=[A-Z0-9-]*[A-Z])(?=(?:[A-Z-]*\d){5})(?!CM\d\d-?\d{7})[A-Z0-9]+(?:-[A-Z0-9]+)*(?![\w/]|\.\d|-\d)"
    ),  # letters and digits
    re.compile(r"(?<![\w./-])\d{2,4}-\d{5,}(?:-\d+)*(?![\w/])"),
)
_BIRTH = re.compile(
    rf"(?i:\b(?:date\s+of\s+birth|birth\s?-?\s?da(?:te|y)|D\.?\s?O\.?\s?B\b\.?|born(?:\s+on|\s+in)?|DOB|b\.)\s*[-:=,#–(]*\s*(?:(?:is|of|on|was|in)\s+)?)(?P<put>{_DATE})"
)
_BIRTH_ALONE = re.compile(r"(?i:\bDOB)(?P<put>\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})")

_CAP = r"[A-ZÀ-Þ][\w’'.-]*"
_KIND = (
    r"(?:Street|St|Avenue|Ave|Av|Boulevard|Blvd|Road|Rd|Drive|Dr|Lane|Ln|Court|Ct|Way|Place|Pl|Parkway|Pkwy|Highway|Hwy|Circle|Cir|"
    r"Terrace|Ter|Trail|Trl|Loop|Plaza|Square|Sq|Alley|Row|Crescent|Freeway|Route)"
)
_UNIT = r"(?:,?\s+(?:Suite|Ste\.?|Apt\.?|Apartment|Unit|Room|Rm\.?|Floor|Space|Spc\.?|#)\s*#?\s*[\w-]+)?"
_STATE = r"(?:CA|Calif\.?|California|Nevada|NV|Arizona|AZ|Oregon|OR)"
_TOWN = rf"(?:,?\s+(?:[A-ZÀ-Þ][\w’'-]*\s+){{0,3}}[A-ZÀ-Þ][\w’'-]*,?\s+{_STATE}\b\.?(?:\s+\d{{5}}(?:-\d{{4}})?)?|,\s+(?:[A-ZÀ-Þ][\w’'-]*\s){{0,2}}[A-ZÀ-Þ][\w’'-]*|\s+in\s+(?:[A-ZÀ-Þ][\w’'-]*\s){{0,2}}[A-ZÀ-Þ][\w’'-]*)?"
_ADDRESSES: tuple[re.Pattern[str], ...] = (
    re.compile(
        rf"(?<![\w/.#-])\d{{1,6}}(?:\s?[-/½]\s?\d{{1,4}})?[A-Z]?\s+(?:[NSEW]\.?\s+)?(?:(?:{_CAP}|\d{{1,3}}(?:st|nd|rd|th)|de|del|la|las|los|el|of|the)\s+){{1,4}}{_KIND}\b\.?{_UNIT}{_TOWN}"
    ),
    re.compile(rf"(?<![\w/.#-])\d{{1,6}}\s+(?:[A-Z]+\s+){{1,4}}{_KIND.upper()}\b\.?"),
    re.compile(
        rf"(?<![\w/.#-])\d{{2,6}}\s+(?:Camino|Calle|Avenida|Paseo|Via|Rancho|Vista|El|Highway|Hwy|Route|State\s+Route|County\s+Road|Rural\s+Route)\b(?:\s+(?:(?:de|del|la|las|los)\b|{_CAP}|\d{{1,4}})){{1,4}}{_UNIT}{_TOWN}"
    ),
    re.compile(
        rf"(?<![\w/.#-])\d{{2,6}}\s+(?:[NSEW]\.?\s+)?(?:\d{{1,3}}(?:st|nd|rd|th))\s+{_KIND}\b\.?{_UNIT}{_TOWN}"
    ),
    re.compile(rf"(?i:\bP\.?\s?O\.?\s+(?:Box|Drawer)\s*#?\s*)\d+{_TOWN}"),
    re.compile(
        r"(?i:\b(?:lives?|living|lived|resid(?:es?|ing|ed)|home|house|address|mail(?:ed|ing)?|moved|located)\b[^.\n]{0,25}?\s)(?P<put>\d{1,6}\s+(?:[A-ZÀ-Þ][\w’'-]*\s+){0,3}[A-ZÀ-Þ][\w’'-]*)"
    ),
    # "Stockton, CA 95202", "Chico, California"
    re.compile(
        rf"(?<!\w)(?P<put>(?:[A-ZÀ-Þ][\w’'-]+\s+){{0,2}}[A-ZÀ-Þ][\w’'-]+),?\s+{_STATE}\b\.?\s+\d{{5}}(?:-\d{{4}})?"
    ),
    re.compile(rf"(?<!\w)(?P<put>(?:[A-ZÀ-Þ][\w’'-]+\s+){{0,2}}[A-ZÀ-Þ][\w’'-]+),\s+{_STATE}\b"),
    re.compile(rf"(?:{_STATE}|(?i:zip(?:\s+code)?:?))\s+(?P<put>\d{{5}}(?:-\d{{4}})?)(?!\w)"),
    re.compile(
        r"(?i:\b(?:lives?|living|lived|resid(?:es?|ing|ed|ents?)|mov(?:ed|es|ing)|commut(?:es?|ed|ing)|native|travel(?:s|ed|ing)|drives?|raised|born|relocated)\s+(?:\w+\s+){0,2}?(?:in|of|to|from|at|near|outside)\s+)(?P<put>(?:(?:[A-ZÀ-Þ][\w’'-]+|de|del|la)\s+){0,3}[A-ZÀ-Þ][\w’'-]+)"
    ),
    re.compile(r"(?<!\w)(?P<put>(?:(?:[A-ZÀ-Þ][\w’'-]+)\s+){1,2})(?:County|Township)\b"),
    re.compile(r"\b(?:City|County|Town)\s+of\s+(?P<put>(?:[A-ZÀ-Þ][\w’'-]+\s+){0,2}[A-ZÀ-Þ][\w’'-]+)"),
)
_TENS = r"(?:ninety(?:[\s-]+(?:one|two|three|four|five|six|seven|eight|nine))?|(?:one|a)\s+hundred(?:\s+(?:and\s+)?(?:one|two|three|four|five|six|seven|eight|nine|ten))?)"
_OLD = rf"(?:9\d|1[01]\d|{_TENS})"
_YEARS = r"(?:[\s-]*(?:years?|yrs?\.?)[\s-]*(?:old|of\s+age)\b|\s?-?(?:y/o|yo|yr\s?old)\b|\s?-?y\.\s?o\.)"
_AGES = (
    re.compile(rf"(?i)(?<![\w.])(?P<put>{_OLD}{_YEARS})"),
    re.compile(
        rf"(?i)\b(?:aged?|turned|turning|is\s+now|died\s+(?:at|aged)|at\s+age|lived\s+to(?:\s+be)?|age\s+is|age\s+was)\s*[:,]?\s*(?:of\s+|at\s+)?(?P<put>(?:9\d|1[01]\d)(?![\d/%]|\.\d|\s?(?:degrees|percent|mg|mm|cm|or\s+older))|{_TENS})"
    ),
    re.compile(
        r"(?i)\bin\s+(?:his|her|their)\s+(?:early\s+|mid[\s-]*|late\s+)?(?P<put>nineties|90['’]?s|hundreds)"
    ),
)
#: What stands for an age that is too high.
OLD = "90 or older"


def _no_town(name: str) -> bool:
    """Whether what could be a town is a state ("lives in California") or nothing of the kind."""
    return fold(name) in kept("general") or states.code(name) is not None


def numbers(text: str) -> Iterator[Spot]:
    """Numbers, boxes, addresses and ages in ``text``."""
    for pattern in (_NUMBERED, _PLATE):
        for match in pattern.finditer(text):
            start, end = match.span("put")
            value = match["put"]
            while end > start and text[end - 1] in ".,;:-/ ":
                end -= 1
            digits = sum(char.isdigit() or char in "*" for char in value)
            if digits >= 4 and not _INNOCENT.fullmatch(text[start:end]):
                yield Spot(start, end)
    for pattern in (*_SHAPES, _BIRTH, _BIRTH_ALONE, *_ADDRESSES):
        for match in pattern.finditer(text):
            if "put" in pattern.groupindex and _no_town(match["put"]):
                continue
            yield Spot(*(match.span("put") if "put" in pattern.groupindex else match.span()))
    for pattern in _AGES:
        for match in pattern.finditer(text):
            yield Spot(*match.span("put"), OLD)
