"""Making the entries of an old form anew with many workers: documents, and the fingerprints in them.

What is left to do is what the database says (``archive.entry.version``), so that whatever is killed goes on later.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from openimr.archive import batch
from openimr.archive.connection import rows, run
from openimr.archive.index.fields import VERSION
from openimr.archive.loading.model import Refusal
from openimr.archive.loading.one import lock
from openimr.archive.loading.renewing import LACKS, lacking, remake_cases
from openimr.archive.loading.rows import addressed, unaddressed
from openimr.archive.loading.writing import copy_entries
from openimr.letters.codec import from_held

#: Letters that a worker gets at once, and that one transaction holds.
_CHUNK, _LETTERS = 50, 200

#: Number and document of each entry of a letter, without its address.
Documents = tuple[tuple[int, str], ...]


@dataclass(slots=True)
class Remade:
    """What was made anew: ``done`` letters and cases; ``refusals`` of letters whose entries can't be made."""

    done: int = 0
    refusals: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Letter:
    """A letter as it was when its determination was taken: one that was read again since has new entries already."""

    id: int
    slug: str
    read_at: Any


def documents(determinations: list[str]) -> list[Documents]:
    """The documents of each letter, from its determination as JSON. Pure, and run by the workers."""
    return [unaddressed(from_held(json.loads(text))) for text in determinations]


def remake(
    connect: Callable[[], Any],
    *,
    engine: batch.Engine | None = "processes",
    jobs: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Remade:
    """Make every entry anew whose form is old, or that is missing. Safe to repeat and to kill, and beside loaders.

    Args:
        connect: opens a connection of psycopg, as the owner of the tables; two are used.
        engine: where it is done; ``None`` takes what OPENIMR_BATCH_ENGINE says.
        jobs: worker processes, by default one per processor.
        progress: called with how many are done, and of how many.

    Raises:
        BatchError: the engine can't be used.
    """
    out = Remade()
    with closing(connect()) as looking, closing(connect()) as writing:
        looking.autocommit = writing.autocommit = True
        total = lacking(looking)

        def tell() -> None:
            if progress is not None:
                progress(out.done, max(total, out.done))

        waiting: list[tuple[_Letter, Documents]] = []
        for outcome in batch.over(documents, _left(looking), engine=engine, workers=jobs):
            letter = outcome.key
            if outcome.result is None:
                why = outcome.refused or "It gave no result."
                out.refusals.append(Refusal(letter.slug, None, "internal", why))
                continue
            waiting.append((letter, outcome.result))
            if len(waiting) >= _LETTERS:
                out.done += _write(writing, waiting)
                waiting = []
                tell()
        out.done += _write(writing, waiting)
        while made := remake_cases(writing):
            out.done += made
            tell()
    tell()
    return out


def _left(connection: Any) -> Iterator[list[tuple[_Letter, str]]]:
    last = 0
    while True:
        found = rows(
            connection,
            "SELECT id, slug, read_at, determination::text FROM archive.letter AS l"  # noqa: S608
            f" WHERE id > %s AND {LACKS} ORDER BY id LIMIT %s",
            [last, VERSION, _CHUNK],
        )
        if not found:
            return
        last = found[-1][0]
        yield [(_Letter(*letter), determination) for *letter, determination in found]


def _write(connection: Any, waiting: list[tuple[_Letter, Documents]]) -> int:
    if not waiting:
        return 0
    with connection.transaction():
        lock(connection)
        found = rows(
            connection,
            f"SELECT id, slug, origin, read_at FROM archive.letter AS l WHERE id = ANY(%s) AND {LACKS}",  # noqa: S608
            [[letter.id for letter, _ in waiting], VERSION],
        )
        now = {letter_id: (slug, origin, read_at) for letter_id, slug, origin, read_at in found}
        same = [one for one in waiting if one[0].id in now and now[one[0].id][2] == one[0].read_at]
        run(connection, "DELETE FROM archive.entry WHERE letter_id = ANY(%s)", [[one.id for one, _ in same]])
        copy_entries(
            connection,
            (
                (
                    *addressed(number, text, address=now[one.id][0], letter_id=one.id, origin=now[one.id][1]),
                    one.id,
                )
                for one, made in same
                for number, text in made
            ),
        )
    return len(same)
