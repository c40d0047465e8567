"""``openimr schema NAME``."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import click

from openimr.letters import schema

#: Schemas of the law's commands, by name, to their file in ``openimr.law``.
LAW = {"case": "case-1.json", "eligibility": "eligibility-1.json"}
NAMES = (*schema.NAMES, *LAW)


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
    return schema.load(name)
