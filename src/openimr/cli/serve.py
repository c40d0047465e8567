"""``openimr serve``: the service on this machine."""

from __future__ import annotations

import os
import socket
import sys
import threading
import webbrowser
from contextlib import suppress
from pathlib import Path

import click

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
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 32), help="Web processes.")
def command(
    host: str, port: int | None, show: bool, samples: bool, letters: Path | None, workers: int
) -> None:
    """Start the service: the database, the letters, the pages. Ctrl-C ends it.

    It keeps its data in $OPENIMR_HOME (by default ~/.openimr) with a PostgreSQL of its own, or in the
    database that DATABASE_URL names. Loading letters again does nothing.
    """
    try:
        from openimr.service import bootstrap, serving
        from openimr.service.database import DatabaseProblem
    except ImportError as problem:
        raise click.ClickException(
            f"The service is not installed ({problem.name} is missing): run pip install 'openimr[service]'."
        ) from problem

    try:
        port = serving.free_port(host, port if port is not None else _USUAL_PORT, exactly=port is not None)
        _allow(host)
        _say("Starting the database ...")
        with bootstrap.database():
            bootstrap.prepare()
            from openimr.service import stocking

            if samples:
                _say("Loading the sample letters ...")
                _report(stocking.stock_samples(_say))
            if letters is not None:
                _say(f"Loading the letters of {letters} ...")
                _report(stocking.stock_folder(letters, _say))
            url = f"http://{_reachable(host)}:{port}/"
            server = serving.Server(host, port, workers=workers, ready=lambda: _ready(url, show))
            own = os.getpid()
            try:
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


def _ready(url: str, show: bool) -> None:
    click.echo(f"OpenIMR is at {url}")
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
