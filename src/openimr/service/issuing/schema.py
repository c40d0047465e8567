"""The tables, as SQL: their promises (append-only, no number twice) are the database's, not Python's."""

from __future__ import annotations

from importlib import resources


def statements() -> str:
    """The SQL that makes them, for an empty database."""
    return resources.files(__package__).joinpath("schema.sql").read_text(encoding="utf-8")
