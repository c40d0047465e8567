"""Examples of answers in the description: of fictional letters, kept beside this module; a test holds them to the shapes."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any


def of(name: str) -> Any:
    """The example of the operation whose function is called ``name``; ``None`` where there is none."""
    return _read().get(name)


@cache
def _read() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("examples.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found
