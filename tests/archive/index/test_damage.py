"""A damaged index, and one of another database: said in a sentence, and made whole by the next update."""

from __future__ import annotations

import json
from contextlib import closing

import pytest

from openimr import samples
from openimr.archive import Folder
from openimr.archive.index import writer
from openimr.archive.index.fields import VERSION
from openimr.archive.index.reader import NoIndex, Reader
from openimr.archive.loading import load_paths
from openimr.archive.searching import Archive


@pytest.fixture
def indexed(address, tmp_path):
    """A connection to a database that holds letters, and the folder of their index."""
    import psycopg

    def connect():
        return psycopg.connect(dbname=address.name, user=address.user, host=address.host, autocommit=True)

    given = tmp_path / "given"
    given.mkdir()
    for one in samples.letters(seed=3, count=6):
        (given / f"{one.name}.txt").write_text(one.text, "utf-8")
    load_paths(connect, Folder(tmp_path / "kept"), [given], origin="sample", reader="1", jobs=1)
    folder = tmp_path / "index"
    with closing(connect()) as connection:
        writer.update(connection, folder)
        yield connection, folder
        connection.execute("TRUNCATE archive.letter, archive.dmhc, archive.entry, archive.gone CASCADE")


def _largest(generation, ending):
    return max(generation.glob(f"*.{ending}"), key=lambda path: path.stat().st_size)


def _keep(path, length):
    """Put another file with the first bytes in its place.

    The file itself is mapped into the memory of whoever has the index open, this process too: shortening it would kill
    them (SIGBUS), and that is not what is asked here.
    """
    held = path.with_suffix(".cut")
    held.write_bytes(path.read_bytes()[:length])
    held.replace(path)


DAMAGE = {
    "a file of it cut off": lambda generation: _keep(_largest(generation, "store"), 50),
    "a file of it gone": lambda generation: _largest(generation, "idx").unlink(),
    "a file of it empty": lambda generation: _keep(_largest(generation, "fast"), 0),
    "its list of files no JSON": lambda generation: (generation / "meta.json").write_text("{"),
    "its list of files gone": lambda generation: (generation / "meta.json").unlink(),
    "what it holds not said": lambda generation: (generation / "revision.json").write_text("x"),
    "current gone": lambda generation: (generation.parent / "current").unlink(),
    "current naming nothing": lambda generation: (generation.parent / "current").write_text("g-000099"),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_damage_is_said_and_the_next_update_heals_it(indexed, what):
    connection, folder = indexed
    total = Archive(Reader(folder)).search("").total
    assert total
    DAMAGE[what](folder / (folder / "current").read_text().strip())
    with pytest.raises(NoIndex, match="run openimr archive index"):
        Archive(Reader(folder)).search("")
    assert writer.update(connection, folder).rebuilt
    assert Archive(Reader(folder)).search("").total == total
    assert not writer.update(connection, folder).rebuilt


def test_an_index_of_another_database_is_built_anew(indexed):
    """Its revisions are ahead of ours: nothing of ours would ever look changed to it."""
    connection, folder = indexed
    state = folder / (folder / "current").read_text().strip() / "revision.json"
    state.write_text(json.dumps({"revision": 10**9, "version": VERSION}))
    assert writer.update(connection, folder).rebuilt
