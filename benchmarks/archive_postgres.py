"""PostgreSQL's full text over the same texts and questions, for comparison with the archive's index."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

import psycopg

from benchmarks.archive import percentile, texts, timed
from openimr.service.database import Embedded

_SEARCH = """
    SELECT id, ts_rank(words, query) AS rank, ts_headline('english', body, query)
    FROM entry, websearch_to_tsquery('english', %s) AS query
    WHERE words @@ query ORDER BY rank DESC LIMIT 10
"""
_COUNT = "SELECT count(*) FROM entry WHERE words @@ websearch_to_tsquery('english', %s)"


def compare(parts: list[Path], count: int, questions: Sequence[str]) -> None:
    """Print what a page of ten with count takes over the first ``count`` texts; filters are left out."""
    with tempfile.TemporaryDirectory() as folder, Embedded(Path(folder) / "database") as database:
        owner = database.owner
        with psycopg.connect(dbname=owner.name, user=owner.user, host=owner.host) as connection:
            connection.execute("CREATE TABLE entry (id serial PRIMARY KEY, body text, words tsvector)")
            with connection.cursor().copy("COPY entry (body) FROM STDIN") as copy:
                for text in texts(parts, count):
                    copy.write_row((text,))
            built = timed(lambda: _build(connection))
            asked = [one for one in questions if one and ":" not in one]
            times = [timed(lambda: _ask(connection, one)) for _ in range(3) for one in asked]  # noqa: B023
            print(
                f"PostgreSQL full text over {count:,} texts: indexed in {built / 1e3:,.0f} s; search and count"
                f" p50 {statistics.median(times):,.1f} ms, p95 {percentile(times, 0.95):,.1f} ms (n = {len(times)})"
            )


def _build(connection: psycopg.Connection) -> None:
    connection.execute("UPDATE entry SET words = to_tsvector('english', body)")
    connection.execute("CREATE INDEX ON entry USING gin (words)")
    connection.execute("ANALYZE entry")


def _ask(connection: psycopg.Connection, question: str) -> None:
    connection.execute(_SEARCH, [question]).fetchall()
    connection.execute(_COUNT, [question]).fetchone()


if __name__ == "__main__":
    raise SystemExit("Run: python -m benchmarks.archive --postgres ITEMS")
