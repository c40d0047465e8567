"""What the verbs of ``openimr archive`` that ask something have in common: the query, its filters, and the index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from openimr.cli.installing import installed

if TYPE_CHECKING:
    from openimr.archive.searching import Archive

#: Option to the field of a query, and what it is for.
_FILTERS = {
    "category": ("category", "Treatment category, such as Pharmaceuticals."),
    "drug": ("drug", "A drug, brand or generic, alone or in a combination."),
    "decision": ("decision", "upheld or overturned."),
    "guideline": ("guideline", 'A guideline that the reviewer cites, such as "ODG: Low Back".'),
    "specialty": ("specialty", "The reviewer's specialty."),
    "body-part": ("body", "A body part, such as lumbar spine."),
}


def asks(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command QUERY and the filters; :func:`question` puts together what they say."""
    command = click.option(
        "--to", "until", metavar="DATE", help="Last day of the decision: 2017, 2017-03 or 2017-03-31."
    )(command)
    command = click.option(
        "--from", "since", metavar="DATE", help="First day of the decision: 2016, 2016-03 or 2016-03-01."
    )(command)
    for option, (_, text) in reversed(_FILTERS.items()):
        command = click.option(f"--{option}", multiple=True, help=f"{text} Several are alternatives.")(
            command
        )
    return click.argument("query", nargs=-1)(command)


def question(
    query: tuple[str, ...], since: str | None, until: str | None, given: dict[str, tuple[str, ...]]
) -> tuple[str, list[tuple[str, str]]]:
    """The words and the filters, as ``Archive.search`` takes them. ``given`` is what click has of the filters."""
    filters = [
        (field, value)
        for option, (field, _) in _FILTERS.items()
        for value in given.get(option.replace("-", "_"), ())
    ]
    if since or until:
        for end in (since, until):
            if end is not None and (not end.strip() or ".." in end or " " in end):
                raise click.UsageError(
                    f"A date is a year, a month or a day such as 2016-03-31; {end!r} is none."
                )
        filters.append(("date", f"{since or ''}..{until or ''}"))
    return " ".join(query), filters


def archive() -> Archive:
    """The archive's index; the database is not started for it."""
    with installed("archive"):
        from openimr.archive.index.reader import Reader
        from openimr.archive.searching import Archive
    from openimr.service.home import Home

    return Archive(Reader(Home().index))


def item_key(key: str) -> str:
    """The key of an item as it was given; a letter's address alone means its first item."""
    return key if "#" in key else f"{key}#1"


@contextmanager
def answering() -> Iterator[None]:
    """What can't be understood is wrong use (exit 2) with the place marked; no index or no item is said (exit 1)."""
    from openimr.archive.comparing.item import NoItem
    from openimr.archive.index.reader import NoIndex
    from openimr.archive.query.tree import QueryProblem

    try:
        yield
    except QueryProblem as problem:
        place = "" if problem.position is None else f" (at character {problem.position + 1} of the query)"
        raise click.UsageError(f"{problem}{place}") from problem
    except NoIndex as problem:
        raise click.ClickException(str(problem)) from problem
    except NoItem as problem:
        raise click.ClickException(problem.sentence) from problem
    except ValueError as problem:
        # Tantivy's word for a file of the index that is damaged within.
        raise click.ClickException(
            f"The index can't be read ({str(problem).splitlines()[0][:120] if str(problem) else 'damaged'}):"
            " run openimr archive index --rebuild; nothing of the archive is lost."
        ) from problem
