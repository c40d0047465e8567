"""Document control numbers: given once, whatever happens to the one who asked."""

from __future__ import annotations

import re
from importlib import resources

from openimr.archive.connection import Connection, rows

YEARS = range(2013, 2100)
DOCUMENT_NUMBER = re.compile(r"D(\d{2})-(\d{6})")


def statements() -> str:
    """The SQL that makes the sequences and the function."""
    return resources.files(__package__).joinpath("numbering.sql").read_text(encoding="utf-8")


def next_document_number(connection: Connection, year: int) -> str:
    """A document control number of ``year`` that no paper was given before or will be again: ``D26-000123``.

    A rollback or a killed process leaves a gap and never gives a number back; gaps mean nothing.

    Raises:
        ValueError: the year is not one that numbers are kept for.
    """
    if year not in YEARS:
        raise ValueError(
            f"There are no document control numbers of the year {year}; they run from {YEARS[0]} to {YEARS[-1]}."
        )
    ((number,),) = rows(connection, "SELECT intake_next_document_number(%s)", [year])
    return f"D{year % 100:02}-{number:06}"
