"""Terms of the field that mean the same, for searching: "UDS" and "urine drug screen"."""

from __future__ import annotations

from functools import cache

from openimr.vocabulary.tables import listed, read_csv

_FILE = "same_terms.csv"


@cache
def groups() -> tuple[tuple[str, ...], ...]:
    """Groups of terms that mean the same, each with the plain name first; as printed in ``data/same_terms.csv``."""
    return tuple(tuple(listed(row["terms"])) for row in read_csv(_FILE, ("terms", "note")))
