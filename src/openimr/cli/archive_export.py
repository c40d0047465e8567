"""``openimr archive export``: a search, or everything, as a file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import click

from openimr.cli.archive_asking import answering, archive, asks, question


@click.command("export")
@asks
@click.option(
    "--format",
    "form",
    type=click.Choice(["parquet", "jsonl", "csv"]),
    help="Of the file. [default: as the name of the file ends, else parquet]",
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; one that ends in .gz is compressed.",
)
@click.option(
    "--site", default="", metavar="URL", help="Beginning of the permalinks, such as https://example.org."
)
def command(
    query: tuple[str, ...],
    since: str | None,
    until: str | None,
    form: Literal["parquet", "jsonl", "csv"] | None,
    output: Path,
    site: str,
    **filters: tuple[str, ...],
) -> None:
    """Write the disputed items that QUERY and the options let through; without them, all of them.

    The rows are in the order of their keys. The file appears when it is whole. What each column means is in the data
    dictionary (openimr archive release writes it beside the data).
    """
    text, pairs = question(query, since, until, filters)
    chosen = form or _form(output)
    with answering():
        held = archive()
        if text.strip() or pairs:
            held.matching(text, pairs)
        from openimr.archive.exporting import ExportProblem, export
        from openimr.archive.exporting.export import stale
        from openimr.cli.archive_database import reading
        from openimr.cli.archive_progress import shown

        try:
            with reading() as connection, shown("items") as progress:
                done = export(
                    connection,
                    output,
                    format=chosen,
                    archive=held,
                    text=text,
                    filters=pairs,
                    site=site.rstrip("/"),
                    progress=progress,
                )
                old = stale(connection)
        except ExportProblem as problem:
            raise click.ClickException(str(problem)) from problem
    click.echo(f"{done:,} {'item is' if done == 1 else 'items are'} in {output}.", err=True)
    if old:
        click.echo(
            f"{old:,} items wait to be read again and are left out: run openimr archive reread.", err=True
        )
        sys.exit(1)


def _form(output: Path) -> Literal["parquet", "jsonl", "csv"]:
    ending = output.name.lower().removesuffix(".gz").rpartition(".")[2]
    match ending:
        case "csv":
            return "csv"
        case "jsonl" | "ndjson":
            return "jsonl"
        case _:
            return "parquet"
