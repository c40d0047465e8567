"""``openimr write``: a determination as a letter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from openimr.letters.codec import from_json
from openimr.letters.cover import Cover
from openimr.letters.model import Determination
from openimr.letters.writing import FORMATS, UnwritableText, missing_content, write


@click.command("write")
@click.argument(
    "determination", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help=f"The letter's file; its ending is the format: {', '.join('.' + name for name in FORMATS)}.",
)
@click.option(
    "--cover",
    "cover_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A JSON file with what the determination does not hold: organization, recipients, mailing_date, "
    "service_method, documents and so on.",
)
@click.option("--public", is_flag=True, help="Write the de-identified copy.")
@click.pass_context
def command(
    context: click.Context, determination: Path, output: Path, cover_file: Path | None, public: bool
) -> None:
    """Write DETERMINATION, a JSON file as 'openimr read' prints it ('-' for standard input), as a letter.

    The same input gives the same bytes. Content that the law requires and that is missing is left out
    and named on standard error.
    """
    if output.suffix.lower().lstrip(".") not in FORMATS:
        raise click.BadParameter(
            f"{output.name} does not say a format; end it in {', '.join('.' + name for name in FORMATS)}.",
            param_hint="--output",
        )
    try:
        det = _determination(determination)
        cover = _cover(cover_file) if cover_file else Cover()
        write(det, output, public=public, cover=cover)
    except _Refused as refusal:
        click.echo(f"openimr write: {refusal}", err=True)
        context.exit(1)
    except UnwritableText as error:
        click.echo(f"openimr write: {determination}: {error}", err=True)
        context.exit(1)
    except OSError as error:
        click.echo(f"openimr write: {output} cannot be written: {error.strerror}.", err=True)
        context.exit(1)
    for missing in missing_content(det, cover):
        click.echo(f"openimr write: warning: {missing.message}", err=True)


class _Refused(Exception):
    """A file that is not what the command needs; the message names it."""


def _determination(path: Path) -> Determination:
    data = _json(path)
    if "error" in data:
        raise _Refused(f"{path}: this is the error of a letter that could not be read, not a determination.")
    try:
        return from_json(data)
    except ValueError as error:
        raise _Refused(f"{path}: this is not a determination as 'openimr read' prints it: {error}") from error


def _cover(path: Path) -> Cover:
    try:
        return Cover.from_json(_json(path))
    except ValueError as error:
        raise _Refused(f"{path}: {error}") from error


def _json(path: Path) -> dict[str, Any]:
    """The one JSON object in a file."""
    try:
        with click.open_file(str(path), encoding="utf-8") as file:
            value = json.load(file)
    except UnicodeDecodeError as error:
        raise _Refused(f"{path}: the file is not UTF-8 text; give one JSON object.") from error
    except json.JSONDecodeError as error:
        raise _Refused(f"{path}, line {error.lineno}: this is not one JSON object ({error.msg}).") from error
    except RecursionError as error:
        raise _Refused(
            f"{path}: the JSON is nested too deeply to be a determination; give one object."
        ) from error
    if not isinstance(value, dict):
        raise _Refused(f"{path}: the file holds no JSON object; give exactly one.")
    return value
