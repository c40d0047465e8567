"""The permanent page of a disputed item, and what it can be compared with."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from openimr.archive.citing import cite
from openimr.archive.searching import Hit
from openimr.service.bootstrap import wiring
from openimr.service.library import subjects, words
from openimr.service.library.asking import Refused
from openimr.service.library.keeping import kept
from openimr.service.library.rendering import answered, page

#: (heading, field of a query, field of the index) of what is said of an item.
_FACTS = (
    ("Category", "category", "category"),
    ("Kind of treatment", "subcategory", "subcategory"),
    ("Drug", "product", "drug"),
    ("Drug class", "class", "drug_class"),
    ("Body part", "body", "body_part"),
    ("Side", "side", "side"),
    ("Visits", "visits", "visits"),
    ("Guideline", "guideline", "guideline"),
    ("Section", "section", "section"),
    ("Reviewer’s specialty", "specialty", "specialty"),
    ("Licensed in", "license", "license"),
    ("Age", "age", "age"),
    ("Age group", "ages", "age_group"),
    ("Sex", "sex", "sex"),
    ("Diagnosis", "condition", "diagnosis_category"),
    ("Type of review", "type", "kind"),
    ("Review", "priority", "priority"),
)


@require_safe
@answered
@kept
def item(request: HttpRequest, address: str, number: int) -> HttpResponse:
    """What the archive says of the item."""
    hit = held(address, number)
    return page(request, "library/item.html", shown(request, hit))


def held(address: str, number: int) -> Hit:
    """The item.

    Raises:
        Refused: the archive has none at this address (404).
        NoIndex: there is no index.
    """
    keys = [f"{address}#{number}", *([address] if number == 1 else [])]
    found = wiring().archive.get(keys)
    for key in keys:
        if key in found:
            return found[key]
    raise Refused(
        f"The archive holds no treatment {number} of a case {address[:60]}. Look for the case by its number.",
        404,
    )


def shown(request: HttpRequest, hit: Hit) -> dict[str, object]:
    """What the page shows of an item."""
    found = hit.fields
    case = found.get("case_number") or found["address"]
    facts = []
    for title, field, index in _FACTS:
        given = found.get(index)
        if given in (None, (), ""):
            continue
        if index == "age_group" and "age" in found:
            continue
        values = words.finest(given) if isinstance(given, tuple) else (given,)
        facts.append(
            {
                "title": title,
                "values": [
                    (
                        words.section(value) if field == "section" else words.shown(field, str(value)),
                        subjects.address(field, str(value)),
                    )
                    for value in values
                ],
            }
        )
    link = request.build_absolute_uri(words.item_address(found))
    return {
        "title": words.step(hit.title.text) if found.get("programme") == "dmhc" else hit.title.text,
        "fields": found,
        "case": case,
        "number": found.get("number", 1),
        "letter": words.letter_address(found),
        "address": words.item_address(found),
        "sample": found.get("origin") == "sample",
        "facts": facts,
        "diagnoses": found.get("diagnosis", ()),
        "rationale": [part for part in (found.get("rationale") or "").split("\n") if part.strip()],
        "link": link,
        "cited": cite(hit, link),
        "year": found.get("year"),
    }
