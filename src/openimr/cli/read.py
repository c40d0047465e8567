"""``openimr read PATH...``."""

from __future__ import annotations

import json
import sys

import click

from openimr.cli import batch

#: What a folder is searched for.
_SUFFIXES = frozenset({".pdf", ".txt"})
_JOB = "openimr.letters.reading:read_bytes"


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=str))
@click.option("--pretty", is_flag=True, help="Indented JSON, for people.")
@click.option("--spans", is_flag=True, help="Also say where every value stands (page, start, end).")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Use N processes.")
def command(paths: tuple[str, ...], pretty: bool, spans: bool, jobs: int) -> None:
    """Read Final Determination letters (.pdf or .txt, files or folders) into JSON, one object per line.

    A file that can't be read gives {"source": ..., "error": {"code", "message"}} on its line, and the
    exit status is 1.
    """
    refused = 0
    out = sys.stdout.buffer
    for line, failed in batch.lines(paths, _SUFFIXES, _JOB, jobs, lambda _: {"spans": spans}):
        refused += failed
        if pretty:
            line = json.dumps(json.loads(line), indent=2, ensure_ascii=False).encode()
        out.write(line)
        out.write(b"\n")
    out.flush()
    if refused:
        click.echo(f"{refused} file(s) could not be read; the reason stands on their lines.", err=True)
        raise SystemExit(1)
