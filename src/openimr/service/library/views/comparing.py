"""An item beside those like it, decided either way; and where its words stand in other letters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from openimr.archive.answers import permalink
from openimr.archive.comparing.elsewhere import Elsewhere, Place, SharedRun, elsewhere
from openimr.archive.comparing.like import LikeItem, Reason, like
from openimr.service.bootstrap import wiring
from openimr.service.library import words
from openimr.service.library.keeping import kept
from openimr.service.library.rendering import answered, page
from openimr.service.library.results import Result, result
from openimr.service.library.views.items import held, shown

#: Like items of each decision.
EACH = 6
#: Shared runs, and other letters named for each.
RUNS, NAMED = 12, 4
_REASONS = {
    "drug": "same drug",
    "ingredient": "same ingredient",
    "class": "same drug class",
    "subcategory": "same kind of treatment",
    "category": "same category",
    "treatment": "same words",
    "body": "same body part",
    "condition": "same diagnosis category",
    "section": "same section cited",
    "guideline": "same guideline",
    "rationale": "like reasons",
}
#: Reasons whose values say something to a reader; words as the index holds them do not.
_NAMED = frozenset({"drug", "ingredient", "class", "subcategory", "category", "body", "condition"})
_FIELDS = {"drug": "product", "body_part": "body", "sex": "sex", "side": "side", "priority": "priority"}


@dataclass(frozen=True, slots=True)
class Likeness:
    """A like item as a page shows it."""

    result: Result
    because: tuple[str, ...]
    differs: tuple[tuple[str, str, str], ...]


@require_safe
@answered
@kept
def compare(request: HttpRequest, address: str, number: int) -> HttpResponse:
    """Both; the item's page takes the part it needs from here, and without script it is a page."""
    hit = held(address, number)
    archive = wiring().archive
    found = like(archive, hit.key, limit=EACH)
    spread = elsewhere(archive, hit.key, limit=RUNS)
    context = {
        **shown(request, hit),
        "sides": [
            ("overturned", [_likeness(one) for one in found.overturned]),
            ("upheld", [_likeness(one) for one in found.upheld]),
        ],
        "each": EACH,
        "elsewhere": spread,
        "share": words.percent(spread.share, digits=0),
        "pieces": list(_pieces(spread)),
        "runs": [_run(number, run, spread.text) for number, run in enumerate(_in_order(spread), 1)],
    }
    return page(request, "library/compare.html", context)


def _in_order(spread: Elsewhere) -> list[SharedRun]:
    return sorted(spread.runs, key=lambda run: (run.start, -run.end))


def _pieces(spread: Elsewhere) -> Iterator[tuple[str, int]]:
    """The text cut where shared runs begin and end, each piece with the number of the first run over it (0: none)."""
    runs = _in_order(spread)
    cuts = sorted({0, len(spread.text), *(end for run in runs for end in (run.start, run.end))})
    for start, end in pairwise(cuts):
        over = next(
            (number for number, run in enumerate(runs, 1) if run.start <= start and end <= run.end), 0
        )
        yield spread.text[start:end], over


def _run(number: int, run: SharedRun, text: str) -> dict[str, object]:
    named: dict[str, Place] = {}
    for place in run.places:
        named.setdefault(place.address, place)
    return {
        "number": number,
        "words": run.words,
        "letters": str(run.letters),
        "one": run.letters.exact and run.letters.number == 1,
        "text": text[run.start : run.end],
        "places": [
            (place.address, permalink(place.key), place.decision, place.decided)
            for place in list(named.values())[:NAMED]
        ],
    }


def _likeness(one: LikeItem) -> Likeness:
    return Likeness(
        result(one.hit),
        tuple(_reason(reason) for reason in one.because),
        tuple(
            (fact.title, _values(fact.fact, fact.here), _values(fact.fact, fact.there))
            for fact in one.differs
        ),
    )


def _reason(reason: Reason) -> str:
    said = _REASONS[reason.kind]
    if reason.kind in _NAMED and reason.values:
        return f"{said}: {', '.join(words.step(words.shown('drug', value)) for value in words.finest(reason.values)[:2])}"
    return said


def _values(fact: str, values: tuple[str | int, ...]) -> str:
    named = [words.step(words.shown(_FIELDS.get(fact, fact), str(value))) for value in values[:3]]
    return ", ".join(named) + (f" and {len(values) - 3} more" if len(values) > 3 else "")
