"""The letter as a whole: its outcome, and an item that lacks its reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator

from openimr.letters.checking.model import Hit
from openimr.letters.checking.registry import check
from openimr.letters.checking.view import View
from openimr.letters.model import outcome

_WORD = re.compile(r"[A-Za-z]{2,}")
_LEAST_WORDS = 4


@check(
    "ITEM-01",
    "Item without rationale",
    looks_for="A disputed item that is decided without a rationale.",
    example='"Decision rationale:" and nothing after it',
    source="Labor Code 4610.6(e): the reasons are given for each disputed service",
    plain=True,
)
def _no_rationale(view: View) -> Iterator[Hit]:
    for item, heading, rationale in view.pairs():
        if len(_WORD.findall(rationale.text, 0, 120)) < _LEAST_WORDS:
            yield Hit(
                item.number,
                f"Item {item.number} is {item.decision} without a rationale.",
                rationale.text.strip() or heading.text,
                "Labor Code 4610.6(e)",
                "Write the rationale of this item.",
                rationale.pointer if rationale.text.strip() else heading.pointer,
            )


@check(
    "ITEM-02",
    "Same treatment decided twice",
    looks_for="Two items with the same heading.",
    example='Item 2 "Urine drug screen" and item 5 "Urine drug screen"',
    source="Quality gate: every disputed treatment is decided exactly once",
    plain=True,
)
def _item_twice(view: View) -> Iterator[Hit]:
    seen: dict[str, int] = {}
    for item, heading, _ in view.pairs():
        words = " ".join(re.findall(r"[a-z0-9.%/#]+", heading.lower))
        if words and words in seen:
            yield Hit(
                item.number,
                f"Item {item.number} has the same heading as item {seen[words]}.",
                heading.text,
                f"item {seen[words]}: {heading.text}",
                "Decide each disputed treatment once, or say how the two differ.",
                heading.pointer,
            )
        seen.setdefault(words, item.number)


@check(
    "OUT-01",
    "Case outcome against the items",
    looks_for="A case outcome that does not follow from the items' decisions.",
    example='case outcome "upheld" where item 2 is overturned',
    source="The case is upheld or overturned if all its items are, partially overturned otherwise",
    plain=True,
)
def _outcome_differs(view: View) -> Iterator[Hit]:
    decisions = [item.decision for item in view.items]
    if decisions and outcome(decisions) != view.letter.case_outcome:
        yield Hit(
            None,
            f"The case is called {view.letter.case_outcome}, but its items make it {outcome(decisions)}.",
            view.letter.case_outcome,
            "items: " + ", ".join(f"{item.number} {item.decision}" for item in view.items),
            f"Set the case outcome to {outcome(decisions)}.",
            "/case_outcome",
        )
