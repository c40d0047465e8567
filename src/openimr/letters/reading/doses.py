"""Disputed drugs: name, strength, quantity and refills as a heading prints them."""

from __future__ import annotations

import re

from openimr.letters.model import Drug
from openimr.letters.reading import numbers
from openimr.vocabulary import drugs

_UNIT = r"(?:mcg/hr|mcg/h|mg/ml|mg/hr|mcg|mg|gm|grams?|g|ml|cc|%|units?|iu|meq|milligrams?|micrograms?)"
STRENGTH = re.compile(
    rf"(?<![\w#.])(?P<s>\d[\d,]*(?:\.\d+)?(?:\s?{_UNIT})?(?:\s?[-/]\s?\d[\d,]*(?:\.\d+)?(?:\s?{_UNIT})?){{0,3}}\s?{_UNIT}(?:\s?/\s?(?:\d+\s?)?(?:ml|hr|hour|h|tab|actuation|5\s?ml))?)(?![\w])"
    rf"|(?<![\w#.])(?P<c>\.\d+\s?{_UNIT})(?!\w)"
    r"|(?<![\w#./])(?P<b>\d{1,3}(?:\.\d+)?\s?/\s?\d{2,3}(?:\.\d+)?)(?![\w/])",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\d+(?:\.\d+)?\s?%")
_QUANTITY = re.compile(
    r"(?:#\s?:?|\b(?:qty|quantity|count|disp(?:ense)?|no\.)\s*(?:\(\w+\)\s*)?(?:of\s*|:\s*|=\s*|#\s*|\.\s*)*)(?P<q>\d{1,4}(?:,\d{3})?(?:\.\d+)?)(?![\d/]|\s?%|\s*(?:day|month)s?[\s-]+supply(?!\s*[:=#(]?\s*\d))",
    re.IGNORECASE,
)
_REFILLS = re.compile(
    rf"(?:(?P<a>{numbers.PATTERN}|no|zero)\s+(?:additional\s+)?refills?\b|\brefills?\s*(?:\(s\)\s*)?(?:x|×|:|#|of|-|=|times)?\s*(?P<b>{numbers.PATTERN})|\bRF\s*[:#x]?\s*(?P<c>\d{{1,2}})\b)",
    re.IGNORECASE,
)
#: The size of a tube or bottle ("120gm"), which is no strength.
_SIZE = re.compile(r"(?P<amount>\d+(?:\.\d+)?)\s?(?:g|gm|gms|grams?|ml|cc|oz)", re.IGNORECASE)
_LEAST_SIZE = 15
#: A quantity said with its dosage form ("120 tablets"), not a dose ("1 tablet twice daily").
_COUNTED = re.compile(
    r"(?<![\w./-])(?P<q>\d{2,3})\s+(?:tablets?|tabs?|capsules?|caps?|pills?|patch(?:es)?|count)\b"
    r"(?!\s*(?:po|by\s+mouth|daily|every|twice|bid|tid|per|a\s+day))",
    re.IGNORECASE,
)
#: Salt and release, which belong to a printed name ("Venlafaxine HCL ER"); dosage forms do not.
_NAME_TAIL = re.compile(
    r"(?:[\s-]+(?:HCL|HCl|hydrochloride|sodium|potassium|citrate|tartrate|succinate|maleate|sulfate|besylate|calcium|"
    r"acetate|bitartrate|magnesium|mesylate|phosphate|ER|XR|SR|CR|DR|LA|XL|IR|EC|ODT|XT)\b)+(?![\w-])",
    re.IGNORECASE,
)
#: A drug the vocabulary does not know: the words straight before a strength.
_UNKNOWN = re.compile(
    r"(?P<name>[A-Z][A-Za-z-]{3,}(?:\s+(?:ER|XR|SR|CR|DR|HCL|[A-Z][a-z-]{3,})){0,2})\s+(?=\d[\d.,]*\s?(?:mg|mcg|gm|%)\b)",
    re.I,
)
_NOT_A_NAME = re.compile(
    r"^(?:prescription|request|retrospective|tablets?|capsules?|medications?|topical|compound(?:ed)?|cream|gel|refills?|"
    r"patch(?:es)?|with|containing|quantity|solution|ointment|lotion|injections?|of|for|and|pharmacy|purchase|drops?)$",
    re.IGNORECASE,
)


#: Where a drug's values stand in a text, by field; "" is the drug itself.
Places = dict[str, tuple[int, int]]


def read_drugs(text: str) -> tuple[tuple[Drug, Places], ...]:
    """The drugs named in ``text``, each with where its values stand."""
    mentions = []
    for mention in drugs.find(text):
        tail = _NAME_TAIL.match(text, mention.end)
        mentions.append((mention.start, tail.end() if tail else mention.end, mention.drug))
    mentions = _merge(text, mentions)
    if not mentions:
        return _unknown(text)
    refilled = _REFILLS.search(text)
    out: list[tuple[Drug, Places]] = []
    compound = len(mentions) > 1 and len(_PERCENT.findall(text)) > 1
    total = _QUANTITY.search(text)
    for index, (start, end, drug) in enumerate(mentions):
        upto = mentions[index + 1][0] if index + 1 < len(mentions) else len(text)
        strength = _strength(text, end, upto)
        if strength is None:  # "10mg Norco", "20% flurbiprofen"
            back = mentions[index - 1][1] if index else 0
            for candidate in STRENGTH.finditer(text, back, start):
                if text[candidate.end() : start].strip(" ,-()of") == "":
                    strength = candidate
        quantity = _QUANTITY.search(text, end, upto) or _COUNTED.search(text, end, upto)
        if quantity is None and (len(mentions) == 1 or compound):
            quantity = total
        printed = text[start:end].strip(" -")
        out.append(
            (
                Drug(
                    name=printed,
                    ingredients=tuple(drug.ingredients),
                    strength=re.sub(r"\s+", "", strength[0]) if strength else None,
                    quantity=_quantity(quantity),
                    refills=_number(refilled),
                ),
                _places(start, start + len(printed), strength, quantity, refilled),
            )
        )
    return tuple(out)


def _merge(text: str, mentions: list[tuple[int, int, drugs.Drug]]) -> list[tuple[int, int, drugs.Drug]]:
    """Drop a second name of the same drug: "Norco (hydrocodone/APAP)", "Flexeril (cyclobenzaprine)"."""
    out: list[tuple[int, int, drugs.Drug]] = []
    for start, end, drug in mentions:
        if out:
            _, after, last = out[-1]
            between = text[after:start]
            same = set(drug.ingredients) <= set(last.ingredients) or set(last.ingredients) <= set(
                drug.ingredients
            )
            if same and re.fullmatch(r"\s*[(\[/,–-]?\s*(?:generic(?:\s+for)?|brand|aka|or)?\s*", between):
                continue
        out.append((start, end, drug))
    return out


def _unknown(text: str) -> tuple[tuple[Drug, Places], ...]:
    match = _UNKNOWN.search(text)
    if not match:
        return ()
    words = match["name"].split()
    while words and _NOT_A_NAME.match(words[0]):
        words.pop(0)
    if not words:
        return ()
    name = " ".join(words)
    start = match.start() + match["name"].rindex(name)
    strength = STRENGTH.search(text, start + len(name))
    found = drugs.lookup(name)
    ingredients = tuple(found.drug.ingredients) if found else ()
    quantity, refilled = _QUANTITY.search(text), _REFILLS.search(text)
    drug = Drug(
        name,
        ingredients,
        re.sub(r"\s+", "", strength[0]) if strength else None,
        _quantity(quantity),
        _number(refilled),
    )
    return ((drug, _places(start, start + len(name), strength, quantity, refilled)),)


def _places(
    start: int,
    end: int,
    strength: re.Match[str] | None,
    quantity: re.Match[str] | None,
    refilled: re.Match[str] | None,
) -> Places:
    places: Places = {"": (start, end), "name": (start, end), "ingredients": (start, end)}
    if strength:
        places["strength"] = strength.span()
    if quantity:
        places["quantity"] = quantity.span("q")
    if refilled:
        places["refills"] = refilled.span()
    return places


def _strength(text: str, start: int, end: int) -> re.Match[str] | None:
    """The first strength there that is not the size of a package."""
    for match in STRENGTH.finditer(text, start, end):
        size = _SIZE.fullmatch(match[0])
        if size is None or float(size["amount"]) < _LEAST_SIZE:
            return match
    return None


def _quantity(match: re.Match[str] | None) -> int | float | None:
    if match is None:
        return None
    value = float(match["q"].replace(",", ""))
    return int(value) if value == int(value) else value


def _number(match: re.Match[str] | None) -> int | None:
    if match is None:
        return None
    text = match["a"] or match["b"] or match["c"]
    return 0 if text.lower() in {"no", "zero"} else numbers.parse(text)
