"""Speed, as ratios measured in one run: `make bench`.

Every figure is a ratio against a named peer measured in the same run, in alternation, so that a slow or
shared machine changes both sides; the median of the rounds counts.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from benchmarks.accuracy import shared


def bare(path: Path) -> None:
    """The physical limit of reading: bare text extraction with pypdfium2."""
    import pypdfium2

    document = pypdfium2.PdfDocument(path.read_bytes())
    for page in document:
        textpage = page.get_textpage()
        textpage.get_text_range()
        textpage.close()
        page.close()
    document.close()


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ratios(a: Callable[[], object], b: Callable[[], object], rounds: int) -> tuple[float, float, float]:
    """Median seconds of each and the median of their ratios, measured in alternation."""
    a(), b()
    pairs = [(seconds(a), seconds(b)) for _ in range(rounds)]
    return (
        statistics.median(x for x, _ in pairs),
        statistics.median(y for _, y in pairs),
        statistics.median(x / y for x, y in pairs),
    )


def corpus(folder: Path) -> tuple[list[Path], str]:
    """The letters to measure on: the real ones where they are, else our samples as PDFs."""
    real = sorted((shared() / "letters" / "pdf").glob("*.pdf"))
    if real:
        return real, "real letters"
    from openimr import samples

    for number, sample in enumerate(samples.letters(seed=1, count=60)):
        (folder / f"{number}.pdf").write_bytes(sample.pdf())
    return sorted(folder.glob("*.pdf")), "sample letters"


def command(paths: list[str], jobs: int) -> Callable[[], object]:
    """`openimr read` over ``paths`` as a whole process."""
    arguments = [sys.executable, "-m", "openimr.cli", "read", "--jobs", str(jobs), *paths]
    return lambda: subprocess.run(
        arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
    )


def peak_memory(paths: list[str]) -> tuple[float, float]:
    """MB held by `openimr read --jobs 2` and its children at a tenth of the work, and at its peak."""
    process = psutil.Popen(
        [sys.executable, "-m", "openimr.cli", "read", "--jobs", "2", *paths],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    held: list[float] = []
    while process.poll() is None:
        total = 0.0
        for part in [process, *process.children(recursive=True)]:
            try:
                total += part.memory_info().rss
            except psutil.Error:
                continue
        held.append(total / 1e6)
        time.sleep(0.1)
    early = max(held[: max(1, len(held) // 10)])
    return early, max(held)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--many", type=int, default=10_000, help="letters of the memory run")
    options = parser.parse_args()
    from openimr import letters, pages

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths, kind = corpus(folder)
        count = len(paths)
        print(
            f"{count} {kind}, {os.cpu_count()} processors, median of {options.rounds} rounds in alternation"
        )

        def read_here() -> None:
            # What a limited child does for each letter, in this process, so that like is compared with like.
            from openimr.letters.reading import read_bytes

            for path in paths:
                json.dumps(read_bytes(path.read_bytes(), {"name": path.name}))

        def bare_all() -> None:
            for path in paths:
                bare(path)

        a, b, ratio = ratios(read_here, bare_all, options.rounds)
        print(
            f"read / bare pypdfium2 extraction      {ratio:5.2f}  (at most 1.5)   "
            f"{1000 * a / count:.2f} ms and {1000 * b / count:.2f} ms a letter"
        )

        def read_piped() -> None:
            for path in paths:
                letters.read(path)

        a, _, ratio = ratios(read_piped, bare_all, options.rounds)
        print(
            f"letters.read, with its limited child  {ratio:5.2f}                  {1000 * a / count:.2f} ms a letter"
        )

        many = [str(path) for path in paths] * max(1, 3000 // count)
        a, b, ratio = ratios(command(many, 1), command(many, 2), 3)
        print(
            f"one process / two                     {ratio:5.2f}  (at least 1.8)  "
            f"{len(many) / a:.0f} and {len(many) / b:.0f} letters a second, whole command"
        )

        documents = [pages.extract(path.read_bytes()) for path in paths]
        del documents
        read = [letters.read(path) for path in paths]

        def check_all() -> None:
            for determination in read:
                letters.check(determination)

        a, b, ratio = ratios(check_all, read_here, options.rounds)
        print(
            f"check / read                          {ratio:5.2f}  (at most 3)     {1000 * a / count:.2f} ms a letter"
        )

        letters.render(read[0], "pdf")
        times = [seconds(lambda d=determination: letters.render(d, "pdf")) for determination in read]  # type: ignore[misc]
        print(
            f"written PDF, warm                     {1000 * statistics.median(times):5.1f} ms (at most 60)"
            f"  slowest {1000 * max(times):.0f} ms"
        )

        many = [str(path) for path in paths] * max(1, options.many // count)
        early, peak = peak_memory(many)
        print(
            f"memory over {len(many)} letters             {peak:5.0f} MB (under 300)   {early:.0f} MB in the first tenth"
        )


if __name__ == "__main__":
    main()
