"""``openimr verify PATH... --root ROOT.pem``."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import click

from openimr.cli import batch

#: What a folder is searched for.
_SUFFIXES = frozenset({".pdf"})
_JOB = "openimr.letters.signing:verify_bytes"


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=str))
@click.option(
    "--root",
    "roots",
    multiple=True,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A root certificate that is trusted (PEM); may be given more than once.",
)
@click.option(
    "--at", metavar="TIME", help="Judge as of this time (ISO 8601, as in 2026-11-24T12:00Z), not now."
)
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Use N processes.")
def command(paths: tuple[str, ...], roots: tuple[Path, ...], at: str | None, jobs: int) -> None:
    """Say whether the signatures of letters (.pdf, files or folders) hold, one JSON object per line.

    Exit status: 0 every signature holds, 1 one does not or a file could not be read, 2 wrong use.
    """
    if find_spec("pyhanko") is None:
        raise click.ClickException(
            "Verifying signatures needs the package pyhanko: run pip install 'openimr[service]'."
        )
    options = {"roots": [_root(path) for path in roots], "at": _time(at).isoformat()}
    bad = 0
    out = sys.stdout.buffer
    for line, failed in batch.lines(paths, _SUFFIXES, _JOB, jobs, lambda _: options):
        bad += failed or not json.loads(line)["valid"]
        out.write(line)
        out.write(b"\n")
    out.flush()
    if bad:
        click.echo(f"{bad} file(s) hold no valid signature; the reason stands on their lines.", err=True)
        raise SystemExit(1)


def _root(path: Path) -> str:
    """A file of certificates as text, looked at once before any letter is."""
    from openimr.letters.signing.verifying import certificates

    data = path.read_bytes()
    try:
        text = data.decode("ascii")
        certificates(data)
    except ValueError as problem:
        raise click.UsageError(
            f"{path.name} holds no certificate in PEM; a root's file begins with -----BEGIN CERTIFICATE-----."
        ) from problem
    return text


def _time(given: str | None) -> datetime:
    if given is None:
        return datetime.now(UTC)
    try:
        found = datetime.fromisoformat(given)
    except ValueError as problem:
        raise click.UsageError(f"{given!r} is no time in ISO 8601, as in 2026-11-24T12:00Z.") from problem
    return found if found.tzinfo else found.replace(tzinfo=UTC)
