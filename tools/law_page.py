"""Renew what docs/reference/law.md takes from the law's data: `python tools/law_page.py`.

Between ``<!-- law: NAME -->`` and ``<!-- end -->`` the page holds what the function of that name writes; the
rest is written by hand. A test says when the page is out of date.
"""

import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from openimr.law import notices, sources, states
from openimr.law.model import Evidence, Law

PAGE = Path(__file__).resolve().parent.parent / "docs/reference/law.md"
_REGION = re.compile(r"(<!-- law: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _cited(laws: tuple[Law, ...]) -> str:
    return "; ".join(f"{one.cite} [{one.evidence}]" for one in laws)


def _marks() -> str:
    return _table(
        ("mark", "meaning", "acts by itself"),
        [(one.value, one.meaning, "yes" if one.acts else "no, it asks a person") for one in Evidence],
    )


def _states() -> str:
    rows = [
        (f"`{one.code}`", one.title, one.portal_title or "", "open" if one.open else "closed", one.meaning)
        for one in states.states()
    ]
    return _table(("code", "title", "status shown", "", "meaning"), rows)


def _moves() -> str:
    rows = [
        (
            one.number,
            ", ".join((*(["a new case"] if one.starts else []), *one.sources)),
            one.to or "stays",
            f"`{one.event}`" if one.event else "",
            one.guard,
            ", ".join(one.notices),
            _cited(one.law),
        )
        for one in states.transitions()
    ]
    return _table(("rule", "from", "to", "event", "what must hold", "notices", "law"), rows)


def _diagram() -> str:
    return f"```mermaid\n{states.diagram()}```"


def _notices() -> str:
    rows = []
    for one in notices.notices():
        found = notices.required(one.id)
        by_mark = f"{len(found.verified)} verified, {len(found.own)} own, {len(found.confirm)} to confirm"
        rows.append((f"`{one.id}`", one.title, one.sender, ", ".join(one.to), by_mark))
    return _table(("id", "notice", "from", "to", "contents"), rows)


def _open() -> str:
    rows = [(one.id, one.question, one.matters, one.default) for one in sources.open_points()]
    return _table(("", "question", "matters for", "until it is answered"), rows)


def _sources() -> str:
    rows = [
        (
            f"`{one.key}`",
            one.title,
            one.text_of or "not known",
            str(one.evidence),
            " ".join(f"[{number}]({address})" for number, address in enumerate(one.where, start=1)),
        )
        for one in sources.sources()
    ]
    return _table(("key", "source", "text of", "mark", "where"), rows)


_WRITERS: dict[str, Callable[[], str]] = {
    "marks": _marks,
    "states": _states,
    "moves": _moves,
    "diagram": _diagram,
    "notices": _notices,
    "open": _open,
    "sources": _sources,
}


def renewed(text: str) -> str:
    """The page with every region written anew."""
    return _REGION.sub(lambda found: f"{found[1]}\n{_WRITERS[found[2]]()}\n\n{found[3]}", text)


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text("utf-8")), "utf-8")
    sys.exit(0)
