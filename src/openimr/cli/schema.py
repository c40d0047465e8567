"""``openimr schema NAME``."""

from __future__ import annotations

import json

import click

from openimr.letters import schema


@click.command()
@click.argument("name", type=click.Choice(schema.NAMES))
def command(name: str) -> None:
    """Print the JSON Schema NAME."""
    click.echo(json.dumps(schema.load(name), indent=2))
