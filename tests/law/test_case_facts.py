"""A case file is read strictly."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from openimr.law import CaseFacts, LawError, deadlines
from tests.law.cases import PACIFIC, event

#: data, words of the refusal
REFUSED: list[tuple[Any, list[str]]] = [
    ([], ["one JSON object"]),
    ({"priority": "urgent", "events": []}, ["priority", "urgent"]),
    ({"formulary": "no", "events": []}, ["formulary"]),
    ({}, ["events must be a list"]),
    ({"events": ["x"]}, ["Event 1", "object"]),
    (
        {"events": [event("application.received", "2026-03-03"), event("nonsense", "2026-03-03")]},
        ["Event 2", "nonsense"],
    ),
    ({"events": [{"type": "application.received"}]}, ["Event 1", "application.received", "at", "missing"]),
    ({"events": [event("application.received", "2026-02-30")]}, ["field at", "2026-02-30"]),
    ({"events": [event("application.received", "03/03/2026")]}, ["field at", "03/03/2026"]),
    ({"events": [event("application.received", 20260303)]}, ["field at"]),  # type: ignore[arg-type]
    ({"events": [event("records.complete", "2026-03-08T02:30")]}, ["does not exist in California"]),
    (
        {"events": [event("ur_decision.served", "2026-03-03", service="pigeon")]},
        ["service", "pigeon", "mail"],
    ),
    ({"events": [event("ur_decision.served", "2026-03-03", service=["mail"])]}, ["service"]),
    (
        {"events": [event("ur_decision.served", "2026-03-03", form_enclose=False)]},
        ["form_enclose", "form_enclosed"],
    ),
    (
        {"events": [event("ur_decision.served", "2026-03-03", form_enclosed="no")]},
        ["form_enclosed", "true, false"],
    ),
    (
        {"events": [event("ur_decision.served", "2026-03-03", to_state="Nevda")]},
        ["to_state", "Nevda", "state"],
    ),
    ({"events": [event("application.received", "9999-12-31")]}, ["field at", "9999", "1900 to 2100"]),
    ({"events": [event("application.received", "0001-01-01T00:00+14:00")]}, ["field at", "1900 to 2100"]),
    ({"events": [event("extension.approved", "2026-03-03", days=4)]}, ["days", "1, 2 or 3", "4"]),
    ({"events": [event("extension.approved", "2026-03-03", days=True)]}, ["days"]),
]


@pytest.mark.parametrize(("data", "words"), REFUSED)
def test_refusals_name_the_place(data: Any, words: list[str]) -> None:
    with pytest.raises(LawError) as problem:
        CaseFacts.from_json(data)
    message = str(problem.value)
    assert all(word in message for word in words), message
    assert "\n" not in message
    assert message.endswith(".")


#: what a state may be written as, and how it is kept
PLACES = [("NV", "NV"), ("nv", "NV"), ("Nevada", "NV"), ("california", "CA"), ("MX", "MX")]


@pytest.mark.parametrize(("written", "kept"), PLACES)
def test_a_state_by_code_or_name(written: str, kept: str) -> None:
    case = CaseFacts.from_json({"events": [event("ur_decision.served", "2026-03-03", to_state=written)]})
    assert case.events[0].details["to_state"] == kept


def test_every_event_may_say_how_its_paper_was_sent() -> None:
    sent = {"service": "mail", "from_state": "CA", "to_state": "CA"}
    with_it = CaseFacts.from_json({"events": [event("records.complete", "2026-05-01", **sent)]})
    without = CaseFacts.from_json({"events": [event("records.complete", "2026-05-01")]})
    now = datetime(2026, 5, 2, tzinfo=PACIFIC)
    assert deadlines(with_it, now=now) == deadlines(without, now=now)


def test_now_needs_an_offset() -> None:
    with pytest.raises(LawError, match="offset"):
        deadlines(CaseFacts(), now=datetime(2026, 3, 3))  # noqa: DTZ001
