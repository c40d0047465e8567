"""``openimr worker``: the work in the background."""

from __future__ import annotations

import sys

import click

from openimr.cli.installing import installed


@click.command("worker")
@click.option(
    "--concurrency",
    default=2,
    show_default=True,
    type=click.IntRange(1, 32),
    help="Tasks at the same time.",
)
def command(concurrency: int) -> None:
    """Do the work in the background: papers, mail, sweeping, checks. Ctrl-C ends it.

    `openimr serve` starts one by itself. With a database of your own (DATABASE_URL), any number of them may run on any
    number of machines that share $OPENIMR_HOME. A task whose worker is killed is taken up by another one.
    """
    with installed("service"):
        from openimr.service.database import DatabaseProblem
        from openimr.service.jobs.starting import NotReady, work
    try:
        work(concurrency=concurrency, ready=_say_ready)
    except (DatabaseProblem, NotReady, ValueError) as problem:
        raise click.ClickException(str(problem)) from problem
    except KeyboardInterrupt:
        sys.exit(0)


def _say_ready() -> None:
    click.echo("The worker waits for tasks. Ctrl-C ends it.", err=True)
