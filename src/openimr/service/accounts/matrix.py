"""The page of the reference that shows the permission table: ``python -m openimr.service.accounts.matrix``."""

from __future__ import annotations

import sys
from pathlib import Path

from openimr.service.accounts.permissions import Action, table

PAGE = Path("docs/reference/permissions.md")
_HEAD = """\
# Who may do what

<!-- Written by `python -m openimr.service.accounts.matrix` from permissions.yaml; a test checks that it is current. -->

An account has exactly one role. Every page, command and call of the service asks this table; what it does not
allow is refused with a sentence that names the role that may. A party is no account: it comes by the link to
its case.
"""


def page() -> str:
    """The page as Markdown."""
    everything = table()
    out = [_HEAD, "## Roles", ""]
    out += [f"- **{role.title}** (`{role.code}`): {role.does}" for role in everything.roles.values()]
    out += [
        "", "## Actions by role", "",
        "● may, ◐ in one's own cases only, a dot: may not. ◆ asks for password and code first.", "",
    ]  # fmt: skip
    codes = list(everything.roles)
    out.append("| Action | " + " | ".join(everything.roles[code].title for code in codes) + " | In states |")
    out.append("|---|" + ":-:|" * len(codes) + "---|")
    for action in everything.actions.values():
        cells = " | ".join(_mark(action, code) for code in codes)
        fresh = " ◆" if action.fresh else ""
        out.append(f"| {action.title}{fresh}<br>`{action.name}` | {cells} | {_states(action)} |")
    out += ["", "## Why", ""]
    for action in everything.actions.values():
        apart = ", ".join(f"“{everything.actions[name].title}”" for name in sorted(action.apart))
        also = f" Not by whoever did {apart} in the same case." if apart else ""
        out.append(f"- **{action.title}**: {action.note}{also}")
    out += ["", "## What of a case each role sees", ""]
    out.append("| Data | " + " | ".join(everything.roles[code].title for code in codes) + " | Why |")
    out.append("|---|" + ":-:|" * len(codes) + "---|")
    for datum in everything.data.values():
        cells = " | ".join("●" if code in datum.roles else "·" for code in codes)
        out.append(f"| {datum.title[0].upper()}{datum.title[1:]} | {cells} | {datum.note} |")
    out += ["", "## States", ""]
    out += [f"- `{code}` {title}" for code, title in everything.states.items()]
    return "\n".join(out) + "\n"


def _mark(action: Action, role: str) -> str:
    if role not in action.roles:
        return "·"
    return "◐" if role in action.own else "●"


def _states(action: Action) -> str:
    return "all" if action.everywhere else " ".join(action.states)


def main() -> None:
    """Write the page, in the folder that this is run in or the one that is named."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path()
    (root / PAGE).write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
