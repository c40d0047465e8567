"""An archive of its own: fictional determinations and a few cases of health plans, in an index without a database."""

from __future__ import annotations

import pytest

pytest.importorskip("tantivy", reason="the archive's dependencies are not installed")

from openimr import samples
from openimr.archive.entries import entries
from openimr.archive.index.documents import document
from openimr.archive.index.fields import VERSION
from openimr.archive.index.generations import Generations, State, create
from openimr.archive.index.reader import Reader
from openimr.archive.model import Entry
from openimr.archive.searching import Archive

LETTERS = 600


def plan(number: int, **changes: object) -> Entry:
    """A case of a health plan."""
    held: dict[str, object] = {
        "key": f"MN16-{number}",
        "unit": f"dmhc:MN16-{number}",
        "programme": "dmhc",
        "origin": "published",
        "address": f"MN16-{number}",
        "number": 1,
        "leads": True,
        "case_number": f"MN16-{number}",
        "decided": None,
        "year": 2016,
        "decision": "upheld",
        "category": "Cancer Treatment",
        "subcategory": "Chemotherapy",
        "heading": "Chemotherapy",
        "disputed": "Chemotherapy",
        "kind": "Medical Necessity",
        "age_group": "41-50",
        "sex": "female",
        "diagnosis_categories": ("Cancer", "Cancer > Breast Cancer"),
    }
    return Entry(**(held | changes))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def determinations():
    return list(samples.determinations(7, LETTERS))


@pytest.fixture(scope="session")
def shelf(tmp_path_factory, determinations):
    """The folder of the index."""
    folder = tmp_path_factory.mktemp("library") / "index"
    generations = Generations(folder)
    generation = generations.new()
    writer = create(generation).writer(20_000_000, 1)
    for number, one in enumerate(determinations):
        for entry in entries(one, address=one.case_number, letter_id=number, origin="sample"):
            writer.add_json(document(entry))
    for number in range(8):
        writer.add_json(document(plan(20_000 + number, decision="overturned" if number < 3 else "upheld")))
    writer.commit()
    writer.wait_merging_threads()
    generations.note(generation, State(1, VERSION))
    generations.use(generation)
    return folder


@pytest.fixture
def wired(home, shelf):
    """Puts an archive in the place of the installation's, and takes it away again."""
    from openimr.service.bootstrap import wiring

    held = wiring()
    before = held.archive

    def put(archive: Archive) -> Archive:
        object.__setattr__(held, "archive", archive)
        return archive

    yield put
    object.__setattr__(held, "archive", before)


@pytest.fixture
def archive(wired, shelf):
    return wired(Archive(Reader(shelf)))


@pytest.fixture
def visitor(archive):
    """A browser without cookies; while it asks, every question to the database is a failure."""
    from django.db import connection
    from django.test import Client

    def refuse(execute, sql, params, many, context):
        raise AssertionError(f"a public page asks the database: {sql}")

    with connection.execute_wrapper(refuse):
        yield Client(SERVER_NAME="localhost")
