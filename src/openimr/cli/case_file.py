"""A case given as a JSON file, the time at which its clocks are read, and how it is refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import click

from openimr.law.calendars import PACIFIC
from openimr.law.case_facts import moment
from openimr.law.model import LawError


def taken(what: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command CASE, --now and --pretty (``case``, ``at``, ``pretty``); ``what`` is done as of that time."""

    def give(command: Callable[..., Any]) -> Callable[..., Any]:
        command = click.option("--pretty", is_flag=True, help="Indented JSON, for people.")(command)
        command = click.option(
            "--now",
            "at",
            metavar="TIME",
            help=f"{what} as of this time (2026-04-08 or 2026-04-08T09:00-07:00; a date is its noon in California)."
            " Default: now.",
        )(command)
        return click.argument("case", type=click.Path(dir_okay=False, allow_dash=True, path_type=str))(
            command
        )

    return give


@contextmanager
def refusing(verb: str, case: str) -> Iterator[None]:
    """A case that is no case is said on standard error, and ends the command with exit status 1."""
    try:
        yield
    except LawError as problem:
        click.echo(f"openimr {verb}: {case}: {problem}", err=True)
        raise SystemExit(1) from None


def now(text: str | None) -> datetime:
    """The time that ``--now`` means; a date is its noon in California, nothing is now.

    Raises:
        click.BadParameter: it is neither a date nor a time.
    """
    if text is None:
        return datetime.now(UTC)
    try:
        at = moment(text, "--now")
    except LawError as problem:
        raise click.BadParameter(str(problem), param_hint="--now") from None
    return at if isinstance(at, datetime) else datetime(at.year, at.month, at.day, 12, tzinfo=PACIFIC)


def read(path: str) -> Any:
    """The one JSON value in a file, or in standard input where ``path`` is ``-``.

    Raises:
        LawError: the file cannot be opened, or is not one JSON value; one sentence that says what to do.
    """
    try:
        with click.open_file(path, encoding="utf-8-sig") as file:
            return json.load(file)
    except OSError as problem:
        raise LawError(
            f"the file can't be read ({problem.strerror}); check its name and permissions."
        ) from problem
    except UnicodeDecodeError as problem:
        raise LawError("the file is not UTF-8 text; give one JSON object.") from problem
    except json.JSONDecodeError as problem:
        raise LawError(f"line {problem.lineno}: this is not one JSON object ({problem.msg}).") from problem
    except ValueError as problem:
        raise LawError("it holds a number that is too long; give one JSON object.") from problem
    except RecursionError as problem:
        raise LawError("the JSON is nested too deeply to be a case; give one object.") from problem
