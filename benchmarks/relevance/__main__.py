"""``make relevance``: the search held against questions with answers marked by hand, over the real development letters."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.accuracy import shared
from benchmarks.relevance import judging
from openimr import letters
from openimr.archive.entries import entries
from openimr.archive.index.documents import document
from openimr.archive.index.fields import VERSION
from openimr.archive.index.generations import Generations, State, create
from openimr.archive.index.reader import Reader
from openimr.archive.query.tree import QueryProblem
from openimr.archive.searching import Archive


def main() -> None:
    """Index the development letters and print nDCG@10."""
    paths = develop()
    if not paths:
        print("The real letters are not here (OPENIMR_SHARED or ../shared): nothing was measured.")
        return
    with tempfile.TemporaryDirectory() as folder:
        archive = indexed(Path(folder), paths)

        def search(query: str, most: int) -> list[str]:
            try:
                return [hit.key for hit in archive.search(query, limit=most).hits]
            except QueryProblem:
                return []

        judging.main(search)


def develop() -> list[Path]:
    """The development letters as text, where they are here."""
    cases = sorted({key.partition("#")[0] for key in judging.corpus()})
    paths = [shared() / "letters" / "text" / f"{case}.txt" for case in cases]
    return paths if all(path.exists() for path in paths) else []


def indexed(folder: Path, paths: list[Path]) -> Archive:
    """An archive of these letters alone."""
    generations = Generations(folder)
    generation = generations.new()
    writer = create(generation).writer(heap_size=50_000_000, num_threads=1)
    for number, path in enumerate(paths):
        read = letters.read(path)
        for entry in entries(
            read, address=read.case_number or path.stem, letter_id=number, origin="published"
        ):
            writer.add_json(document(entry))
    writer.commit()
    writer.wait_merging_threads()
    generations.note(generation, State(1, VERSION))
    generations.use(generation)
    return Archive(Reader(folder))


if __name__ == "__main__":
    main()
