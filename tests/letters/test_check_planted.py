"""Errors planted in sample letters by others are found, and clean sample letters have next to none."""

from __future__ import annotations

import pytest
from benchmarks.findings import FINDS, recall

from openimr import samples


def test_every_kind_of_planted_error_has_its_checks() -> None:
    assert set(samples.KINDS) == set(FINDS)


@pytest.fixture(scope="module")
def measured() -> tuple[dict[str, int], dict[str, int], dict[str, int], int]:
    return recall(6, 40, missed=0)


def test_planted_errors_are_found(
    measured: tuple[dict[str, int], dict[str, int], dict[str, int], int],
) -> None:
    planted, found, _, _ = measured
    assert sum(planted.values()) >= 150
    assert sum(found.values()) >= 0.95 * sum(planted.values())
    for kind, count in planted.items():
        assert found[kind] >= 0.6 * count, kind


def test_clean_letters_have_no_findings(
    measured: tuple[dict[str, int], dict[str, int], dict[str, int], int],
) -> None:
    _, _, alarms, letters = measured
    alarms.pop("CITE-05", None)  # some sample reviewers cite nothing, as some real ones do
    assert sum(alarms.values()) <= 0.05 * letters, alarms
