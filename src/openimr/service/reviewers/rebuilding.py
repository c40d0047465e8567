"""The panel's table, made again from the ledger. What is sealed is not in the ledger and stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from openimr.service.ledger.comparing import Difference, Rebuilt, rebuild_rows
from openimr.service.ledger.models import Event
from openimr.service.reviewers.facts import from_json
from openimr.service.reviewers.models import ReviewerRow
from openimr.service.reviewers.recording import columns
from openimr.service.reviewers.registry import WHOLE


def rebuild(*, write: bool, using: str, counted: Rebuilt) -> Iterator[Difference]:
    """Every difference between the ledger and the panel's table; with ``write`` it is put right."""
    return rebuild_rows(
        ReviewerRow, "reviewers:", _columns, write=write, using=using, counted=counted, count="reviewers"
    )


def _columns(events: list[Event]) -> Mapping[str, Any]:
    whole = [one for one in events if one.type in WHOLE]
    # What was sealed afterwards raises the version and changes nothing else.
    return columns(from_json(whole[-1].data, events[-1].number))
