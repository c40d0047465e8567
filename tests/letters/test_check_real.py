"""Checking on real letters: nothing raises, every firing was judged, and the printed precision is the measured one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from benchmarks import findings
from openimr.letters.checking import checks

pytestmark = pytest.mark.letters


def test_every_firing_has_a_verdict_and_the_precision_file_says_so(real_letters: Path) -> None:
    fired, right, without, _ = findings.precision()
    assert [(case, found.item, found.code) for case, found in without] == [], (
        f"judge these in {findings.VERDICTS.name}, then: python -m benchmarks.findings --write"
    )
    written = json.loads(findings.PRECISION.read_text())
    measured = {one.code: {"right": right[one.code], "fired": fired[one.code]} for one in checks()}
    assert written["checks"] == measured, "run: python -m benchmarks.findings --write"
    assert written["data"] == findings.DATA
    letters = [sum(1 for _ in findings.real(half)) for half in findings.HALVES]
    assert re.findall(r"\b\d\d\b", findings.DATA) == [str(n) for n in (sum(letters), *letters)]


def test_the_halves_are_counted_apart(real_letters: Path) -> None:
    fired, right, _, _ = findings.precision()
    apart = [findings.precision(half) for half in findings.HALVES]
    assert all(its_fired for its_fired, _, _, _ in apart)
    assert fired == apart[0][0] + apart[1][0]
    assert right == apart[0][1] + apart[1][1]


def test_errors_are_right(real_letters: Path) -> None:
    fired, right, _, _ = findings.precision()
    errors = [one.code for one in checks() if one.severity == "error"]
    assert errors
    assert sum(right[code] for code in errors) >= 0.9 * sum(fired[code] for code in errors)
