"""A PostgreSQL with the tables of issuing alone, and a desk of an office."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

pytest.importorskip("psycopg", reason="the service's dependencies are not installed")
pytest.importorskip("pyhanko", reason="the service's dependencies are not installed")

import psycopg

from openimr import letters, samples
from openimr.service.database import WEB, Embedded
from openimr.service.issuing.schema import statements
from tests.letters import signed
from tests.service.issuing.office import Desk

ROOT = signed.root()
_EVENT = """
CREATE TABLE test_event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    letter_id bigint NOT NULL REFERENCES issuing_letter (id),
    case_number text NOT NULL, kind text NOT NULL, version integer NOT NULL
)
"""


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Embedded]:
    with Embedded(tmp_path_factory.mktemp("issuing") / "database") as database:
        yield database


@pytest.fixture
def desk(database: Embedded, tmp_path) -> Desk:
    """Empty tables, an empty shelf."""
    determination = next(iter(samples.letters(seed=1, count=1))).determination
    desk = Desk(
        address=database.owner,
        folder=tmp_path / "shelf",
        journal=tmp_path / "journal",
        letter=signed.letter(),
        public=letters.render(determination, "pdf", public=True),
        credential=ROOT.credential_file(),
        root=ROOT.pem,
    )
    with desk.connect() as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
        connection.execute(f"GRANT USAGE ON SCHEMA public TO {WEB}")
        connection.execute(statements())
        connection.execute(_EVENT)
        connection.execute(f"GRANT SELECT, INSERT ON issuing_letter, test_event TO {WEB}")
    return desk


@pytest.fixture
def connection(desk: Desk) -> Iterator[psycopg.Connection]:
    with desk.connect() as connection:
        yield connection
