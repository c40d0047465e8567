"""``openimr archive stats``: outcomes by any facet and time, with denominators and 95 % intervals."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from openimr.cli.archive_asking import answering, archive, asks, question

if TYPE_CHECKING:
    from openimr.archive.counting import Outcomes


@click.command("stats")
@asks
@click.option(
    "--by",
    default="",
    metavar="FACETS",
    help="Up to three, with commas between: year,category. Without it only the total is counted.",
)
@click.option("--json", "form", flag_value="json", help="Print JSON (openimr schema archive-stats).")
@click.option("--csv", "form", flag_value="csv", help="Print CSV.")
def command(
    query: tuple[str, ...],
    since: str | None,
    until: str | None,
    by: str,
    form: str | None,
    **filters: tuple[str, ...],
) -> None:
    """Count how disputed items were decided, of all or of those that QUERY and the options let through.

    Facets: year, quarter, month, category, subcategory, class, drug, body, side, guideline, section, specialty,
    license, priority, sex, ages, programme, origin, condition, type. An item can have several drugs, body parts,
    guidelines or specialties: such rows add up to more than the total.
    """
    text, pairs = question(query, since, until, filters)
    wanted = [name for part in by.split(",") if (name := part.strip())]
    with answering():
        from openimr.archive.counting import outcomes

        counted = outcomes(archive(), wanted, text, filters=pairs)
    if form == "json":
        from openimr.archive.answers import outcomes_json

        click.echo(json.dumps(outcomes_json(counted), ensure_ascii=False))
    elif form == "csv":
        from openimr.archive.exporting.tables import outcomes_csv

        sys.stdout.reconfigure(newline="")  # type: ignore[union-attr]
        click.echo(outcomes_csv(counted), nl=False)
    else:
        _show(counted)
    if counted.cut:
        click.echo(f"Only the first {len(counted.rows):,} rows are given: narrow the search.", err=True)


def _show(counted: Outcomes) -> None:
    heads = [*counted.by, "items", "upheld", "overturned", "overturned %", "95 % interval"]
    lines = [[*(value or "not stated" for value in row.values), *_figures(row)] for row in counted.rows]
    lines.append([*(["all"] + [""] * (len(counted.by) - 1) if counted.by else []), *_figures(counted.total)])
    widths = [max(len(line[column]) for line in (heads, *lines)) for column in range(len(heads))]
    for line in (heads, *lines):
        click.echo(
            "  ".join(
                cell.ljust(width) if column < len(counted.by) else cell.rjust(width)
                for column, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
        )
    if counted.query:
        click.echo(f"\nOf the items that match: {counted.query}")
    if counted.overlapping:
        click.echo(
            f"\nAn item can have several values of {' and '.join(counted.overlapping)}: the rows add up to more than"
            " all items."
        )


def _figures(row: object) -> list[str]:
    from openimr.archive.counting import Outcome

    assert isinstance(row, Outcome)
    share = "" if row.share is None else f"{row.share:.1%}"
    interval = "" if row.interval is None else f"{row.interval[0]:.1%} to {row.interval[1]:.1%}"
    return [f"{row.items:,}", f"{row.upheld:,}", f"{row.overturned:,}", share, interval]
