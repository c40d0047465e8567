"""``openimr deadlines CASE.json``."""

from __future__ import annotations

import json

import click

from openimr.cli import case_file
from openimr.law import CaseFacts, LawError, clock_json, deadlines


@click.command()
@click.argument("case", type=click.Path(dir_okay=False, allow_dash=True, path_type=str))
@click.option(
    "--now",
    "at",
    metavar="TIME",
    help="Tell running from missed as of this time (2026-04-08 or 2026-04-08T09:00-07:00; a date is its noon "
    "in California). Default: now.",
)
@click.option("--pretty", is_flag=True, help="Indented JSON, for people.")
def command(case: str, at: str | None, pretty: bool) -> None:
    """Print the legal clocks of CASE, a JSON file with priority, formulary and events ('-' for standard input).

    Prints one JSON object per line, a clock each, in the order of the law. Exit status: 0 done (a missed clock is
    a result, not a failure), 1 the case was refused, 2 wrong use.
    """
    now = case_file.now(at)
    try:
        clocks = deadlines(CaseFacts.from_json(case_file.read(case)), now=now)
    except LawError as problem:
        click.echo(f"openimr deadlines: {case}: {problem}", err=True)
        raise SystemExit(1) from None
    for clock in clocks:
        click.echo(json.dumps(clock_json(clock), ensure_ascii=False, indent=2 if pretty else None))
