"""``openimr audit``: the ledger of the office, exported, checked offline, and held against the tables."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click

from openimr.cli.installing import installed


@click.group("audit", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """The ledger: export it, check an export offline, rebuild every projection from it."""


@command.command("verify")
@click.argument("ledger", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option(
    "--root",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The certificate (PEM) that must stand behind the signature of the end line.",
)
@click.option("--head", help="A hash known to belong to the chain, from an earlier export.")
def verify_command(ledger: Path, root: Path | None, head: str | None) -> None:
    """Check an exported ledger offline and name the first bad entry. ``-`` reads standard input."""
    from openimr.service.ledger.verifying import NoCertificate, verify

    trusted = root.read_bytes() if root else None
    try:
        if str(ledger) == "-":
            report = verify(sys.stdin.buffer, root=trusted, head=head)
        else:
            with ledger.open("rb") as file:
                report = verify(file, root=trusted, head=head)
    except NoCertificate as problem:
        raise click.BadParameter(f"{root}: {problem}", param_hint="--root") from problem
    click.echo(json.dumps(report.to_json(), ensure_ascii=False))
    for remark in report.remarks:
        click.echo(remark, err=True)
    if report.problem is not None:
        place = "" if report.problem.position is None else f", entry {report.problem.position}"
        click.echo(f"Line {report.problem.line}{place}: {report.problem.message}.", err=True)
        sys.exit(1)


@command.command("export")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write.",
)
def export_command(output: Path) -> None:
    """Write the whole ledger as JSON lines with a signed end line."""
    with _office() as service:
        from openimr.service import clock
        from openimr.service.ledger.exporting import export

        scratch = output.with_name(f".{output.name}.part")
        count = 0
        with scratch.open("wb") as file:
            for line in export(now=clock.now(), signer=service.ledger_signer(), using="owner"):
                file.write(line)
                count += 1
        scratch.rename(output)
    click.echo(f"{count - 1:,} entries are in {output}.", err=True)


@command.command("rebuild")
@click.option("--write", is_flag=True, help="Put the tables right; without it they are only compared.")
def rebuild_command(write: bool) -> None:
    """Make every projection again from the ledger and report where the tables differ from it."""
    with _office():
        from openimr.service.after import rebuilding as prices
        from openimr.service.cases import rebuilding as cases
        from openimr.service.intake.mail import rebuilding as mail
        from openimr.service.ledger.comparing import Rebuilt
        from openimr.service.reviewers import rebuilding as panel

        counted = Rebuilt()
        for room in (cases, mail, panel, prices):
            for one in room.rebuild(write=write, using="owner", counted=counted):
                click.echo(str(one))
    done = "put right" if write else "left as they are"
    click.echo(
        f"{counted.cases:,} cases, {counted.papers:,} papers of the mail room, {counted.reviewers:,} reviewers, "
        f"{counted.prices:,} prices, {counted.events:,} events: {counted.differences:,} differences"
        + (f" ({done})." if counted.differences else "."),
        err=True,
    )
    if counted.unreadable:
        click.echo(f"{counted.unreadable:,} of them can't be put right: their events give no row.", err=True)
    sys.exit(1 if counted.unreadable or (counted.differences and not write) else 0)


class _Office:
    """The database and Django, for as long as a command needs them."""

    def __enter__(self) -> Any:
        with installed("service"):
            from openimr.service import bootstrap
            from openimr.service.database import DatabaseProblem
        self._database = bootstrap.database()
        try:
            self._database.__enter__()
            bootstrap.prepare()
        except (DatabaseProblem, ValueError) as problem:
            raise click.ClickException(str(problem)) from problem
        return bootstrap

    def __exit__(self, *problem: Any) -> None:
        self._database.__exit__(*problem)


def _office() -> _Office:
    return _Office()
