"""``openimr archive search``: disputed items that match, as JSON or for people."""

from __future__ import annotations

import json
import shutil
import textwrap
from typing import TYPE_CHECKING, Any, Literal

import click

from openimr.cli.archive_asking import answering, archive, asks, question

if TYPE_CHECKING:
    from openimr.archive.highlighting import Passage
    from openimr.archive.searching import Archive, Found, Hit

#: How many the archive gives at once.
_PAGE = 100


@click.command("search")
@asks
@click.option(
    "--sort",
    type=click.Choice(["relevance", "date"]),
    default="relevance",
    show_default=True,
    help="The best or the latest first.",
)
@click.option(
    "--limit",
    type=click.IntRange(1, 10_000),
    default=10,
    show_default=True,
    help="How many items; archive export gives all of them.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON (openimr schema archive-search).")
def command(
    query: tuple[str, ...],
    since: str | None,
    until: str | None,
    sort: Literal["relevance", "date"],
    limit: int,
    as_json: bool,
    **filters: tuple[str, ...],
) -> None:
    """Search the disputed items of the archive.

    QUERY holds words, "phrases", -exclusions, OR, brackets and field:value, for example drug:diazepam
    decision:overturned; without it everything is listed that the options let through. Put -- before a QUERY that
    begins with a minus sign.
    """
    text, pairs = question(query, since, until, filters)
    with answering():
        found, hits = _ask(archive(), text, pairs, sort, limit)
    if as_json:
        from openimr.archive.answers import found_json, hit_json

        answer = found_json(found, sort=sort)
        answer["hits"] = [hit_json(hit) for hit in hits]
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        _show(found, hits)


def _ask(
    held: Archive,
    text: str,
    filters: list[tuple[str, str]],
    sort: Literal["relevance", "date"],
    limit: int,
) -> tuple[Found, list[Hit]]:
    first = held.search(text, filters=filters, sort=sort, limit=min(limit, _PAGE))
    hits = list(first.hits)
    while len(hits) < min(limit, first.total):
        page = held.search(
            text,
            filters=filters,
            sort=sort,
            limit=min(_PAGE, limit - len(hits)),
            offset=len(hits),
            relax=False,
        )
        if not page.hits:
            break
        hits += page.hits
    return first, hits


def _show(found: Found, hits: list[Hit]) -> None:
    if found.corrected:
        click.echo(f"Nothing has what was typed; these are the results for: {found.suggestion}")
    elif found.suggestion:
        click.echo(f"Perhaps: {found.suggestion}")
    for field, value, nearest in found.unknown:
        near = f" The nearest there are: {', '.join(nearest)}." if nearest else ""
        click.echo(f"No item has {field} {value}.{near}")
    for case in found.recognized.cases:
        click.echo(f"This looks like case {case}.")
    exact = [hit for hit in hits if not hit.loose]
    shown = f", {len(exact)} shown" if len(exact) < found.total else ""
    click.echo(f"{found.total:,} disputed {'item' if found.total == 1 else 'items'}{shown}")
    width = max(40, min(110, shutil.get_terminal_size((100, 24)).columns))
    told = False
    for number, hit in enumerate(hits, 1):
        if hit.loose and not told:
            click.echo("\nThese have most of the words, not all:")
            told = True
        _show_hit(number, hit, width)


def _show_hit(number: int, hit: Hit, width: int) -> None:
    held: dict[str, Any] = hit.fields
    decision = str(held.get("decision", "")).upper()
    head = "  ".join(
        (
            f"{number:>3}",
            click.style(f"{decision:<10}", fg="green" if decision == "OVERTURNED" else "red"),
            f"{hit.key:<16}",
            str(held.get("decided") or held.get("year") or "no date"),
            ", ".join(str(part) for part in (held.get("category"), *held.get("specialty", ())) if part),
        )
    )
    click.echo(f"\n{head}")
    for line in _lines(hit.title, width - 5):
        click.echo(f"     {line}")
    if hit.passage is not None:
        for line in _lines(hit.passage, width - 7):
            click.echo(f"       {line}")
    if held.get("guideline"):
        click.echo("       " + click.style("cites " + "; ".join(held["guideline"]), dim=True))


def _lines(passage: Passage, width: int) -> list[str]:
    """The text wrapped, the marks in bold."""
    bold: set[int] = {at for start, end in passage.marks for at in range(start, end)}
    text = passage.text
    out: list[str] = []
    at = 0
    for line in textwrap.wrap(text, width, drop_whitespace=True, break_on_hyphens=False, expand_tabs=False):
        pieces: list[str] = []
        for char in line:
            # Wrapping changes white space only: each other character is the next of its kind in the text.
            if char.isspace():
                pieces.append(" ")
                continue
            while text[at].isspace():
                at += 1
            pieces.append(click.style(char, bold=True) if at in bold else char)
            at += 1
        out.append("".join(pieces).replace("\x1b[0m\x1b[1m", ""))
    if out and passage.before:
        out[0] = "… " + out[0]
    if out and passage.after:
        out[-1] += " …"
    return out
