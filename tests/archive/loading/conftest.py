"""A database that a test fills and empties, since loading commits; letters as files, one folder for all tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from openimr import archive, samples
from openimr.archive.loading import load_paths


@pytest.fixture(scope="session")
def letters(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str]]:
    """Name and text of forty fictional letters."""
    return [(f"{one.name}.txt", one.text) for one in samples.letters(seed=5, count=40)]


@pytest.fixture
def folder(tmp_path: Path, letters) -> Path:
    """A folder with ten of them."""
    made = tmp_path / "given"
    made.mkdir()
    for name, text in letters[:10]:
        (made / name).write_text(text, "utf-8")
    return made


@pytest.fixture
def connect(address) -> Iterator[Callable[[], psycopg.Connection]]:
    """Opens connections; what they committed is forgotten."""

    def opened() -> psycopg.Connection:
        return psycopg.connect(dbname=address.name, user=address.user, host=address.host, autocommit=True)

    yield opened
    with opened() as connection:
        connection.execute("TRUNCATE archive.letter, archive.dmhc, archive.entry, archive.gone CASCADE")


@pytest.fixture
def storage(tmp_path: Path) -> archive.Folder:
    return archive.Folder(tmp_path / "kept")


@pytest.fixture
def loaded(connect, storage):
    """Loads paths, one worker."""

    def load(*paths, reader="1", origin="sample", **options):
        return load_paths(connect, storage, paths, origin=origin, reader=reader, jobs=1, **options)

    return load


@pytest.fixture
def held(connect):
    """Rows of a query."""

    def rows(sql, *params):
        with connect() as connection:
            return connection.execute(sql, params).fetchall()

    return rows
