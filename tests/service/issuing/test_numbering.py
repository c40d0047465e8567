"""Case numbers: never the same twice, whatever becomes of the one who asked."""

from __future__ import annotations

import threading

import psycopg
import pytest

from openimr.service.database import WEB
from openimr.service.issuing.numbering import CASE_NUMBER, next_case_number


def test_numbers_of_a_year_count_up(connection) -> None:
    numbers = [next_case_number(connection, year) for year in (2026, 2026, 2027, 2026, 2013, 2099)]
    assert numbers == [
        "CM26-0000001",
        "CM26-0000002",
        "CM27-0000001",
        "CM26-0000003",
        "CM13-0000001",
        "CM99-0000001",
    ]
    assert all(CASE_NUMBER.fullmatch(number) for number in numbers)


def test_a_rollback_gives_no_number_back(connection) -> None:
    with connection.transaction(force_rollback=True):
        assert next_case_number(connection, 2026) == "CM26-0000001"
    assert next_case_number(connection, 2026) == "CM26-0000002"


def test_many_at_once(desk) -> None:
    found: list[str] = []

    def ask() -> None:
        with desk.connect() as connection:
            found.extend([next_case_number(connection, 2026) for _ in range(50)])

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == len(set(found)) == 300


def test_the_pages_take_numbers(database, desk) -> None:
    with psycopg.connect(dbname=database.web.name, user=WEB, host=database.web.host) as connection:
        assert next_case_number(connection, 2026) == "CM26-0000001"


@pytest.mark.parametrize("year", [2012, 2100, 26, 0])
def test_years_without_numbers(connection, year) -> None:
    with pytest.raises(ValueError, match=f"of the year {year}; they run from 2013 to 2099"):
        next_case_number(connection, year)
    with pytest.raises(psycopg.errors.InvalidParameterValue):
        connection.execute("SELECT issuing_next_case_number(%s)", [year])


def test_the_last_number_is_the_last(connection) -> None:
    connection.execute("SELECT setval('issuing_case_number_2026', 9999999)")
    with pytest.raises(psycopg.errors.SequenceGeneratorLimitExceeded):
        next_case_number(connection, 2026)
