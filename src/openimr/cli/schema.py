"""``openimr schema NAME``."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any, cast

import click

from openimr.letters import schema

#: Schemas of the law's commands, by name, to their file in ``openimr.law``.
LAW = {"case": "case-1.json", "eligibility": "eligibility-1.json"}
#: Of the archive's commands, see ``openimr.archive.answers``.
ARCHIVE = ("archive-search", "archive-stats", "archive-like", "archive-elsewhere")
NAMES = (*schema.NAMES, *LAW, *ARCHIVE)


@click.command()
@click.argument("name", type=click.Choice(NAMES))
def command(name: str) -> None:
    """Print the JSON Schema NAME."""
    click.echo(json.dumps(load(name), indent=2))


def load(name: str) -> dict[str, Any]:
    """The schema ``name``, one of :data:`NAMES`.

    Raises:
        KeyError: no such schema.
    """
    if name in LAW:
        text = resources.files("openimr.law").joinpath("schemas", LAW[name]).read_text("utf-8")
        found: dict[str, Any] = json.loads(text)
        return found
    if name in ARCHIVE:
        text = resources.files("openimr.archive").joinpath("schemas", f"{name}-1.json").read_text("utf-8")
        return cast("dict[str, Any]", json.loads(text))
    return schema.load(name)
