"""``openimr archive load PATH...``: letters and tables into the archive."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from openimr.cli.archive_writing import owning, refresh_index

if TYPE_CHECKING:
    from openimr.archive.loading import Progress, Report

#: Seconds between two lines about the progress where standard error is no terminal.
_BETWEEN = 30
#: Seconds between two drawings of the bar.
_FRAME = 0.2


@click.command("load")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=str))
@click.option(
    "--jobs", type=click.IntRange(1, 64), help="Read in N processes. [default: one for each processor]"
)
@click.option(
    "--origin",
    type=click.Choice(["published", "sample"]),
    default="published",
    show_default=True,
    help="Whether the letters are real ones or fictional.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON, with every refusal.")
def command(paths: tuple[str, ...], jobs: int | None, origin: Any, as_json: bool) -> None:
    """Load letters (.pdf, .txt, .jsonl, .ndjson, the latter also with .gz) and the DMHC table (.csv) into the archive.

    PATH is a file, or a folder that is searched with those below it. What is held already counts as held; a load that
    was interrupted goes on when the same command is given again. Afterwards the search index is brought up to date.
    """
    with owning() as connect:
        from openimr.archive.loading import LoadProblem, load_paths
        from openimr.service.bootstrap import wiring

        began = time.monotonic()
        problem: str | None = None
        try:
            with _drawn() as draw:
                report = load_paths(
                    connect,
                    wiring().letters,
                    paths,
                    origin=origin,
                    reader=wiring().reader,
                    jobs=jobs,
                    progress=draw,
                )
        except LoadProblem as stopped:
            report, problem = stopped.report, str(stopped)
        except KeyboardInterrupt:
            raise click.ClickException(
                "Stopped. What was committed is held; the same command goes on with the rest."
            ) from None
        seconds = time.monotonic() - began
        index = None if problem else refresh_index(connect)
    if as_json:
        done = {**report.to_json(), "seconds": round(seconds, 1), "index": index, "problem": problem}
        click.echo(json.dumps(done, ensure_ascii=False))
    _say(report, seconds, table=not as_json)
    if problem is not None:
        raise click.ClickException(problem)
    if report.refusals:
        raise SystemExit(1)


def _say(report: Report, seconds: float, *, table: bool) -> None:
    parts = [f"{report.added:,} added", f"{report.held:,} held already"]
    parts += [f"{report.updated:,} read again"] if report.updated else []
    parts += [f"{len(report.refusals):,} refused"] if report.refusals else []
    rate = report.done / max(seconds, 0.001)
    click.echo(f"{', '.join(parts)}; {report.items:,} items, {rate:,.0f} a second.", err=True)
    if not table or not report.refusals:
        return
    names = [one.source if one.line is None else f"{one.source}:{one.line}" for one in report.refusals]
    width = min(48, max(map(len, names)))
    for name, one in zip(names, report.refusals, strict=True):
        click.echo(f"{name:{width}}  {one.message}")


@contextmanager
def _drawn() -> Iterator[Callable[[Progress], None]]:
    """A bar on a terminal, with the rate and the time left; elsewhere a line now and then."""
    began = drawn = time.monotonic()
    if not sys.stderr.isatty():

        def told(progress: Progress) -> None:
            nonlocal drawn
            now = time.monotonic()
            if now - drawn >= _BETWEEN and progress.done:
                drawn = now
                share = progress.read / max(progress.total, 1)
                left = (now - began) * (1 - share) / share if share else 0
                click.echo(
                    f"{progress.done:,} done, {progress.done / (now - began):,.0f} a second, {left:,.0f} s left",
                    err=True,
                )

        yield told
        return
    with click.progressbar(length=1, file=sys.stderr, label="Loading", show_eta=True) as bar:

        def draw(progress: Progress) -> None:
            nonlocal drawn
            now = time.monotonic()
            if now - drawn < _FRAME and progress.read < progress.total:
                return
            drawn = now
            bar.length = max(progress.total, 1)
            bar.label = f"Loading {progress.done:,}, {progress.done / max(now - began, 0.001):,.0f} a second"
            bar.update(max(progress.read - bar.pos, 0))

        yield draw
