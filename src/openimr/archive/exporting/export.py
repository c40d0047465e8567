"""Writing a search, or everything, to one file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from openimr.archive.connection import Connection, rows
from openimr.archive.exporting import selecting
from openimr.archive.exporting.formats import Format, Row, form
from openimr.archive.exporting.rows import row
from openimr.archive.exporting.whole import whole
from openimr.archive.index.fields import VERSION
from openimr.archive.searching import Archive

#: Rows written and rows in all.
Progress = Callable[[int, int], None]


def export(
    connection: Connection,
    path: Path,
    *,
    format: Format = "parquet",  # noqa: A002 - the word of the contract
    archive: Archive | None = None,
    text: str = "",
    filters: Sequence[tuple[str, str]] = (),
    site: str = "",
    progress: Progress | None = None,
) -> int:
    """Write the items of a search to ``path``, in the order of their keys, and say how many they are.

    Rows are streamed; memory does not grow with their number. Whoever wants one moment's state while letters arrive
    calls it within a transaction that repeats its reads.

    Args:
        connection: to the database, where whole documents are.
        path: appears when it is whole; a name that ends in ``.gz`` is compressed.
        format: see ``dictionary.yaml`` for how each writes what.
        archive: the index that says what matches; only needed for a search.
        text, filters: as for ``Archive.search``; without them everything is written, from the database alone.
        site: beginning of the permalinks.

    Raises:
        QueryProblem, NoIndex: the query can't be understood; there is no index.
        ExportProblem: the file can't be written.
    """
    return export_all(
        connection,
        {format: path},
        archive=archive,
        text=text,
        filters=filters,
        site=site,
        progress=progress,
    )


def export_all(
    connection: Connection,
    paths: dict[Format, Path],
    *,
    archive: Archive | None = None,
    text: str = "",
    filters: Sequence[tuple[str, str]] = (),
    site: str = "",
    progress: Progress | None = None,
    keep: Callable[[Row], bool] | None = None,
    seen: Callable[[Row], None] | None = None,
) -> int:
    """As :func:`export`, in several forms at once: of the rows that ``keep`` lets through; ``seen`` gets each of them."""
    if text.strip() or filters:
        if archive is None:
            raise ValueError("A search needs the archive's index.")
        total = selecting.count(archive, text, filters)
        chosen = selecting.matching(connection, archive, text, filters)
    else:
        total = held(connection)
        chosen = selecting.everything(connection)
    done = passed = 0
    with ExitStack() as stack:
        forms = [form(name, stack.enter_context(whole(path))) for name, path in paths.items()]
        for documents in chosen:
            part = [row(document, site=site) for document in documents]
            passed += len(part)
            if keep:
                part = [one for one in part if keep(one)]
            for one in forms:
                one.write(part)
            if seen:
                for item in part:
                    seen(item)
            done += len(part)
            if progress:
                progress(passed, max(total, passed))
        for one in forms:
            one.close()
    return done


def held(connection: Connection) -> int:
    """How many items the database holds in the form that this version reads."""
    return int(rows(connection, "SELECT count(*) FROM archive.entry WHERE version = %s", [VERSION])[0][0])


def stale(connection: Connection) -> int:
    """How many items it holds in an older form, which an export leaves out until they are read again."""
    return int(rows(connection, "SELECT count(*) FROM archive.entry WHERE version <> %s", [VERSION])[0][0])
