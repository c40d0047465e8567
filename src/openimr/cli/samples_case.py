"""``openimr samples case``: a case file that has a letter's facts, so that its case can be worked again."""

from __future__ import annotations

import json
from pathlib import Path

import click

from openimr.letters.codec import from_json


@click.command("case")
@click.option(
    "--like",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The determination whose facts the case has, as `openimr read` prints it.",
)
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that gets the files; it is made where it is missing.",
)
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same people and bytes.")
@click.option("--scanned", is_flag=True, help="Write the application as a scanned page, too.")
def command(like: Path, out: Path, seed: int, scanned: bool) -> None:
    """Write an application, a denial and a small case file with a letter's facts.

    Everybody in them is made up, and nothing of the letter's own sentences is in them.
    """
    from openimr.samples import casefile  # loaded here: its data is only needed by this verb

    try:
        made = casefile.case(
            from_json(json.loads(like.read_text(encoding="utf-8"))), seed=seed, scanned=scanned
        )
    except (UnicodeDecodeError, json.JSONDecodeError) as problem:
        raise click.ClickException(
            f"{like} is no JSON file ({problem}); give the determination as `openimr read` prints it, one object."
        ) from problem
    except ModuleNotFoundError as problem:
        raise click.ClickException(str(problem)) from problem
    except ValueError as problem:  # the schema, or dates that no case file can hold
        raise click.ClickException(f"{like}: {problem}") from problem
    try:
        made.write(out)
    except OSError as problem:
        raise click.ClickException(
            f"{out} cannot be written ({problem.strerror}); name a folder that you may write to."
        ) from problem
    click.echo(f"{len(made.files)} files written to {out}", err=True)
