"""``openimr serve``: the service on this machine."""

from __future__ import annotations

import os
import socket
import sys
import threading
import webbrowser
from contextlib import nullcontext, suppress
from pathlib import Path

import click

from openimr.cli.installing import installed

_USUAL_PORT = 8000
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - compared with, not listened on by default


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help=f"The port to listen on. [default: {_USUAL_PORT} or the next free]",
)
@click.option("--open/--no-open", "show", default=False, help="Open the pages in a browser.")
@click.option("--samples", is_flag=True, help="Load the fictional sample letters.")
@click.option(
    "--letters",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Load the letters (.pdf, .txt) of this folder.",
)
@click.option(
    "--table",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Load this table of the DMHC's determinations (.csv) into the archive.",
)
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 32), help="Web processes.")
@click.option(
    "--demo",
    is_flag=True,
    help="Open an office of fictional people and cases, where anybody signs in with one click.",
)
@click.option(
    "--cases", default=200, show_default=True, type=click.IntRange(1, 5000), help="Cases of the demo office."
)
@click.option(
    "--worker/--no-worker",
    "background",
    default=True,
    help="Run a worker for background tasks beside them. [default: worker]",
)
def command(
    host: str,
    port: int | None,
    show: bool,
    samples: bool,
    letters: Path | None,
    table: Path | None,
    workers: int,
    demo: bool,
    cases: int,
    background: bool,
) -> None:
    """Start the service: the database, the letters, the pages. Ctrl-C ends it.

    It keeps its data in $OPENIMR_HOME (by default ~/.openimr) with a PostgreSQL of its own, or in the
    database that DATABASE_URL names. Loading letters again does nothing.
    """
    if demo:
        os.environ["OPENIMR_DEMO"] = "1"
    with installed("service"):
        from openimr.service import bootstrap, serving
        from openimr.service.database import DatabaseProblem
        from openimr.service.jobs.beside import Beside

    try:
        port = serving.free_port(host, port if port is not None else _USUAL_PORT, exactly=port is not None)
        _allow(host)
        os.environ.setdefault("OPENIMR_ORGANIZATION_PORTAL", f"http://{_reachable(host)}:{port}/portal/")
        _say("Starting the database ...")
        with bootstrap.database():
            bootstrap.prepare()
            for warning in bootstrap.warnings():
                _say(f"Warning: {warning}")
            from openimr.service import stocking

            if samples:
                _say("Loading the sample letters ...")
                _report(stocking.stock_samples(_say))
            if letters is not None:
                _say(f"Loading the letters of {letters} ...")
                _report(stocking.stock(letters, _say))
            if table is not None:
                _say(f"Loading the table {table.name} ...")
                _report(stocking.stock(table, _say))
            url = f"http://{_reachable(host)}:{port}/"
            told = _open_office(cases, url) if demo else []
            stocking.bring_up(_say)
            server = serving.Server(host, port, workers=workers, ready=lambda: _ready(url, show, told))
            own = os.getpid()
            try:
                with Beside() if background else nullcontext():
                    server.run()
            finally:
                if os.getpid() == own:  # and not in a worker that was forked from here
                    _say("\nStopping.")
    except (DatabaseProblem, serving.PortTaken, ValueError) as problem:
        raise click.ClickException(str(problem)) from problem


def _report(stocked: object) -> None:
    _say(f"  {stocked}")
    for name, why in getattr(stocked, "refused", None) or ():
        _say(f"  {name}: {why}")


def _open_office(cases: int, url: str) -> list[str]:
    """The demo office, made where it is missing; what to print about signing in."""
    from openimr.service.demo.opening import open_with_progress, sign_ins

    _say("Opening the office of fictional cases (the first time takes about a minute) ...")
    bar = sys.stderr.isatty()

    def again(text: str) -> None:
        if bar:
            click.echo(f"\r{text}", err=True, nl=False)

    opened = open_with_progress(cases, _say, again)
    from django.db import connections

    # Connections must not be shared with the processes that will be forked.
    connections.close_all()
    return sign_ins(opened.people.accounts, url)


def _ready(url: str, show: bool, told: list[str]) -> None:
    click.echo(f"OpenIMR is at {url}")
    for line in told:
        click.echo(line, err=True)
    click.echo("Press Ctrl-C to stop.", err=True)
    sys.stdout.flush()
    if show and _has_display():
        threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()


def _has_display() -> bool:
    if sys.platform == "darwin" or os.environ.get("BROWSER"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _reachable(host: str) -> str:
    if host in _EVERYWHERE:
        return socket.gethostname()
    return f"[{host}]" if ":" in host else host


def _allow(host: str) -> None:
    """Answer to the name that one listens on; to all names of this machine where it is on all addresses."""
    names = {host}
    if host in _EVERYWHERE:
        own = socket.gethostname()
        names = {own, socket.getfqdn()}
        with suppress(OSError):
            names |= {str(info[4][0]) for info in socket.getaddrinfo(own, None)}
    given = os.environ.get("OPENIMR_ALLOWED_HOSTS", "")
    written = {f"[{name}]" if ":" in name else name for name in names}
    os.environ["OPENIMR_ALLOWED_HOSTS"] = ",".join(filter(None, [given, *sorted(written)]))


def _say(text: str) -> None:
    click.echo(text, err=True)
