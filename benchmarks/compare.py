"""What a revision changed on real letters: `make compare REV=main~1`.

Both revisions read every real letter; each value that differs is printed, as a gain where only the newer
is right by the hand-made data, as a loss where only the older is, else as a change. Exit status 1 on a loss.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from benchmarks.accuracy import GOLD, ROOT, Score, score_letter, shared


def read_all(source: Path) -> dict[str, dict[str, Any]]:
    """Every real letter as the reader in the tree ``source`` reads it, by file name."""
    folder = shared() / "letters"
    environment = {**os.environ, "PYTHONPATH": str(source / "src")}
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "openimr.cli",
            "read",
            "--jobs",
            "2",
            str(folder / "pdf"),
            str(folder / "seeds"),
        ],
        env=environment,
        cwd=source,
        capture_output=True,
        text=True,
    )
    if done.returncode == 2 or not done.stdout:
        sys.exit(f"The reader of {source} did not run: {done.stderr.strip()[-500:]}")
    return {line["source"]: line for line in map(json.loads, done.stdout.splitlines())}


def flatten(value: Any, pointer: str = "") -> dict[str, Any]:
    """Leaves by JSON Pointer."""
    if isinstance(value, dict):
        out: dict[str, Any] = {}
        for name, inner in value.items():
            out |= flatten(inner, f"{pointer}/{name}")
        return out
    if isinstance(value, list) and any(isinstance(inner, dict) for inner in value):
        out = {}
        for number, inner in enumerate(value):
            out |= flatten(inner, f"{pointer}/{number}")
        return out
    return {pointer: value}


def wrongs(read: dict[str, Any], case: str) -> tuple[str, set[str]]:
    """Which half of the split a letter is in and the places where it differs from the hand-made data."""
    for half in ("develop", "test"):
        path = GOLD / half / f"{case}.json"
        if path.exists() and "error" not in read:
            score = Score()
            score_letter(score, json.loads(path.read_text()), read)
            return half, {"\t".join(row.split("\t")[:2]) for row in score.wrong}
    return "none", set()


def main() -> int:
    """Compare the working tree with a revision."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("revision", nargs="?", default="HEAD")
    parser.add_argument("--all", action="store_true", help="print every changed value, not the first 200")
    options = parser.parse_args()
    if not (shared() / "letters").is_dir():
        print(f"The real letters are not here ({shared()}); nothing was compared.", file=sys.stderr)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        subprocess.run(
            ["git", "worktree", "add", "--quiet", "--detach", str(tree), options.revision],
            cwd=ROOT,
            check=True,
        )
        try:
            old = read_all(tree)
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(tree)], cwd=ROOT, check=True)
    new = read_all(ROOT)
    tally: Counter[str] = Counter()
    rows: list[str] = []
    for name in sorted(old | new):
        before, after = old.get(name, {"error": "not read"}), new.get(name, {"error": "not read"})
        case = Path(name).stem
        half, wrong_before = wrongs(before, case)
        _, wrong_after = wrongs(after, case)
        for row in sorted(wrong_before - wrong_after):
            tally["gain"] += 1
            rows.append(f"gain\t{name}\t{row}")
        for row in sorted(wrong_after - wrong_before):
            tally["loss"] += 1
            rows.append(f"LOSS\t{name}\t{row}")
        a, b = flatten(before), flatten(after)
        for pointer in sorted(a.keys() | b.keys()):
            if a.get(pointer) != b.get(pointer):
                tally["changed"] += 1
                # The sealed letters' values are counted, never shown.
                shown = f"{a.get(pointer)!r:.90} -> {b.get(pointer)!r:.90}" if half != "test" else "(sealed)"
                rows.append(f"change\t{name}\t{pointer}\t{shown}")
    print("\n".join(rows if options.all else rows[:200]))
    print(
        f"{options.revision} -> working tree, {len(new)} letters: {tally['gain']} gains, {tally['loss']} losses, "
        f"{tally['changed']} values changed"
    )
    return 1 if tally["loss"] else 0


if __name__ == "__main__":
    sys.exit(main())
