"""``openimr eligibility CASE.json``."""

from __future__ import annotations

import json

import click

from openimr.cli import case_file
from openimr.law.eligibility import eligibility
from openimr.law.facts import EligibilityFacts


@click.command()
@case_file.taken("Read the clocks")
def command(case: str, at: str | None, pretty: bool) -> None:
    """Say whether the application of CASE, a JSON file, is eligible, with every reason ('-' for standard input).

    Prints one JSON object. Exit status: 0 eligible as far as is known, 1 ineligible or deferred, or the case was
    refused, 2 wrong use.
    """
    now = case_file.now(at)
    with case_file.refusing("eligibility", case):
        found = eligibility(EligibilityFacts.from_dict(case_file.read(case)), now=now)
    click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=2 if pretty else None))
    if not found.eligible:
        raise SystemExit(1)
