"""``openimr deadlines CASE.json``."""

from __future__ import annotations

import json

import click

from openimr.cli import case_file
from openimr.law import CaseFacts, clock_json, deadlines


@click.command()
@case_file.taken("Tell running from missed")
def command(case: str, at: str | None, pretty: bool) -> None:
    """Print the legal clocks of CASE, a JSON file with priority, formulary and events ('-' for standard input).

    Prints one JSON object per line, a clock each, in the order of the law. Exit status: 0 done (a missed clock is
    a result, not a failure), 1 the case was refused, 2 wrong use.
    """
    now = case_file.now(at)
    with case_file.refusing("deadlines", case):
        clocks = deadlines(CaseFacts.from_json(case_file.read(case)), now=now)
    for clock in clocks:
        click.echo(json.dumps(clock_json(clock), ensure_ascii=False, indent=2 if pretty else None))
