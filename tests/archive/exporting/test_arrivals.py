"""What came since: exactly the letters that the index holds and that were not there before."""

from __future__ import annotations

import pytest

from openimr.archive.connection import rows, run
from openimr.archive.exporting import arrivals


def _revision(connection):
    return rows(connection, "SELECT max(revision) FROM archive.entry")[0][0]


@pytest.mark.parametrize("chunk", [3, 10, 2_000])
def test_every_item_once_the_newest_first(stocked, held, chunk, monkeypatch):
    monkeypatch.setattr(arrivals, "_CHUNK", chunk)
    until = arrivals.newest(stocked, _revision(stocked))
    number = {one.key: int(one.unit[4:]) + 1 for one in held}
    for after in (0, 50, until):
        keys = [key for part in arrivals.arrived(stocked, after, until) for key in part]
        assert sorted(keys) == sorted(key for key, of in number.items() if of > after)
        assert [number[key] for key in keys] == sorted((number[key] for key in keys), reverse=True)


def test_a_letter_that_the_index_lacks_is_waited_for(stocked):
    revision = _revision(stocked)
    before = arrivals.newest(stocked, revision)
    run(stocked, "UPDATE archive.entry SET revision = nextval('archive.revision') WHERE letter_id = 100")
    assert (before, arrivals.newest(stocked, revision)) == (120, 99)
    assert arrivals.newest(stocked, _revision(stocked)) == 120
