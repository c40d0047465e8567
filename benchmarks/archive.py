"""The archive at size: searching, facets, counting and rebuilding over a million items and more.

    python -m benchmarks.archive --items 1000000 --folder FOLDER

The documents are those of fictional letters (``samples.determinations``), made by two processes and kept in FOLDER, so
that a second run only measures. With ``--copies 3`` the same documents are indexed three times under other keys: three
million items with the words of one. Beside it stand, in the same run: bare tantivy (the same compiled query: search,
count, fetch ten documents, nothing of ours), and PostgreSQL's full text over the same texts where ``--postgres`` names
how many of them it gets.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from openimr.archive.counting import outcomes
from openimr.archive.index.fields import VERSION
from openimr.archive.index.generations import Generations, State, create
from openimr.archive.index.reader import Reader
from openimr.archive.searching import Archive

#: Kinds of questions, each asked with several words, common and rare.
QUESTIONS = {
    "common word": ["pain", "medical", "patient", "treatment", "lumbar", "therapy"],
    "rare word": ["hydrocele", "sciatica", "discogram", "baclofen", "vertigo", "orthovisc"],
    "several words": ["lumbar radiculopathy surgery", "functional improvement therapy", "opioid weaning pain", "shoulder MRI rotator"],
    "brand": ["Norco", "Valium", "Flexeril", "Celebrex"],
    "abbreviation": ["UDS", "PT", "ESI", "TENS unit"],
    "phrase": ['"physical therapy"', '"low back pain"', '"functional improvement"', '"not medically necessary"'],
    "filter": ["drug:diazepam", "decision:overturned pain", "year:2015..2017 MRI", 'body:"lumbar spine" decision:overturned therapy'],
    "everything": [""],
    "case number": ["CM16-0248698"],
}  # fmt: skip


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--postgres", type=int, default=0, metavar="ITEMS")
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    parts = documents(chosen.folder, chosen.items)
    folder = chosen.folder / f"index-{chosen.items}x{chosen.copies}-v{VERSION}"
    if Generations(folder).current() is None:
        build(folder, parts, chosen.items, chosen.copies)
    archive = Archive(Reader(folder))
    print(f"{archive.catalog().total:,} items, {size(folder) / 1e9:.2f} GB, {chosen.rounds} rounds")
    searches(archive, chosen.rounds)
    counts(archive)
    if chosen.postgres:
        from benchmarks.archive_postgres import compare

        compare(parts, chosen.postgres, [one for group in QUESTIONS.values() for one in group])


# Making


def documents(folder: Path, items: int) -> list[Path]:
    """The documents of ``items`` fictional items, one a line, in two files; made where they are not there."""
    parts = [folder / f"documents-{items}-v{VERSION}-{half}.jsonl" for half in (0, 1)]
    missing = [(part, half, items // 2) for half, part in enumerate(parts) if not part.exists()]
    if missing:
        start = time.perf_counter()
        with multiprocessing.get_context("spawn").Pool(2) as pool:
            pool.starmap(_make, missing)
        took = time.perf_counter() - start
        print(f"{items:,} items made by two processes: {items / took:,.0f} a second")
    return parts


def _make(path: Path, half: int, wanted: int) -> None:
    from openimr.archive.entries import entries
    from openimr.archive.index.documents import document
    from openimr.samples import determinations

    partial = path.with_suffix(".new")
    made, number = 0, half * 4_000_000
    with partial.open("w", encoding="utf-8") as file:
        while made < wanted:
            for determination in determinations(5, 1_000, start=number):
                for entry in entries(
                    determination,
                    address=f"{determination.case_number}-{number}",
                    letter_id=number,
                    origin="sample",
                ):
                    file.write(document(entry) + "\n")
                    made += 1
                number += 1
    partial.rename(path)


def build(folder: Path, parts: list[Path], items: int, copies: int) -> None:
    """Index every document; the rate is that of ``openimr archive index --rebuild`` without the database's."""
    generations = Generations(folder)
    path = generations.new()
    writer = create(path).writer(heap_size=800_000_000, num_threads=2)
    start = time.perf_counter()
    done = 0
    for copy in range(copies):
        for part in parts:
            with part.open(encoding="utf-8") as file:
                for line in file:
                    writer.add_json(line if copy == 0 else _copied(line, copy))
                    done += 1
    writer.commit()
    writer.wait_merging_threads()
    took = time.perf_counter() - start
    generations.note(path, State(1, VERSION))
    generations.use(path)
    print(f"{done:,} items indexed: {done / took:,.0f} a second")


def _copied(line: str, copy: int) -> str:
    return line.replace('"key":"', f'"key":"copy{copy}-', 1).replace(
        '"address":"', f'"address":"copy{copy}-', 1
    )


# Measuring


def searches(archive: Archive, rounds: int) -> None:
    """Each kind of question: a page of ten with highlights and count, its facets, and bare tantivy for the same."""
    print(
        f"{'':16}{'search p50':>12}{'p95':>8}{'bare p50':>10}{'p95':>8}{'ratio':>7}{'facets p50':>12}{'p95':>8}  ms"
    )
    every: dict[str, list[float]] = {"search": [], "bare": [], "facets": []}
    for kind, questions in QUESTIONS.items():
        times: dict[str, list[float]] = {"search": [], "bare": [], "facets": []}
        for _ in range(rounds):
            for question in questions:
                compiled = archive.compiled(question)
                searcher = archive.reader.searcher()
                archive._facets.clear()
                times["bare"].append(timed(lambda: bare(searcher, compiled.query)))  # noqa: B023
                times["search"].append(timed(lambda: archive.search(question, limit=10)))  # noqa: B023
                times["facets"].append(timed(lambda: archive.facets(question)))  # noqa: B023
        for name, values in times.items():
            every[name] += values
        line(kind, times)
    line("all", every)


def bare(searcher, query) -> None:  # type: ignore[no-untyped-def]
    """What tantivy alone needs for the same page."""
    for _, address in searcher.search(query, limit=10).hits:
        searcher.doc(address).to_dict()


def counts(archive: Archive) -> None:
    """Statistics over everything."""
    for by in (
        ["year"],
        ["category"],
        ["year", "category"],
        ["drug"],
        ["specialty", "category"],
        ["month"],
        ["year", "category", "body"],
    ):
        times = [timed(lambda: outcomes(archive, by)) for _ in range(3)]  # noqa: B023
        print(f"outcomes by {', '.join(by):28} {statistics.median(times):8.0f} ms")


def timed(work: Callable[[], object]) -> float:
    """Milliseconds."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1e3


def line(kind: str, times: dict[str, list[float]]) -> None:
    """One line of the table."""
    p50 = {name: statistics.median(values) for name, values in times.items()}
    p95 = {name: percentile(values, 0.95) for name, values in times.items()}
    print(
        f"{kind:16}{p50['search']:12.1f}{p95['search']:8.1f}{p50['bare']:10.1f}{p95['bare']:8.1f}"
        f"{p50['search'] / p50['bare']:7.2f}{p50['facets']:12.1f}{p95['facets']:8.1f}"
    )


def percentile(values: list[float], share: float) -> float:
    """The value below which ``share`` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def size(folder: Path) -> int:
    """Bytes of a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def texts(parts: list[Path], count: int) -> Iterator[str]:
    """The texts of the first ``count`` documents."""
    for part in parts:
        with part.open(encoding="utf-8") as file:
            for one in file:
                if count <= 0:
                    return
                yield "\n".join(json.loads(one)["text"])
                count -= 1


if __name__ == "__main__":
    main()
