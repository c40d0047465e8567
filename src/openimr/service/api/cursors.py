"""Pages of a list by cursor: where the last page ended, so that rows that come meanwhile shift nothing."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

from openimr.service.api.problems import Problem

#: Rows on a page: by default, and at most.
USUAL, MOST = 50, 200


def write(*place: Any) -> str:
    """The cursor after a row at ``place``."""
    return base64.urlsafe_b64encode(json.dumps(place, default=str).encode()).decode().rstrip("=")


def read(cursor: str, kinds: tuple[type, ...]) -> list[Any]:
    """The place that a cursor means.

    Raises:
        Problem: it is none of ours.
    """
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(place, list) or [type(one) for one in place] != list(kinds):
            raise ValueError
    except (ValueError, binascii.Error, RecursionError) as problem:
        raise Problem(
            422, "invalid", "The cursor is not one that this list gave; begin without it.", field="cursor"
        ) from problem
    return place
