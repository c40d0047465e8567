"""What mkdocs writes into the pages that follow from the code: the list of checks.

A page asks for it with a comment on a line of its own, ``<!-- checks -->``. Roles of Sphinx in docstrings
(``:class:`X```) become plain code.
"""

from __future__ import annotations

import re
from typing import Any

from openimr.letters import checking
from openimr.letters.checking import registry

_MARK = "<!-- checks -->"
_ROLE = re.compile(r":(?:class|func|mod|meth|data|attr|exc):(?=<code)")


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put the list of checks where a page asks for it."""
    return markdown.replace(_MARK, checks()) if _MARK in markdown else markdown


def on_page_content(html: str, **_: Any) -> str:
    """Take Sphinx's roles out of docstrings."""
    return _ROLE.sub("", html)


def checks() -> str:
    """Every check as Markdown, by family, with its measured precision."""
    out = [
        f"A check is an *error* where the mistake is beyond dispute and at least {registry.LEAST_PRECISION:.0%} of "
        f"{registry.LEAST_FIRINGS} or more firings were right; a *warning* otherwise "
        "([why](../explanation/checks-and-precision.md)).",
        "",
    ]
    family = ""
    for one in checking.checks():
        if one.code.partition("-")[0] != family:
            family = one.code.partition("-")[0]
            out += [f"## {family}", ""]
        out += [
            f"### {one.code}: {one.title}",
            "",
            f"{one.looks_for}{' Runs on public copies only.' if one.public else ''}",
            "",
            f"- **Severity**: {one.severity}",
            f"- **Precision**: {_precision(one.precision)}",
            f"- **Example**: {one.example}",
            f"- **Rule**: {one.source}",
            "",
        ]
    return "\n".join(out)


def _precision(measured: Any) -> str:
    if measured is None:
        return "not measured"
    if measured.precision is None:
        return f"unknown: it never fired on {measured.data}"
    return f"right in {measured.right} of {measured.fired} firings on {measured.data}"
