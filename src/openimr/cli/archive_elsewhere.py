"""``openimr archive elsewhere``: where a rationale, or a text, stands in other letters."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from openimr.cli.archive_asking import answering, archive, item_key

if TYPE_CHECKING:
    from openimr.archive.comparing.elsewhere import Elsewhere

#: Bytes of a text at most; what has more words than are looked for is refused in any case.
_LARGEST = 1 << 20


@click.command("elsewhere")
@click.argument("key", required=False)
@click.option(
    "--file",
    "given",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="A text file (UTF-8) to look for in place of an item's rationale; - reads standard input.",
)
@click.option(
    "--limit", type=click.IntRange(1, 200), default=50, show_default=True, help="How many runs are shown."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON (openimr schema archive-elsewhere).")
def command(key: str | None, given: Path | None, limit: int, as_json: bool) -> None:
    """Find where the rationale of the item KEY stands in other letters: runs of ten words or more.

    KEY is the letter's address and the item's number, CM16-0248698#1; without a number the first item is meant.
    """
    if (key is None) == (given is None):
        raise click.UsageError("Give the KEY of an item, or a text with --file.")
    held = archive()
    with answering():
        from openimr.archive.comparing.elsewhere import elsewhere

        if key is not None:
            found = elsewhere(held, item_key(key), limit=limit)
        else:
            assert given is not None
            found = elsewhere(held, text=_text(given), limit=limit)
    if as_json:
        from openimr.archive.comparing.answers import elsewhere_json

        click.echo(json.dumps(elsewhere_json(found), ensure_ascii=False))
    else:
        _show(found)


def _text(path: Path) -> str:
    with sys.stdin.buffer if str(path) == "-" else path.open("rb") as file:
        data = file.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise click.UsageError("The text is over 1 MB; give one rationale.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise click.UsageError(
            f"The text is no UTF-8 (at byte {problem.start + 1}); save it as UTF-8 and try again."
        ) from problem


def _show(found: Elsewhere) -> None:
    least = "" if found.exact else "at least "
    click.echo(
        f"{least}{found.share:.0%} of its {found.words:,} words stand in other letters: {found.letters} of them."
        if found.runs
        else "Nothing of ten words or more was found in another letter."
    )
    for run in found.runs:
        letters = "1 letter" if str(run.letters) == "1" else f"{run.letters} letters"
        click.echo(f"\n{run.words} words in {letters}: {' '.join(found.text[run.start : run.end].split())}")
        click.echo("    " + ", ".join(f"{place.key} ({place.decision})" for place in run.places))
    if not found.exact:
        click.echo(
            "\nThe text stands in too many letters to look at each; those most like it were looked at.",
            err=True,
        )
