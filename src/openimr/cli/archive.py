"""``openimr archive``: load, search, count and take away."""

from __future__ import annotations

from importlib import import_module, util

import click

#: Verb to what it does; the file of a verb is ``archive_<verb>.py``.
VERBS = {
    "load": "Load letters and tables into the archive.",
    "index": "Bring the search index to the state of the database.",
    "search": "Search the disputed items.",
    "stats": "Count how they were decided.",
    "export": "Write a search, or everything, as Parquet, JSON lines or CSV.",
    "release": "Write or check a release of the whole archive.",
    "like": "Find items like an item.",
    "elsewhere": "Find where a rationale stands in other letters.",
    "reread": "Read every letter again with this reader.",
    "similarity": "Recompute which rationales share text.",
}


class _Verbs(click.Group):
    """Knows its verbs by name and imports one only when it is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [verb for verb in VERBS if util.find_spec(f"openimr.cli.archive_{verb}")]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"openimr.cli.archive_{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(verb, VERBS[verb]) for verb in self.list_commands(ctx)])


@click.command("archive", cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """The archive of determinations: load, search, count, take away."""
