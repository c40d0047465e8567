"""How the fictional population compares with real letters, and how fast it is made.

    .venv/bin/python -m benchmarks.population            (the comparison; the real letters are needed)
    .venv/bin/python -m benchmarks.population --speed    (items a second with one and with two processes)

Of the real letters only those of the development half are opened, and only figures are printed.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.accuracy import shared
from openimr import samples
from openimr.letters import read
from openimr.letters.model import Determination, Item

WORD = re.compile(r"[a-z][a-z'\-]*[a-z]|[a-z]")
Figures = dict[str, tuple[str, int]]


def real() -> list[Determination]:
    """The development half."""
    split = json.loads((Path(__file__).parent / "gold" / "split.json").read_text())
    folder = shared() / "letters"
    return [read(next(iter(sorted(folder.rglob(f"{name}*"))))) for name in split["develop"]]


def like(count: int) -> list[Determination]:
    """The first ``count`` fictional letters of the months that the real ones come from."""
    out: list[Determination] = []
    number = 0
    while len(out) < count:
        out += [
            letter
            for letter in samples.determinations(1, 500, start=number)
            if "2016-12-01" <= (letter.dates.decision or "") < "2017-03-01"
        ]
        number += 500
    return out[:count]


def words(text: str | None) -> list[str]:
    return WORD.findall((text or "").lower())


def said(letter: Determination) -> list[str]:
    texts = [letter.summary.text, *(t for i in letter.items for t in (i.heading, i.rationale))]
    return [word for text in texts for word in words(text)]


def figures(letters: Sequence[Determination]) -> Figures:
    """Every figure that is compared, with the number of values it rests on."""
    items = [item for letter in letters for item in letter.items]
    n, m = len(letters), len(items)
    tokens = [said(letter) for letter in letters]
    counts = Counter(word for one in tokens for word in one)
    total = sum(counts.values())
    common = counts.most_common()
    out: Figures = {}

    def share(name: str, test: Callable[[Item], bool]) -> None:
        out[name] = (f"{100 * sum(map(test, items)) / m:.1f} %", m)

    def spread(name: str, values: list[int]) -> None:
        cuts = statistics.quantiles(values, n=10)
        out[name] = (f"{statistics.mean(values):.0f} ({cuts[0]:.0f} to {cuts[8]:.0f})", len(values))

    out["words in all"] = (f"{total:,}", n)
    out["different words"] = (f"{len(counts):,}", total)
    out["words that occur once, of the different ones"] = (
        f"{100 * sum(c == 1 for c in counts.values()) / len(counts):.0f} %", len(counts),
    )  # fmt: skip
    out["slope of log frequency over log rank, ranks 10 to 2,000"] = (
        f"{slope(common):.2f}",
        min(2000, len(common)),
    )
    for top in (10, 100, 1000):
        out[f"share of the {top:,} most common words"] = (
            f"{100 * sum(c for _, c in common[:top]) / total:.1f} %", total,
        )  # fmt: skip
    spread("words of a summary (10th to 90th percentile)", [len(words(d.summary.text)) for d in letters])
    spread("words of a rationale", [len(words(item.rationale)) for item in items])
    spread("words of a heading", [len(words(item.heading)) for item in items])
    runs: Counter[int] = Counter()
    for one in tokens:
        runs.update({hash(tuple(one[k : k + 10])) for k in range(len(one) - 9)})
    many = sum(c for c in runs.values() if c > 1)
    out["runs of ten words that stand in another letter, too"] = (
        f"{100 * many / sum(runs.values()):.1f} %",
        sum(runs.values()),
    )
    out["different rationales, of all"] = (f"{100 * len({i.rationale for i in items}) / m:.0f} %", m)
    out["items a letter"] = (f"{m / n:.2f}", n)
    out["letters with one item"] = (f"{100 * sum(len(d.items) == 1 for d in letters) / n:.0f} %", n)
    share("overturned", lambda i: i.decision == "overturned")
    for category in (
        "Pharmaceuticals",
        "Diagnostic Testing",
        "Rehabilitation",
        "DMEPOS",
        "Surgery",
        "Injection",
        "Evaluation & Management",
        "Psych Services",
    ):
        share(category, lambda i, c=category: i.category == c)  # type: ignore[misc]
    share("reviewer cites the MTUS", lambda i: any(c.source == "MTUS" for c in i.reviewer_citations))
    share("reviewer cites the ODG", lambda i: any(c.source == "ODG" for c in i.reviewer_citations))
    share("reviewer cites nothing", lambda i: not i.reviewer_citations)
    share("claims administrator cites nothing", lambda i: not i.administrator_citations)
    sections = {s for i in items for c in i.reviewer_citations for s in c.sections}
    out["different sections cited"] = (f"{len(sections)}", m)
    share("item names a body part", lambda i: bool(i.body_parts))
    share("item counts visits", lambda i: i.visits is not None)
    share("partial approval", lambda i: i.authorized is not None)
    out["different drugs by printed name"] = (
        f"{len({d.name for i in items for d in i.drugs})}", sum(len(i.drugs) for i in items),
    )  # fmt: skip
    out["reviewer licensed in California"] = (
        f"{100 * sum('CA' in d.reviewer.licensed_states for d in letters) / n:.0f} %",
        n,
    )
    out["licenses a reviewer"] = (
        f"{statistics.mean(len(d.reviewer.licensed_states) for d in letters):.2f}",
        n,
    )
    out["different certifications"] = (f"{len({c for d in letters for c in d.reviewer.certifications})}", n)
    spread("age", [d.summary.age for d in letters if d.summary.age])
    out["male"] = (f"{100 * sum(d.summary.sex == 'male' for d in letters) / n:.0f} %", n)
    return out


def slope(common: list[tuple[str, int]]) -> float:
    """The least-squares slope over ranks spaced evenly in their logarithm."""
    last = min(2000, len(common))
    ranks = sorted({int(10 * 1.15**k) for k in range(40) if 10 * 1.15**k <= last})
    xs = [math.log(rank) for rank in ranks]
    ys = [math.log(common[rank - 1][1]) for rank in ranks]
    return statistics.linear_regression(xs, ys).slope


def compare(count: int) -> None:
    columns = [figures(real()), figures(like(40)), figures(list(samples.determinations(1, count)))]
    print("| What | real, development half | n | fictional, same months | n | fictional, 2013-2026 | n |")
    print("|---|---|---|---|---|---|---|")
    for name in columns[0]:
        print(f"| {name} | " + " | ".join(f"{c[name][0]} | {c[name][1]:,}" for c in columns) + " |")


_RUN = """
import sys, time
from openimr import samples
start, count = map(int, sys.argv[1:])
t = time.perf_counter(), time.process_time()
items = sum(len(one.items) for one in samples.determinations(1, count, start=start))
print(items, time.perf_counter() - t[0], time.process_time() - t[1])
"""


def speed(count: int) -> None:
    """Items a second of processor time and of the clock, with one process and with two."""
    for processes in (1, 2):
        began = time.perf_counter()
        running = [
            subprocess.Popen(
                [sys.executable, "-c", _RUN, str(k * count), str(count)], stdout=subprocess.PIPE, text=True
            )
            for k in range(processes)
        ]
        parts = [tuple(map(float, (one.communicate()[0]).split())) for one in running]
        items, busy = sum(p[0] for p in parts), sum(p[2] for p in parts)
        took = time.perf_counter() - began
        print(
            f"{processes} process(es): {items:,.0f} items, {items / busy:,.0f} a second of processor time,"
            f" {items / took:,.0f} a second of the clock (load {os.getloadavg()[0]:.1f})"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--count", type=int, default=20_000, help="fictional letters (a process)")
    options = parser.parse_args()
    speed(options.count) if options.speed else compare(options.count)
