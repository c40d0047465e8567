"""Opening the demo office from the command line: a progress bar, and one sign-in a role on the screen."""

from __future__ import annotations

from collections.abc import Callable

from openimr.service.accounts.demo import DemoAccount
from openimr.service.accounts.permissions import table
from openimr.service.demo.loading import Opened, open_office

_WIDTH = 30


def open_with_progress(count: int, say: Callable[[str], None], again: Callable[[str], None]) -> Opened:
    """Make the office; ``say`` prints a line, ``again`` one that the next may write over."""

    def step(done: int, of: int) -> None:
        full = done * _WIDTH // of
        again(f"  [{'#' * full}{'.' * (_WIDTH - full)}] {done} of {of} cases")

    opened = open_office(count, say=step)
    if opened.played:
        say(f"  {opened.played} cases are in the office.")
    for number, fate, why in opened.failed:
        say(f"  case {number} of the docket ({fate}) stopped on its way: {why}")
    return opened


def sign_ins(accounts: tuple[DemoAccount, ...], url: str) -> list[str]:
    """One line a role: how to sign in. All share one password and one authenticator of this installation."""
    roles = table().roles
    first: dict[str, DemoAccount] = {}
    for one in accounts:
        first.setdefault(one.user.role, one)
    lines = [f"Sign in with one click at {url}account/demo/, or with:"]
    lines += [f"  {roles[role].title:22} {one.email}" for role, one in first.items()]
    some = accounts[0]
    lines.append(f"  password {some.password}, authenticator secret {some.totp_secret}")
    return lines
