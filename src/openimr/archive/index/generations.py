"""Where the index lies: one folder a generation, and a file that names the one in use.

    index/
      current            "g-000007", replaced in one rename
      g-000007/          a tantivy index
        revision.json    which revision of the database it holds, and the form of its documents

A new generation is built beside the one in use and becomes current when it is whole, so readers never see a gap. A
folder of another web node is brought to the same state by copying the current generation and then ``current``.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

import tantivy

from openimr.archive.index.fields import VERSION, register, schema

_CURRENT = "current"
_STATE = "revision.json"


@dataclass(frozen=True, slots=True)
class State:
    """What a generation holds: every change up to ``revision``, in the documents' form ``version``."""

    revision: int
    version: int


class Generations:
    """The generations of an index below ``folder`` (made on first use)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> Path | None:
        """The generation in use; ``None`` before the first one, or where what it names is gone."""
        try:
            name = (self.folder / _CURRENT).read_text("ascii").strip()
        except (OSError, ValueError):
            return None
        path = self.folder / name
        return path if name.startswith("g-") and (path / "meta.json").is_file() else None

    def state(self, generation: Path) -> State | None:
        """What ``generation`` holds; ``None`` where it does not say (its first writing was cut short)."""
        try:
            held = json.loads((generation / _STATE).read_text("ascii"))
            return State(int(held["revision"]), int(held["version"]))
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def note(self, generation: Path, state: State) -> None:
        """Say what ``generation`` holds. To be called after tantivy's commit.

        A crash between the two leaves an older revision noted: the changes since then are made once more, which
        changes nothing.
        """
        _replace(generation / _STATE, json.dumps(asdict(state)))

    def new(self) -> Path:
        """A folder for the next generation, empty."""
        self.folder.mkdir(parents=True, exist_ok=True)
        taken = [int(path.name[2:]) for path in self.folder.glob("g-*") if path.name[2:].isdigit()]
        path = self.folder / f"g-{max(taken, default=0) + 1:06d}"
        path.mkdir()
        return path

    def use(self, generation: Path) -> None:
        """Make ``generation`` the one in use, and remove those before the one that was.

        The one before stays until the next change: a reader that has it open may still be answering from it.
        """
        before = self.current()
        _replace(self.folder / _CURRENT, generation.name)
        for path in self.folder.glob("g-*"):
            if path not in (generation, before):
                shutil.rmtree(path, ignore_errors=True)


def create(generation: Path) -> tantivy.Index:
    """An empty index in the folder ``generation``."""
    return register(tantivy.Index(schema(), path=str(generation)))


def usable(state: State | None) -> bool:
    """Whether a generation's documents have the form that this version of the code reads."""
    return state is not None and state.version == VERSION


def _replace(path: Path, text: str) -> None:
    partial = path.with_name(f"{path.name}.new")
    with partial.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
