"""A PostgreSQL of the tests' own, and a connection to the archive's tables that forgets what a test did."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

psycopg = pytest.importorskip("psycopg", reason="the service's dependencies are not installed")

from openimr import archive  # noqa: E402
from openimr.service.database import Address, Embedded  # noqa: E402


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Address]:
    with Embedded(tmp_path_factory.mktemp("archive") / "database") as database:
        with _connect(database.owner) as connection:
            for step in archive.STEPS:
                connection.execute(archive.statements(step))
        yield database.owner


@pytest.fixture
def connection(address: Address) -> Iterator[object]:
    with _connect(address) as connection:
        yield connection
        connection.rollback()


def _connect(address: Address):
    return psycopg.connect(dbname=address.name, user=address.user, host=address.host)
