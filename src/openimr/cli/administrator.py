"""``openimr administrator``: the first administrator of an installation."""

from __future__ import annotations

import click

from openimr.cli.installing import installed


@click.command("administrator")
@click.argument("email")
@click.argument("name")
@click.option(
    "--site",
    default="http://127.0.0.1:8000/",
    show_default=True,
    help="The address of the service, for the link.",
)
def command(email: str, name: str, site: str) -> None:
    """Make the first administrator, and print a link to set the password: it works once, for three days.

    No password is given here, and none is made. Every later account is made by an administrator on the pages. While
    nobody has opened the link, the same EMAIL gets another one.
    """
    if not site.startswith(("http://", "https://")):
        raise click.BadParameter("it must begin with http:// or https://.", param_hint="--site")
    with installed("service"):
        from openimr.service import bootstrap
        from openimr.service.database import DatabaseProblem
    try:
        with bootstrap.database():
            bootstrap.prepare()
            path = _made(email, name)
    except (DatabaseProblem, ValueError) as problem:
        raise click.ClickException(str(problem)) from problem
    click.echo(site.rstrip("/") + path)
    click.echo(
        "Open this link to set the password, then set up the second factor. It works once, for three days; whoever has "
        "it is the administrator, so give it to nobody else.",
        err=True,
    )


def _made(email: str, name: str) -> str:
    from django.core.exceptions import ValidationError
    from django.db import connections

    from openimr.service.accounts.first import administrator
    from openimr.service.accounts.permissions import NotAllowed
    from openimr.service.accounts.recording import NothingRecords

    try:
        return administrator(email, name)
    except (NotAllowed, NothingRecords) as problem:
        raise click.ClickException(str(problem)) from problem
    except ValidationError as problem:
        raise click.UsageError(" ".join(problem.messages)) from problem
    finally:
        connections.close_all()
