"""A small archive on disk, of fictional letters, for tests that search."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from openimr import samples
from openimr.archive.entries import entries
from openimr.archive.index.documents import document
from openimr.archive.index.fields import VERSION
from openimr.archive.index.generations import Generations, State, create
from openimr.archive.index.reader import Reader
from openimr.archive.model import Entry
from openimr.archive.searching import Archive


def some_entries(count: int, *, seed: int = 11) -> list[Entry]:
    """Entries of ``count`` fictional letters."""
    return [
        entry
        for number, letter in enumerate(samples.letters(seed, count))
        for entry in entries(
            letter.determination, address=f"CM20-{number:07d}", letter_id=number, origin="sample"
        )
    ]


def shelved(folder: Path, held: Iterable[Entry]) -> Archive:
    """An archive below ``folder`` that holds just these entries."""
    generations = Generations(folder)
    path = generations.new()
    writer = create(path).writer(heap_size=50_000_000, num_threads=1)
    for entry in held:
        writer.add_json(document(entry))
    writer.commit()
    writer.wait_merging_threads()
    generations.note(path, State(1, VERSION))
    generations.use(path)
    return Archive(Reader(folder))
