"""What comparing answers, as JSON: ``archive-like/1`` and ``archive-elsewhere/1``.

Printed by the command line and given by the HTTP API. An item is as in ``archive-search/1``.
"""

from __future__ import annotations

from typing import Any

from openimr.archive.answers import hit_json, permalink
from openimr.archive.comparing.elsewhere import Elsewhere, Letters, SharedRun
from openimr.archive.comparing.like import Like, LikeItem


def like_json(found: Like) -> dict[str, Any]:
    """``archive-like/1``."""
    return {
        "schema": "archive-like/1",
        "item": hit_json(found.item),
        "upheld": [_like_item(one) for one in found.upheld],
        "overturned": [_like_item(one) for one in found.overturned],
    }


def _like_item(one: LikeItem) -> dict[str, Any]:
    return {
        **hit_json(one.hit),
        "because": [{"kind": reason.kind, "values": list(reason.values)} for reason in one.because],
        "differs": [
            {"fact": fact.fact, "here": list(fact.here), "there": list(fact.there)} for fact in one.differs
        ],
    }


def elsewhere_json(found: Elsewhere) -> dict[str, Any]:
    """``archive-elsewhere/1``."""
    return {
        "schema": "archive-elsewhere/1",
        "item": None if found.item is None else hit_json(found.item),
        "text": found.text,
        "words": found.words,
        "share": round(found.share, 6),
        "exact": found.exact,
        "letters": letters_json(found.letters),
        "runs": [run_json(run) for run in found.runs],
    }


def run_json(run: SharedRun) -> dict[str, Any]:
    """One run, and where it stands."""
    return {
        "start": run.start,
        "end": run.end,
        "words": run.words,
        "letters": letters_json(run.letters),
        "places": [
            {
                "key": place.key,
                "permalink": permalink(place.key),
                "letter": place.address,
                "decided": place.decided,
                "decision": place.decision,
                "disputed": place.disputed,
                "start": place.start,
                "end": place.end,
            }
            for place in run.places
        ],
    }


def letters_json(letters: Letters) -> dict[str, Any]:
    """How many letters, and whether all were looked at."""
    return {"number": letters.number, "exact": letters.exact}
