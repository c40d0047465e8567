"""``openimr samples``: fictional letters with the truth beside them."""

from __future__ import annotations

import json
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
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
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
def command(out: Path, seed: int, count: int, form: str, curated: bool) -> None:
    """Write fictional letters to the folder OUT, each with its truth in a .json beside it.

    Nobody in these letters exists. The truth is what `openimr read` has to give for the letter. A whole case
    with a letter's facts is written by `openimr samples case`.
    """
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
