"""What the verbs of ``openimr archive`` that write have in common: the database as its owner, the index, and how a batch is done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from openimr.cli import archive_progress


def in_batches(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command --engine, --jobs and --json (``engine``, ``jobs``, ``as_json``)."""
    command = click.option(
        "--json", "as_json", is_flag=True, help="Print what was done as JSON, with every refusal."
    )(command)
    command = click.option(
        "--jobs",
        type=click.IntRange(1, 64),
        help="Use N processes. [default: one for each processor; not with ray]",
    )(command)
    return click.option(
        "--engine",
        type=click.Choice(["processes", "ray"]),
        help="Where it is done: processes of this machine, or Daft on the Ray cluster of RAY_ADDRESS."
        " [default: OPENIMR_BATCH_ENGINE, else processes]",
    )(command)


@contextmanager
def owning() -> Iterator[Callable[[], Any]]:
    """A function that opens connections as the owner of the tables; the database is started where it is ours."""
    from openimr.cli.audit import _office

    with _office():
        from openimr.service.database import opening

        yield opening.owner


def refresh_index(connect: Callable[[], Any], *, anew: bool = False) -> dict[str, Any] | None:
    """Make missing entries and bring the index to the state of the database; says on standard error what was done.

    Returns:
        What was done; ``None`` where another process writes the index.

    Raises:
        click.ClickException: the index can't be written, or the database is gone.
    """
    import psycopg

    from openimr.archive.index import writer
    from openimr.archive.loading import backfill
    from openimr.service.home import Home

    folder = Home().index
    try:
        with archive_progress.shown("letters and cases made ready") as draw:
            backfill(connect, progress=draw)
        with archive_progress.shown("items or letters indexed") as draw:
            connection = connect()
            try:
                write = writer.rebuild if anew else writer.update
                done = write(connection, folder, progress=draw)
            finally:
                connection.close()
    except writer.IndexBusy as problem:
        click.echo(str(problem), err=True)
        return None
    except writer.IndexProblem as problem:
        raise click.ClickException(str(problem)) from problem
    except psycopg.OperationalError as problem:
        why = (str(problem).strip().splitlines() or ["no reason given"])[0].rstrip(".:")
        raise click.ClickException(
            f"The database is gone ({why}): see that it runs, then run openimr archive index."
        ) from problem
    return {"entries": done.entries, "units": done.units, "rebuilt": done.rebuilt}


def copy_index(connect: Callable[[], Any], target: Path) -> None:
    """Bring another node's index to the state of ours.

    Raises:
        click.ClickException: it can't be read or written, or somebody writes ours just now.
    """
    from openimr.archive.index import writer
    from openimr.service.home import Home

    connection = connect()
    try:
        writer.copy(connection, Home().index, target)
    except (writer.IndexBusy, writer.IndexProblem) as problem:
        raise click.ClickException(str(problem)) from problem
    finally:
        connection.close()
    click.echo(f"Copied to {target}.", err=True)
