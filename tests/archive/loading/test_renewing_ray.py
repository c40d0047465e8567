"""Reading again and making anew on a Ray cluster of two workers give what processes give."""

from __future__ import annotations

import pytest

for package in ("ray", "daft"):
    pytest.importorskip(package, reason="the packages of openimr[batch] are not installed")

from openimr.archive.loading import remake, reread  # noqa: E402
from tests.archive.batch.test_ray import cluster  # noqa: E402, F401


@pytest.mark.usefixtures("cluster")
def test_ray_writes_the_same_rows(loaded, folder, held, connect, storage):
    entries = "SELECT key, document FROM archive.entry ORDER BY key"
    loaded(folder)
    before = held(entries)
    report = reread(connect, storage, reader="2", engine="ray")
    assert (report.updated, report.refusals) == (10, [])
    assert held("SELECT DISTINCT reader FROM archive.letter") == [("2",)]
    assert held(entries) == before
    held("UPDATE archive.entry SET version = 0, document = '{}' RETURNING 1")
    # What the setting says, where no engine is named.
    made = remake(connect, engine=None)
    assert (made.done, made.refusals) == (10, [])
    assert held(entries) == before
