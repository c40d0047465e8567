"""``openimr archive reread``: every letter that another reader read, read again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from openimr.cli import archive_progress
from openimr.cli.archive_writing import in_batches, owning, refresh_index

if TYPE_CHECKING:
    from openimr.archive.loading import Progress, Refusal


@click.command("reread")
@in_batches
def command(engine: Any, jobs: int | None, as_json: bool) -> None:
    """Read every letter again that another version of the reader read, from its stored original.

    Addresses stay. What is done is committed as it comes: a run that was interrupted goes on when the command is given
    again. A letter that this reader refuses stays as it was and is named. Afterwards the search index is brought up to
    date.
    """
    with owning() as connect:
        from openimr.archive.loading import LoadProblem, reread
        from openimr.service.bootstrap import wiring

        try:
            with archive_progress.shown("letters given out") as draw:

                def told(progress: Progress) -> None:
                    draw(progress.read, progress.total)

                report = reread(
                    connect, wiring().letters, reader=wiring().reader, engine=engine, jobs=jobs, progress=told
                )
        except LoadProblem as problem:
            raise click.ClickException(str(problem)) from problem
        except KeyboardInterrupt:
            raise click.ClickException(
                "Stopped. What was read is held; the same command goes on with the rest."
            ) from None
        index = refresh_index(connect)
    if as_json:
        click.echo(json.dumps({**report.to_json(), "index": index}, ensure_ascii=False))
    refused(report.refusals, show=not as_json)
    click.echo(f"{report.updated:,} letters read again, {len(report.refusals):,} refused.", err=True)
    if report.refusals:
        raise SystemExit(1)


def refused(refusals: list[Refusal], *, show: bool) -> None:
    """A line for each refusal, for people."""
    for one in refusals if show else ():
        click.echo(f"{one.source}  {one.message}")
