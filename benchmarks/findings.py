"""Precision and recall of `openimr check`: `python -m benchmarks.findings`.

Precision: every firing on the real letters of both halves and the three older ones, against verdicts given by hand
(gold/findings.json: case, item, code, a digest of the quoted words, right or not, why; gold/split.json says whose half
a case is). The halves are counted apart and together; together they decide the severity. A firing without a verdict is
named, and `--write` refuses until all have one; then it writes what `openimr check --list` prints.
Recall: errors planted in clean sample letters, found or not. False alarms: findings in those letters before that.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.accuracy import GOLD, ROOT, digest, shared
from openimr import letters
from openimr.letters import checking
from openimr.letters.checking import Measured, registry
from openimr.letters.model import Determination, Finding

VERDICTS = GOLD / "findings.json"
PRECISION = ROOT / "src/openimr/letters/checking/precision.json"
HALVES = ("develop", "test")
DATA = "67 real letters of 2014 to 2017 (43 that the checks were developed on, 24 kept sealed meanwhile)"
Key = tuple[str, int | None, str, str | None]

#: Kind of planted error to the beginnings of the codes that find it.
FINDS = {
    "strength-not-marketed": ("DOSE-01", "DOSE-02"),
    "unit-absurd": ("DOSE-02", "DOSE-01"),
    "quantity-arithmetic": ("DOSE-03", "DOSE-04"),
    "refill-arithmetic": ("DOSE-04",),
    "visit-arithmetic": ("VISIT",),
    "sex-pronoun": ("SEX",),
    "body-part": ("BODY",),
    "side": ("BODY",),
    "cited-chapter": ("BODY-04",),
    "injury-date": ("DATE",),
    "ur-date": ("DATE",),
    "date-order": ("DATE",),
    "decision-conclusion": ("DEC",),
    "denied-fact": ("FACT",),
    "said-twice": ("REP-01",),
    "rationale-reused": ("REP-02",),
    "no-dated-record": ("REC-01",),
    "unknown-guideline": ("CITE-01",),
    "unknown-section": ("CITE-02",),
    "unknown-page": ("CITE-03",),
    "edition-not-in-force": ("CITE-04",),
    "no-evidence": ("CITE-05",),
    "no-rationale": ("ITEM-01",),
    "unpaired-quote": ("TEXT-01",),
    "template-remnant": ("TEXT-02",),
    "misspelled-term": ("TEXT-03",),
    "identifying-data": ("PRIV",),
    "deletion-gap": ("TEXT-04",),
}


def real(half: str = "develop") -> Iterator[tuple[str, Determination]]:
    """The real letters of one half of the split; with the develop half, the three older ones."""
    for case in json.loads((GOLD / "split.json").read_text())[half]:
        path = shared() / "letters/pdf" / f"{case}.pdf"
        if path.exists():
            yield case, letters.read(path)
    if half == "develop":
        for path in sorted((shared() / "letters/seeds").glob("*.txt")):
            yield path.stem, letters.read(path)


def key(case: str, finding: Finding) -> Key:
    """What a verdict is on."""
    return case, finding.item, finding.code, digest(finding.quote or finding.against)


def verdicts() -> dict[Key, dict[str, Any]]:
    """The verdicts given by hand."""
    rows = json.loads(VERDICTS.read_text()) if VERDICTS.exists() else []
    return {(row["case"], row["item"], row["code"], row["quote"]): row for row in rows}


def precision(
    *halves: str,
) -> tuple[Counter[str], Counter[str], list[tuple[str, Finding]], set[Key]]:
    """Firings and right ones by code, those without a verdict, and verdicts on what no longer fires.

    On the letters of the halves named, of both where none is.
    """
    fired: Counter[str] = Counter()
    right: Counter[str] = Counter()
    open_ones: list[tuple[str, Finding]] = []
    given = verdicts()
    stale: set[Key] = set()
    for case, letter in (pair for half in halves or HALVES for pair in real(half)):
        stale |= {one for one in given if one[0] == case}
        for finding in checking.check(letter, public=True):
            fired[finding.code] += 1
            verdict = given.get(key(case, finding))
            stale.discard(key(case, finding))
            if verdict is None:
                open_ones.append((case, finding))
            else:
                right[finding.code] += verdict["right"]
    return fired, right, open_ones, stale


def split() -> tuple[Counter[str], Counter[str], int]:
    """Print precision by half and together; firings and right ones of both halves, and how many lack a verdict."""
    fired: Counter[str] = Counter()
    right: Counter[str] = Counter()
    by_half: dict[str, tuple[Counter[str], Counter[str]]] = {}
    open_ones: list[tuple[str, str, Finding]] = []
    stale = 0
    for half in HALVES:
        its_fired, its_right, without, no_more = precision(half)
        by_half[half] = its_fired, its_right
        fired += its_fired
        right += its_right
        open_ones += [(half, case, finding) for case, finding in without]
        stale += len(no_more)
    print(f"precision on {DATA}")
    print(f"  {'':9s}" + "".join(f"{half:>18s}" for half in (*HALVES, "both")) + "  severity")

    def row(name: str, codes: list[str], severity: str = "") -> None:
        print(
            f"  {name:9s}"
            + "".join(
                f"{sum(r[c] for c in codes):5d} right of {sum(f[c] for c in codes):3d}"
                for f, r in [*by_half.values(), (fired, right)]
            )
            + f"  {severity}".rstrip()
        )

    catalog = checking.checks()
    for one in catalog:
        if fired[one.code]:
            row(one.code, [one.code], one.severity)
    row("all", [one.code for one in catalog])
    row("errors", [one.code for one in catalog if one.severity == "error"])
    # What the first half promised of itself: its errors, on letters that had no say in it.
    its_fired, its_right = by_half["develop"]
    alone = [
        one.code
        for one in catalog
        if registry._severity(one.plain, Measured(its_right[one.code], its_fired[one.code], "")) == "error"
    ]
    row("foreseen", alone, "errors by the develop half alone")
    for half, case, finding in open_ones:
        words = repr(finding.quote[:90]) if half == "develop" else "(sealed)"
        print(f"  no verdict: {case} item {finding.item} {finding.code} {words}")
    if stale:
        print(f"  {stale} verdict(s) on what no longer fires")
    if open_ones:
        print(
            f"  {len(open_ones)} firing(s) without a verdict: judge them in {VERDICTS.name}", file=sys.stderr
        )
    return fired, right, len(open_ones)


def write(fired: Counter[str], right: Counter[str]) -> None:
    """The data file that the registry reads."""
    rows = {one.code: {"right": right[one.code], "fired": fired[one.code]} for one in checking.checks()}
    note = "Written by python -m benchmarks.findings --write; not to be edited by hand."
    PRECISION.write_text(json.dumps({"note": note, "data": DATA, "checks": rows}, indent=1) + "\n")


def recall(seeds: int, count: int, *, missed: int) -> tuple[Counter[str], Counter[str], Counter[str], int]:
    """Planted errors by kind, those found, false alarms on the clean letters by code, and how many letters."""
    from openimr import samples

    planted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    alarms: Counter[str] = Counter()
    clean = [letter.determination for letter in samples.letters(seed=20_261, count=count)]
    before = []
    for letter in clean:
        findings = checking.check(letter, public=True)
        alarms.update(f.code for f in findings)
        before.append({(f.code, f.item, f.quote, f.message) for f in findings})
    shown: dict[str, int] = defaultdict(int)
    for kind in samples.KINDS:
        for seed in range(seeds):
            index = (seed * 7 + sum(map(ord, kind))) % len(clean)
            for step in range(len(clean)):
                which = (index + step) % len(clean)
                error = samples.plant(clean[which], kind, seed)
                if error is not None:
                    break
            else:
                continue
            planted[kind] += 1
            new = [
                f
                for f in checking.check(error.determination, public=True)
                if (f.code, f.item, f.quote, f.message) not in before[which]
            ]
            if any(
                f.code.startswith(FINDS[kind]) and (error.item is None or f.item in (error.item, None))
                for f in new
            ):
                found[kind] += 1
            elif shown[kind] < missed:
                shown[kind] += 1
                print(f"  missed {kind} {seed}: {error.quote!r} against {error.against!r} at {error.pointer}")
    return planted, found, alarms, len(clean)


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--write", action="store_true", help="write precision.json for `openimr check --list`"
    )
    parser.add_argument(
        "--half", choices=("develop", "test"), default="develop", help="which letters --count counts"
    )
    parser.add_argument("--count", action="store_true", help="only count firings by code, judging nothing")
    parser.add_argument(
        "--seeds", type=int, default=15, help="planted errors of each kind; 0 leaves recall out"
    )
    parser.add_argument("--letters", type=int, default=60, help="clean letters to plant them in")
    parser.add_argument("--missed", type=int, default=0, help="how many missed errors of each kind to print")
    options = parser.parse_args()
    if options.count:
        counts: Counter[str] = Counter()
        n = 0
        for _, letter in real(options.half):
            n += 1
            counts.update(f.code for f in checking.check(letter, public=True))
        print(
            f"{options.half}: {n} letters; " + ", ".join(f"{code} {k}" for code, k in sorted(counts.items()))
        )
        return 0
    status = 0
    if all(any(True for _ in real(half)) for half in HALVES):
        fired, right, open_ones = split()
        status = 1 if open_ones else 0
        if options.write and not open_ones:
            write(fired, right)
    else:
        print(
            f"the real letters are not here ({Path(shared()).name}); precision was not measured",
            file=sys.stderr,
        )
    if options.seeds:
        planted, found, alarms, n = recall(options.seeds, options.letters, missed=options.missed)
        print(f"recall on planted errors, {n} sample letters")
        for kind in planted:
            print(f"  {kind:24s} {found[kind]:3d} of {planted[kind]:3d}")
        total = sum(planted.values())
        print(
            f"  all                      {sum(found.values()):3d} of {total:3d} = {sum(found.values()) / max(1, total):.1%}"
        )
        print(
            "false alarms on the clean letters: "
            + (", ".join(f"{c} {k}" for c, k in sorted(alarms.items())) or "none")
        )
    return status


if __name__ == "__main__":
    sys.exit(main())
