"""``openimr archive similarity``: what is compared and searched, made anew where its form is old."""

from __future__ import annotations

import json
from typing import Any

import click

from openimr.cli import archive_progress
from openimr.cli.archive_reread import refused
from openimr.cli.archive_writing import in_batches, owning, refresh_index


@click.command("similarity")
@in_batches
def command(engine: Any, jobs: int | None, as_json: bool) -> None:
    """Make the fingerprints of the rationales, and all else that the index takes, anew where their form is old.

    No letter is read again. What is done is committed as it comes: a run that was interrupted goes on when the command
    is given again. Afterwards the search index is brought up to date.
    """
    with owning() as connect:
        import psycopg

        from openimr.archive.batch import BatchError
        from openimr.archive.loading import remake

        try:
            with archive_progress.shown("letters and cases") as draw:
                made = remake(connect, engine=engine, jobs=jobs, progress=draw)
        except BatchError as problem:
            raise click.ClickException(str(problem)) from problem
        except psycopg.OperationalError as problem:
            why = (str(problem).strip().splitlines() or ["no reason given"])[0].rstrip(".:")
            raise click.ClickException(
                f"The database is gone ({why}): see that it runs, then run the same command again."
            ) from problem
        except KeyboardInterrupt:
            raise click.ClickException(
                "Stopped. What was made is held; the same command goes on with the rest."
            ) from None
        # What can't be made would stop the index as well, which makes what is missing.
        index = None if made.refusals else refresh_index(connect)
    if as_json:
        refusals = [one.to_json() for one in made.refusals]
        click.echo(json.dumps({"done": made.done, "refused": refusals, "index": index}, ensure_ascii=False))
    refused(made.refusals, show=not as_json)
    click.echo(f"{made.done:,} letters and cases made anew, {len(made.refusals):,} refused.", err=True)
    if made.refusals:
        raise SystemExit(1)
