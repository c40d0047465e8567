"""``openimr samples``: fictional letters with the truth beside them."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from openimr.letters.codec import to_json


class _Samples(click.Command):
    """The verb, with one verb below it: ``samples case``. A folder of that name is written as ``./case``."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        if args[:1] != ["case"]:
            return super().make_context(info_name, args, parent, **extra)
        case: click.Command = import_module("openimr.cli.samples_case").command
        return case.make_context(f"{info_name} case", args[1:], parent, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        return super().invoke(ctx) if ctx.command is self else ctx.command.invoke(ctx)


@click.command("samples", cls=_Samples)
@click.argument("out", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same letters.")
@click.option("--count", default=10, show_default=True, type=click.IntRange(1), help="How many letters.")
@click.option(
    "--format",
    "form",
    default="pdf",
    show_default=True,
    type=click.Choice(["pdf", "txt", "json"]),
    help="What to write for each letter; json is the truth alone.",
)
@click.option("--curated", is_flag=True, help="Write the fixed collection that the demo shows instead.")
@click.option(
    "--determinations",
    type=click.IntRange(1, 8_000_000),
    metavar="N",
    help="Write N determinations as JSON lines to the file of -o instead, for an archive; OUT is left away.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file of --determinations: NAME.jsonl or NAME.jsonl.gz; NAME.truth.jsonl comes beside it.",
)
@click.option(
    "--start",
    default=0,
    show_default=True,
    type=click.IntRange(0),
    help="The number of the first of the --determinations.",
)
def command(
    out: Path | None,
    seed: int,
    count: int,
    form: str,
    curated: bool,
    determinations: int | None,
    output: Path | None,
    start: int,
) -> None:
    """Write fictional letters to the folder OUT, each with its truth in a .json beside it.

    Nobody in these letters exists. The truth is what `openimr read` has to give for the letter. A whole case
    with a letter's facts is written by `openimr samples case`. An archive's worth of determinations is written by
    `openimr samples --determinations 100000 -o letters.jsonl.gz`; any part of them can be made alone (--start).
    """
    if determinations is not None:
        if out is not None or output is None:
            raise click.UsageError("--determinations writes to the file of -o NAME.jsonl; leave OUT away.")
        _population(output, seed, determinations, start)
        return
    if out is None or output is not None or start:
        raise click.UsageError(
            "name the folder OUT for letters, or give --determinations N with -o NAME.jsonl."
        )
    from openimr import samples  # loaded here: its data is only needed by this verb

    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise click.ClickException(
            f"{out} cannot be made ({problem.strerror}); name a folder that you may write to."
        ) from problem
    letters = samples.collection() if curated else samples.letters(seed, count)
    written = 0
    for letter in letters:
        if form == "pdf":
            (out / f"{letter.name}.pdf").write_bytes(letter.pdf())
        elif form == "txt":
            (out / f"{letter.name}.txt").write_text(letter.text, encoding="utf-8")
        truth = to_json(letter.determination)
        if form != "json":
            truth["source"] = f"{letter.name}.{form}"
        (out / f"{letter.name}.json").write_text(
            json.dumps(truth, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        written += 1
    click.echo(f"{written} letters written to {out}", err=True)


def _population(output: Path, seed: int, count: int, start: int) -> None:
    """Write determinations as JSON lines, with a bar on a terminal."""
    from openimr.samples.population import sampled, write

    try:
        letters = sampled(seed, count, start=start)
        with click.progressbar(letters, length=count, file=sys.stderr, label=output.name) as bar:
            written = write(output, bar)
    except ValueError as problem:
        raise click.UsageError(str(problem)) from problem
    except OSError as problem:
        raise click.ClickException(
            f"{output} cannot be written ({problem.strerror}); name a file in a folder that you may write to."
        ) from problem
    click.echo(f"{written} determinations written to {output}, their truth beside it", err=True)
