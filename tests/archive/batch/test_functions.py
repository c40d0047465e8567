"""Reading every letter again, and fingerprints, as they run in workers."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import openimr
from openimr import letters, samples
from openimr.archive import Folder, batch
from openimr.archive.comparing.fingerprints import fingerprints


def test_letters_are_read_again_from_the_bytes_that_are_kept(tmp_path: Path) -> None:
    kept = Folder(tmp_path / "storage")
    truth = {kept.put(one.text.encode()): one for one in samples.letters(seed=11, count=6)}
    damaged = kept.put(b"%PDF-1.7 and no more")
    gone = "0" * 64
    wanted = [*truth, damaged, gone]
    reread = partial(batch.reread, storage=str(kept.root), reader=openimr.__version__)
    found = {
        one.key: one
        for one in batch.over(reread, batch.in_chunks(((key, key) for key in wanted), 3), workers=2)
    }
    assert set(found) == set(wanted)
    for sha256 in truth:
        result = found[sha256].result
        assert result is not None
        read = letters.read(kept.path(sha256), spans=True)
        assert result["determination"] == letters.to_json(read, spans=True)
        assert result["sha256"] == sha256 == result["determination"]["sha256"]
        assert result["findings"] == [
            {**letters.finding_to_json(one), "pointer": one.pointer} for one in letters.check(read)
        ]
    refused = found[damaged].result
    assert refused is not None
    assert refused["determination"] is None
    assert refused["unreadable"]["code"] == "truncated"
    assert "No such file" in (found[gone].refused or "") or "Nothing is kept" in (found[gone].refused or "")


def test_a_worker_with_another_reader_refuses(tmp_path: Path) -> None:
    reread = partial(batch.reread, storage=str(tmp_path), reader="99.0")
    (only,) = batch.over(reread, [[("a", "a" * 64)]], workers=1)
    assert "99.0 is asked for" in (only.refused or "")


def test_fingerprints_are_the_same_in_every_process() -> None:
    text = "the guideline asks for a documented failure of first line treatment before this one is considered"
    (only,) = batch.over(batch.fingerprints, [[("a", text)]], workers=1)
    assert only.result == fingerprints(text)
    assert only.result
