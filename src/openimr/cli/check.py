"""``openimr check PATH...``."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from openimr.cli import batch
from openimr.letters import checking
from openimr.letters.checking import registry

#: What a folder is searched for.
_SUFFIXES = frozenset({".pdf", ".txt", ".json"})
_JOB = "openimr.letters.checking:check_bytes"


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=str))
@click.option("--select", metavar="CODES", help="Run only these, by beginning of code: DOSE or DOSE-01,SEX.")
@click.option("--ignore", metavar="CODES", help="Leave these out, by beginning of code.")
@click.option("--list", "listing", is_flag=True, help="Print every check, with its measured precision.")
@click.option("--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Use N processes.")
@click.option("--public", is_flag=True, help="The letters are public copies: also look for identifying data.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "text"]),
    help="JSON, one object per line (default for letters), or text for people (default for --list).",
)
def command(
    paths: tuple[str, ...],
    select: str | None,
    ignore: str | None,
    listing: bool,
    jobs: int,
    public: bool,
    form: str | None,
) -> None:
    """Find what is wrong in letters (.pdf, .txt) or determinations (.json), files or folders.

    Prints one JSON object per line. A file that can't be read gives {"source": ..., "error": {"code", "message"}}
    on its line. Exit status: 0 nothing was found, 1 something was found or could not be read, 2 wrong use.
    """
    chosen, ignored = _codes(select), _codes(ignore) or ()
    try:
        registry.chosen(chosen, ignored, public=public)
    except registry.UnknownCode as problem:
        raise click.UsageError(str(problem)) from problem
    if listing:
        click.echo(_as_json(chosen, ignored) if form == "json" else _as_table(chosen, ignored))
        return
    if not paths:
        raise click.UsageError("no file was named: give letters, determinations or folders, or --list.")
    options = {"select": chosen, "ignore": ignored, "public": public}
    found = 0
    refused = 0
    out = sys.stdout.buffer
    for line, failed in batch.lines(
        paths, _SUFFIXES, _JOB, jobs, lambda path: {**options, "kind": _kind(path)}
    ):
        refused += failed
        row = json.loads(line) if form == "text" or not line.endswith(b'"findings": []}') else None
        if row is not None:
            found += len(row.get("findings", ()))
        out.write(_for_people(row).encode() if form == "text" and row is not None else line + b"\n")
    out.flush()
    if refused:
        click.echo(f"{refused} file(s) could not be read; the reason stands on their lines.", err=True)
    if found or refused:
        raise SystemExit(1)


def _kind(path: Path) -> str:
    """A determination (.json) or a letter."""
    return "json" if path.suffix.lower() == ".json" else "letter"


def _codes(text: str | None) -> tuple[str, ...] | None:
    if text is None:
        return None
    return tuple(code.strip().upper() for code in text.split(",") if code.strip())


def _for_people(row: dict[str, Any]) -> str:
    """One file's findings as lines like a linter's: file:item: CODE message, then quote and fix."""
    source = row["source"]
    if "error" in row:
        return f"{source}: {row['error']['message']}\n"
    out = []
    for finding in row["findings"]:
        place = f"item {finding['item']}" if finding["item"] is not None else "letter"
        out.append(f"{source}:{place}: {finding['code']} {finding['severity']}: {finding['message']}")
        if finding["quote"]:
            out.append(f"    says: {_short(finding['quote'])}")
        out.append(f"    against: {_short(finding['against'])}")
        if finding["fix"]:
            out.append(f"    fix: {finding['fix']}")
    return "".join(line + "\n" for line in out)


def _short(text: str) -> str:
    return textwrap.shorten(text, 160, placeholder=" ...")


def _listed(select: Sequence[str] | None, ignore: Sequence[str]) -> tuple[checking.Check, ...]:
    return registry.chosen(select, ignore, public=True)


def _as_json(select: Sequence[str] | None, ignore: Sequence[str]) -> str:
    rows = []
    for one in _listed(select, ignore):
        measured = one.precision
        rows.append(
            {
                "code": one.code,
                "title": one.title,
                "severity": one.severity,
                "looks_for": one.looks_for,
                "example": one.example,
                "source": one.source,
                "public_copies_only": one.public,
                "precision": None
                if measured is None
                else {
                    "right": measured.right,
                    "fired": measured.fired,
                    "share": measured.precision,
                    "data": measured.data,
                },
            }
        )
    return json.dumps(rows, indent=2, ensure_ascii=False)


def _as_table(select: Sequence[str] | None, ignore: Sequence[str]) -> str:
    shown = _listed(select, ignore)
    out = []
    for one in shown:
        out.append(f"{one.code}  {one.title}  [{one.severity}; {_precision(one.precision)}]")
        where = " Public copies only (--public)." if one.public else ""
        out += textwrap.wrap(one.looks_for + where, 96, initial_indent="    ", subsequent_indent="    ")
        out += textwrap.wrap("e.g. " + one.example, 96, initial_indent="    ", subsequent_indent="         ")
        out += textwrap.wrap("rule: " + one.source, 96, initial_indent="    ", subsequent_indent="          ")
        out.append("")
    data = next((one.precision.data for one in shown if one.precision), None)
    out.append(
        f"Precision is the share of firings that were right on {data}, each judged by hand."
        if data
        else "Precision has not been measured."
    )
    out.append(
        f"A check is an error where the mistake is beyond dispute and at least {registry.LEAST_PRECISION:.0%} of "
        f"{registry.LEAST_FIRINGS} or more firings were right, a warning otherwise."
    )
    return "\n".join(out)


def _precision(measured: checking.Measured | None) -> str:
    if measured is None:
        return "precision not measured"
    if measured.precision is None:
        return "never fired, precision unknown"
    return f"right {measured.right} of {measured.fired}"
