"""Putting letters into the archive when the service starts: the samples, and a folder of real ones."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from django.db import connections, transaction

from openimr import archive, pages
from openimr.archive.loading import Origin, backfill
from openimr.pages.model import UnreadableFile
from openimr.service.bootstrap import wiring
from openimr.service.database import opening
from openimr.service.home import Home
from openimr.service.letters import reader

_SUFFIXES = frozenset({".pdf", ".txt"})


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

    def made() -> Iterator[tuple[str, bytes]]:
        from openimr import samples

        for letter in samples.collection():
            yield f"{letter.name}.pdf", letter.pdf()

    seen: set[str] = set()
    stocked = _stock(made(), "sample", say, seen)
    note.write_text(json.dumps({"reader": wiring().reader, "sha256": sorted(seen)}), "utf-8")
    return stocked


def stock_folder(folder: Path, say: Callable[[str], None]) -> Stocked:
    """Load the letters (.pdf, .txt) of a folder and of those below it."""

    def found() -> Iterator[tuple[str, bytes | UnreadableFile]]:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in _SUFFIXES and path.is_file() and not path.name.startswith("."):
                try:
                    yield path.name, pages.load(path)
                except UnreadableFile as problem:
                    yield path.name, problem

    return _stock(found(), "published", say, set())


def stock_table(path: Path) -> Stocked:
    """Load the table of the DMHC's determinations."""
    from openimr.archive.loading import LoadProblem, load_paths

    try:
        report = load_paths(
            opening.owner, wiring().letters, [path], origin="published", reader=wiring().reader, jobs=1
        )
    except LoadProblem as problem:
        return Stocked(refused=[(path.name, str(problem))])
    refused = [
        (one.source if one.line is None else f"{one.source}:{one.line}", one.message)
        for one in report.refusals
    ]
    return Stocked(report.added, report.updated, report.held, refused)


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


def _stock(
    letters: Iterable[tuple[str, bytes | UnreadableFile]],
    origin: Origin,
    say: Callable[[str], None],
    seen: set[str],
) -> Stocked:
    stocked = Stocked(refused=[])
    assert stocked.refused is not None
    connection = connections["owner"]
    known = archive.held(connection, wiring().reader)
    for count, (name, data) in enumerate(letters, start=1):
        if count % 20 == 0:
            say(f"  {count} letters ...")
        if isinstance(data, UnreadableFile):
            stocked.refused.append((name, data.message))
            continue
        digest = hashlib.sha256(data).hexdigest()
        seen.add(digest)
        if digest in known:
            stocked.held += 1
            continue
        try:
            reading = reader.read(data, name=name)
        except UnreadableFile as problem:
            stocked.refused.append((name, problem.message))
            continue
        with transaction.atomic(using="owner"):
            done = archive.load(
                connection,
                wiring().letters,
                data,
                reading.determination,
                reading.findings,
                origin=origin,
                reader=wiring().reader,
            )
        setattr(stocked, done, getattr(stocked, done) + 1)
    connections.close_all()
    return stocked


def _noted(note: Path) -> set[str]:
    try:
        data = json.loads(note.read_text("utf-8"))
    except (OSError, ValueError):
        return set()
    return set(data["sha256"]) if data.get("reader") == wiring().reader else set()
