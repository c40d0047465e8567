"""A further web node gets the same index, and only what it lacks."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from openimr import samples
from openimr.archive import Folder
from openimr.archive.index import writer
from openimr.archive.index.reader import Reader
from openimr.archive.loading import load_paths
from openimr.archive.searching import Archive


def _letters(folder: Path, seed: int, count: int) -> Path:
    folder.mkdir()
    for one in samples.letters(seed=seed, count=count):
        (folder / f"{one.name}.txt").write_text(one.text, "utf-8")
    return folder


def test_a_node_follows(address, tmp_path):
    def connect():
        return psycopg.connect(dbname=address.name, user=address.user, host=address.host, autocommit=True)

    own, node = tmp_path / "own", tmp_path / "node"
    with closing(connect()) as connection:
        try:
            with pytest.raises(writer.IndexProblem, match="no index to copy"):
                writer.copy(connection, own, node)
            storage = Folder(tmp_path / "kept")
            load_paths(
                connect, storage, [_letters(tmp_path / "a", 3, 5)], origin="sample", reader="1", jobs=1
            )
            writer.update(connection, own)
            first = writer.copy(connection, own, node)
            seen = Archive(Reader(node))
            total = seen.search("").total
            assert total == Archive(Reader(own)).search("").total > 0
            load_paths(
                connect, storage, [_letters(tmp_path / "b", 4, 5)], origin="sample", reader="1", jobs=1
            )
            writer.update(connection, own)
            second = writer.copy(connection, own, node)
            seen.reader._looked = 0.0
            assert seen.search("").total == Archive(Reader(own)).search("").total > total
            shared = {one.name for one in first.iterdir()} & {one.name for one in second.iterdir()}
            segments = [name for name in shared if not name.endswith(".json") and name[0] != "."]
            assert segments
            assert all((first / name).samefile(second / name) for name in segments), (
                "linked, not written again"
            )
        finally:
            connection.execute("TRUNCATE archive.letter, archive.dmhc, archive.entry, archive.gone CASCADE")
