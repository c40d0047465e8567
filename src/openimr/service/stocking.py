"""Putting letters into the archive when the service starts: the samples, and a folder of real ones."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connections

from openimr import archive
from openimr.archive.loading import LoadProblem, Origin, Progress, backfill, load_paths
from openimr.service.bootstrap import wiring
from openimr.service.database import opening
from openimr.service.home import Home

#: Letters and cases between two lines about the progress.
_EVERY = 5_000


@dataclass
class Stocked:
    """What stocking did: letters added, read again, held already; files that could not be read, with why."""

    added: int = 0
    updated: int = 0
    held: int = 0
    refused: list[tuple[str, str]] | None = None

    def __str__(self) -> str:
        """For people: "24 added, 2 held already"."""
        parts = [f"{self.added} added"]
        parts += [f"{self.updated} read again"] if self.updated else []
        parts += [f"{self.held} held already"] if self.held else []
        parts += [f"{len(self.refused)} refused"] if self.refused else []
        return ", ".join(parts)


def stock_samples(say: Callable[[str], None]) -> Stocked:
    """Load the sample letters. They are typeset only where this version has not loaded them yet."""
    note = wiring().cache / "samples.json"
    digests = _noted(note)
    held = archive.held(connections["owner"], wiring().reader)
    if digests and digests <= held:
        return Stocked(held=len(digests))
    from openimr import samples

    seen = set()
    with TemporaryDirectory() as folder:
        for letter in samples.collection():
            pdf = letter.pdf()
            seen.add(hashlib.sha256(pdf).hexdigest())
            (Path(folder) / f"{letter.name}.pdf").write_bytes(pdf)
        stocked = _load(Path(folder), "sample", say)
    note.write_text(json.dumps({"reader": wiring().reader, "sha256": sorted(seen)}), "utf-8")
    return stocked


def stock(path: Path, say: Callable[[str], None]) -> Stocked:
    """Load published letters: a folder with those below it, or a table of the DMHC's determinations."""
    return _load(path, "published", say)


def bring_up(say: Callable[[str], None]) -> None:
    """Make what is missing of what is searched: entries of letters that an older version loaded, and the index.

    What can't be made is said and does not keep the service from starting.
    """
    from openimr.archive.index import writer

    try:
        made = backfill(
            opening.owner, progress=lambda done, total: say(f"  {done:,} of {total:,} letters ...")
        )
        if made:
            say(f"  {made:,} letters and cases made ready for searching")
        with closing(opening.owner()) as connection:
            done = writer.update(connection, Home().index)
        if done.entries or done.units:
            say(f"  {done.entries:,} disputed items indexed")
    except (writer.IndexBusy, writer.IndexProblem) as problem:
        say(f"  {problem}")


def _load(path: Path, origin: Origin, say: Callable[[str], None]) -> Stocked:
    told = 0

    def tell(progress: Progress) -> None:
        nonlocal told
        if progress.done >= told + _EVERY:
            told = progress.done
            say(f"  {progress.done:,} letters and cases ...")

    connections.close_all()  # Workers are started, which must not share them.
    try:
        report = load_paths(
            opening.owner, wiring().letters, [path], origin=origin, reader=wiring().reader, progress=tell
        )
    except LoadProblem as problem:
        return Stocked(refused=[(path.name, str(problem))])
    refused = [
        (one.source if one.line is None else f"{one.source}:{one.line}", one.message)
        for one in report.refusals
    ]
    return Stocked(report.added, report.updated, report.held, refused)


def _noted(note: Path) -> set[str]:
    try:
        data = json.loads(note.read_text("utf-8"))
    except (OSError, ValueError):
        return set()
    return set(data["sha256"]) if data.get("reader") == wiring().reader else set()
