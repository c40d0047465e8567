"""A database and an index that hold the same items of fictional letters, some of them made to be awkward."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from openimr.archive.connection import run
from openimr.archive.index.documents import document
from openimr.archive.index.fields import VERSION
from tests.archive.shelf import shelved, some_entries


@pytest.fixture(scope="module")
def held():
    """Items, sorted by their key, byte by byte."""
    made = some_entries(120)
    made[0] = replace(made[0], disputed='=HYPERLINK("http://example.org")', heading="=x", case_number="-1")
    made[1] = replace(made[1], disputed="'@SUM(1)", rationale=None)
    made[2] = replace(made[2], summary=None, specialties=())
    made[3] = replace(made[3], rationale='Two lines\nand "quotes", commas')
    published = [replace(one, origin="published") if one.number % 2 else one for one in made]
    return sorted(published, key=lambda one: one.key.encode())


@pytest.fixture(scope="module")
def archive(held, tmp_path_factory):
    return shelved(tmp_path_factory.mktemp("index"), held)


@pytest.fixture
def stocked(connection, held):
    """The connection, with the items in its database until the test ends."""
    stock(connection, held)
    return connection


def stock(connection, held):
    letters = {int(one.unit[4:]): one for one in held}
    for number, one in letters.items():
        run(
            connection,
            "INSERT INTO archive.letter (id, sha256, slug, origin, kind, source, layout, outcome, items, errors, warnings,"
            " determination, findings, reader, loaded_at, read_at) OVERRIDING SYSTEM VALUE VALUES (%s, %s, %s, %s,"
            " 'text', 'x', '2015', 'upheld', 1, 0, 0, '{}', '[]', 'reader 1', '2026-11-20', '2026-11-21')",
            [number + 1, f"{number:064x}", one.address, one.origin],
        )
    for one in held:
        run(
            connection,
            "INSERT INTO archive.entry (key, unit, letter_id, programme, version, document)"
            " VALUES (%s, %s, %s, 'imr', %s, %s)",
            [one.key, one.unit, int(one.unit[4:]) + 1, VERSION, document(one)],
        )


def rows_of(path):
    """The rows of a JSON lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
