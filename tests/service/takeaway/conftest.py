"""An archive of fictional letters in the service's database, and its index, as the pages find them."""

from __future__ import annotations

import pytest

from ..conftest import STOCKED

COUNT = 40


@pytest.fixture(scope="module")
def shelf(home, tmp_path_factory):
    """The items that are in the archive, the last letter last; they leave it when the module is done."""
    from django.db import connections

    from openimr import samples
    from openimr.service import bootstrap, stocking

    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute("DELETE FROM archive.letter")
    made = list(samples.letters(23, COUNT))
    for letter in made:
        _load(letter)
    refresh()
    bootstrap.wiring.cache_clear()
    yield made
    with owner.cursor() as cursor:
        cursor.execute("DELETE FROM archive.letter")
    for folder in STOCKED:
        stocking.stock(folder, lambda line: None)


def _load(letter):
    from django.db import connections, transaction

    from openimr import archive
    from openimr.service.bootstrap import wiring

    with transaction.atomic(using="owner"):
        archive.load(
            connections["owner"],
            wiring().letters,
            letter.text.encode(),
            letter.determination,
            [],
            origin="sample",
            reader="tests",
        )


def refresh():
    """Bring the index to the state of the database, and let the pages see it."""
    from django.db import connections

    from openimr.archive.index.writer import update
    from openimr.service.home import Home

    update(connections["owner"], Home().index)


def bring(letter):
    """One more letter, in database and index."""
    _load(letter)
    refresh()


@pytest.fixture
def visitor(shelf):
    from django.test import Client

    from openimr.service.rates.models import Count
    from openimr.service.takeaway.models import Alert

    Count.objects.all().delete()
    Alert.objects.all().delete()
    return Client(SERVER_NAME="localhost", headers={"accept": "*/*"})


@pytest.fixture
def items(shelf):
    return [one for letter in shelf for one in letter.determination.items]
