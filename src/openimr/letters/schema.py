"""The JSON Schemas of what the letter commands print, kept as files beside this module."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

import jsonschema

#: Schema name to its file in ``schemas/``.
NAMES = ("determination", "findings", "error")


@cache
def load(name: str) -> dict[str, Any]:
    """The schema ``name``, one of :data:`NAMES`.

    Raises:
        KeyError: no such schema.
    """
    if name not in NAMES:
        raise KeyError(name)
    text = resources.files("openimr.letters").joinpath("schemas", f"{name}.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


@cache
def _validator(name: str) -> jsonschema.protocols.Validator:
    # "format" is checked as well: 2017-02-30 has the shape of a date and is none.
    return jsonschema.Draft202012Validator(
        load(name), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )


def validate(data: Mapping[str, Any], name: str = "determination") -> None:
    """Check ``data`` against a schema.

    Raises:
        ValueError: one sentence naming the first place that does not fit and the rule it breaks.
    """
    errors = sorted(_validator(name).iter_errors(data), key=lambda e: (len(e.absolute_path), str(e.path)))
    if errors:
        error = errors[0]
        where = "/" + "/".join(str(part) for part in error.absolute_path)
        raise ValueError(f"The {name} does not follow its schema at {where}: {error.message[:200]}.")
