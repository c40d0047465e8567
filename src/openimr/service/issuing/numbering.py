"""Case numbers: given once, whatever happens to the one who asked."""

from __future__ import annotations

import re

from openimr.archive.connection import Connection, rows

#: The years that numbers are kept for; the independent medical review began in 2013 (LC 4610.5(a)).
YEARS = range(2013, 2100)
CASE_NUMBER = re.compile(r"CM(\d{2})-(\d{7})")


def next_case_number(connection: Connection, year: int) -> str:
    """A case number of ``year`` that nobody was given before and nobody will be given again: ``CM26-0000123``.

    Numbers of a year come from a sequence of the database, outside of transactions: a rollback or a
    killed process leaves a gap, and never gives a number back. Gaps therefore mean nothing. Only where the
    database server itself dies before the transaction that took the number was committed may the number
    be given again; then no row and no event ever named it. So commit before a number is told to anybody.

    Raises:
        ValueError: the year is not one that case numbers are kept for.
    """
    if year not in YEARS:
        raise ValueError(
            f"There are no case numbers of the year {year}; they run from {YEARS[0]} to {YEARS[-1]}."
        )
    ((number,),) = rows(connection, "SELECT issuing_next_case_number(%s)", [year])
    return f"CM{year % 100:02}-{number:07}"
