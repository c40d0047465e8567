"""JSON that PostgreSQL and the index take: on one line, and without the character NUL."""

from __future__ import annotations

import json
from typing import Any


def dumps(value: Any) -> str:
    """``value`` as JSON text; NUL, which no text of PostgreSQL holds, is left out of its strings.

    Raises:
        UnicodeEncodeError: a string holds half of a surrogate pair, which no encoding has.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if "\\u0000" in text:
        # Not in the text itself: a backslash that a letter prints before "u0000" stands there as two.
        text = json.dumps(_without_nul(value), ensure_ascii=False, separators=(",", ":"))
    text.encode()
    return text


def clean(text: str) -> str:
    """``text`` without NUL."""
    return text.replace("\x00", "") if "\x00" in text else text


def _without_nul(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {_without_nul(name): _without_nul(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nul(one) for one in value]
    return value
