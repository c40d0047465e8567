"""``openimr archive index``: the index, brought to the state of the database."""

from __future__ import annotations

import json
from pathlib import Path

import click

from openimr.cli.archive_writing import copy_index, owning, refresh_index


@click.command("index")
@click.option("--rebuild", is_flag=True, help="Build it anew; the old one serves until the new one is whole.")
@click.option(
    "--copy-to",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Then bring the index of a further web node (its $OPENIMR_HOME/index) to the same state.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
def command(rebuild: bool, copy_to: Path | None, as_json: bool) -> None:
    """Bring the search index to the state of the database: what changed, or all of it.

    The index lies in $OPENIMR_HOME/index and holds nothing that the database does not hold. openimr archive load does
    this by itself.
    """
    with owning() as connect:
        done = refresh_index(connect, anew=rebuild)
        if done is not None and copy_to is not None:
            copy_index(connect, copy_to)
    if as_json:
        click.echo(json.dumps({"index": done}))
    if done is None:
        raise SystemExit(1)
    what = "built anew" if done["rebuilt"] else "brought up to date"
    click.echo(f"The index was {what}: {done['entries']:,} items written.", err=True)
