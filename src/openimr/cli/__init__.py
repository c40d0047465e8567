"""The command ``openimr``: one small file per verb, loaded only when it is called."""

from __future__ import annotations

import errno
from importlib import import_module
from typing import Any

import click

import openimr

#: Verb to what it does, in the order of a letter's life. The file of a verb has its name.
VERBS = {
    "read": "Read Final Determination letters into JSON.",
    "check": "Find what is wrong in letters.",
    "write": "Write a determination as a PDF, DOCX, HTML or text letter.",
    "verify": "Say whether the signature of a letter holds.",
    "eligibility": "Say whether an application is eligible, with every reason and its law.",
    "schema": "Print the JSON Schema of what a command prints.",
    "samples": "Write fictional letters, with the truth beside them.",
    "archive": "Search, count and take away the archive of determinations.",
    "audit": "Export, check and replay the ledger of the office.",
    "deadlines": "Print the legal clocks of a case, with their working.",
    "administrator": "Make the first administrator of the office.",
    "serve": "Start the service and show it in a browser.",
    "worker": "Do the service's work in the background.",
}


class _Verbs(click.Group):
    """Knows its verbs by name and imports one only when it is wanted."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"openimr.cli.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb; output that cannot be written is one sentence, not a traceback."""
        try:
            return super().invoke(ctx)
        except OSError as problem:
            if problem.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
                raise
            raise click.ClickException(
                f"The output could not be written: {problem.strerror}. Make room, or write to another place."
            ) from problem

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))


@click.command(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(openimr.__version__, prog_name="openimr")
def main() -> None:
    """Independent medical review: read, check, write and show Final Determination letters."""
