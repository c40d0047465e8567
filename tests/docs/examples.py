"""The examples of a page: what to set up, what to run, and what is shown to come out.

A ``python`` block runs; all blocks of a page share their names. A ``console`` block runs line by line: ``$`` begins a
command, the lines after it are its output, ``...`` at the end of a line stands for the rest of that line, ``...`` alone for
the rest of the output. ``$ echo $?`` shows the exit status of the command before, which is 0 where none is shown. A
command without output shown may print anything. ``<!-- setup: ... -->`` is a command that readers do not see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

_FENCE = re.compile(r"^```(?P<language>\w*)[^\n]*\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_SETUP = re.compile(r"^<!-- setup: (.+) -->$", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A fenced block; ``line`` is where its first line stands in the page."""

    language: str
    body: str
    line: int


@dataclass
class Command:
    """A command of a console block, with what it is shown to do."""

    text: str
    line: int
    output: list[str] = field(default_factory=list)
    status: int = 0

    def differs(self, status: int, output: str) -> str | None:
        """What the command did otherwise than shown, in words."""
        if status != self.status:
            return f"exit status {status}, and {self.status} is shown"
        lines = output.splitlines()
        for number, shown in enumerate(self.output):
            if shown == "...":
                return None
            if number >= len(lines):
                return f"no line {number + 1}, where this is shown: {shown}"
            got = lines[number]
            same = got.startswith(shown[:-3].rstrip()) if shown.endswith("...") else got == shown
            if not same:
                return f"line {number + 1} is\n  {got}\nand this is shown:\n  {shown}"
        if self.output and len(lines) > len(self.output):
            return f"more than is shown: {lines[len(self.output)]}"
        return None


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a page."""
    return [
        Block(match["language"], match["body"], text.count("\n", 0, match.start("body")) + 1)
        for match in _FENCE.finditer(text)
    ]


def without_blocks(text: str) -> str:
    """The page's prose."""
    return _FENCE.sub("", text)


def setups(text: str) -> list[str]:
    """The commands that prepare a page's examples."""
    return _SETUP.findall(text)


def commands(block: Block) -> list[Command]:
    """The commands of a console block."""
    found: list[Command] = []
    lines = iter(enumerate(block.body.splitlines(), start=block.line))
    for number, line in lines:
        if line == "$ echo $?":
            found[-1].status = int(next(lines)[1])
        elif line.startswith("$ "):
            found.append(Command(line[2:], number))
        else:
            found[-1].output.append(line)
    return found


def pages(root: Path) -> list[Path]:
    """Every page: the documentation's, and those at the root."""
    return [*sorted(root.glob("*.md")), *sorted((root / "docs").rglob("*.md"))]
