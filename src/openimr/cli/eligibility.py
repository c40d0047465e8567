"""``openimr eligibility CASE.json``."""

from __future__ import annotations

import json

import click

from openimr.cli import case_file
from openimr.law.eligibility import eligibility
from openimr.law.facts import EligibilityFacts
from openimr.law.model import LawError


@click.command()
@click.argument("case", type=click.Path(dir_okay=False, allow_dash=True, path_type=str))
@click.option(
    "--now",
    "at",
    metavar="TIME",
    help="Read the clocks as of this time (2026-04-08 or 2026-04-08T09:00-07:00; a date is its noon in "
    "California). Default: now.",
)
@click.option("--pretty", is_flag=True, help="Indented JSON, for people.")
def command(case: str, at: str | None, pretty: bool) -> None:
    """Say whether the application of CASE, a JSON file, is eligible, with every reason ('-' for standard input).

    Prints one JSON object. Exit status: 0 eligible as far as is known, 1 ineligible or deferred, or the case was
    refused, 2 wrong use.
    """
    now = case_file.now(at)
    try:
        found = eligibility(EligibilityFacts.from_dict(case_file.read(case)), now=now)
    except LawError as problem:
        click.echo(f"openimr eligibility: {case}: {problem}", err=True)
        raise SystemExit(1) from None
    click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=2 if pretty else None))
    if not found.eligible:
        raise SystemExit(1)
