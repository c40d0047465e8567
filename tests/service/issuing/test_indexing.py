"""What is published is found by a search as soon as the worker has run, and only in the version that holds."""

from __future__ import annotations

import pytest

from ..quality.office import issued_case, ready, somebody

pytestmark = pytest.mark.usefixtures("home")


@pytest.fixture(autouse=True)
def _ready(home):
    ready()


def _found(number: str):
    """What a process that opens the index now finds of a case, after the worker's task."""
    from openimr.archive.index.reader import Reader
    from openimr.archive.searching import Archive
    from openimr.service.home import Home
    from openimr.service.jobs import tasks

    tasks.update_index()
    return Archive(Reader(Home().index)).search(number, relax=False)


def test_a_published_case_is_found_and_a_correction_takes_its_place():
    from django.db import connection

    from openimr.archive.connection import rows
    from openimr.service.cases.commands import correcting, publishing

    case, who = issued_case(treatments=["Valium 10mg #60"])
    assert _found(case.number).total == 0, "nothing is found before it is published"
    copy = publishing.public_copy(case)
    publishing.publish(somebody("letter_quality"), case.number, looked=True, sha256=copy.sha256)
    first = _found(case.number)
    assert first.total == 1
    assert first.hits[0].fields["drug"] == ("diazepam",)

    correcting.propose_correction(who, case.number, {"/dates/injury": "2024-01-02"}, "Copied wrongly.")
    corrected = correcting.approve_correction(somebody("letter_quality"), case.number, service="mail")
    again = publishing.public_copy(corrected)
    publishing.publish(somebody("letter_quality"), case.number, looked=True, sha256=again.sha256)
    second = _found(case.number)
    assert second.total == 1
    assert second.hits[0].key == first.hits[0].key, "the permalink stays"
    held = rows(connection, "SELECT sha256 FROM archive.letter WHERE slug = %s", [case.number])
    assert [one[0] for one in held] == [again.sha256]


def test_what_leaves_the_archive_is_found_no_more():
    from contextlib import closing

    from openimr.archive.connection import run
    from openimr.service.cases.commands import publishing
    from openimr.service.database import opening

    case, _ = issued_case(treatments=["Valium 10mg #60"])
    copy = publishing.public_copy(case)
    publishing.publish(somebody("letter_quality"), case.number, looked=True, sha256=copy.sha256)
    assert _found(case.number).total == 1
    with closing(opening.owner()) as owner:
        run(owner, "DELETE FROM archive.letter WHERE slug = %s", [case.number])
    assert _found(case.number).total == 0
