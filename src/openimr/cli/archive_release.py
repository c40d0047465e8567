"""``openimr archive release``: the whole archive as a versioned folder, written or checked."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("release")
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write; it must not be there yet.",
)
@click.option(
    "--version", help="Of the release. [default: year and month of its newest data, such as 2026.11]"
)
@click.option("--with-samples", is_flag=True, help="Include fictional letters.")
@click.option(
    "--site", default="", metavar="URL", help="Beginning of the permalinks, such as https://example.org."
)
@click.option(
    "--verify",
    "checked",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Check a release instead: every file is there and as it was written.",
)
def command(
    output: Path | None, version: str | None, with_samples: bool, site: str, checked: Path | None
) -> None:
    """Write a release of the whole archive: Parquet, JSON lines and CSV with the data dictionary, counts, a citation
    and checksums. The same data give the same bytes.
    """
    if (output is None) == (checked is None):
        raise click.UsageError("Name a folder to write with -o, or one to check with --verify.")
    from openimr.archive.exporting import ExportProblem, release, verify

    try:
        if checked is not None:
            problems = verify(checked)
            for problem in problems:
                click.echo(problem)
            click.echo(
                "The release is not as it was written." if problems else "The release is whole.", err=True
            )
            sys.exit(1 if problems else 0)
        assert output is not None
        from openimr.cli.archive_database import reading
        from openimr.cli.archive_progress import shown

        with reading() as connection, shown("items") as progress:
            done = release(
                connection,
                output,
                version=version,
                with_samples=with_samples,
                site=site.rstrip("/"),
                progress=progress,
            )
    except ExportProblem as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(
        f"Release {done.version}: {done.items:,} items of {done.letters:,} letters are in {output}.", err=True
    )
