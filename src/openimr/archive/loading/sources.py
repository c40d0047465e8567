"""From what a command was given to letters, lines of JSON and tables; memory does not grow with their number."""

from __future__ import annotations

import gzip
import os
import stat
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal, cast

from openimr.archive.loading.model import Refusal, Task

#: What a folder is searched for.
_LETTERS = (".pdf", ".txt")
_LINES = (".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz")
_TABLES = (".csv", ".csv.gz")
#: The truth that `openimr samples` writes beside its determinations is no determination.
_BESIDE = (".truth.jsonl", ".truth.jsonl.gz")
#: Bytes of one determination as JSON. The longest real letter takes a hundredth of it.
_LONGEST_LINE = 16 << 20
#: Columns by which the table of the Department of Managed Health Care is recognised.
_TABLE_COLUMNS = ("ReferenceID", "Determination", "TreatmentCategory")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to load. ``shown`` is its name for people, ``size`` its bytes, ``given`` whether it was named itself."""

    kind: Literal["letter", "lines", "table", "json"]
    path: str
    shown: str
    size: int
    given: bool


def sources(paths: Iterable[str | Path]) -> Iterator[Source | Refusal]:
    """Every file meant by ``paths``.

    Of a folder the files below it are meant whose names end as letters (.pdf, .txt), lines of JSON (.jsonl, .ndjson,
    also with .gz) or a table (.csv, .csv.gz) do; hidden files, and tables that are not the one we know, are passed
    over there. A file that is named itself is what its name says, else a letter. What can't be had is refused.
    """
    for given in paths:
        path = Path(given)
        if path.is_dir():
            found = False
            for one in _below(str(path), len(str(path).rstrip(os.sep)) + 1):
                found = True
                yield one
            if not found:
                yield Refusal(
                    _text(path.name or str(path)),
                    None,
                    "not_found",
                    "There is nothing in this folder that can be loaded (.pdf, .txt, .jsonl, .ndjson, or the DMHC"
                    " table as .csv); name the folder that holds the letters.",
                )
        else:
            try:
                size = path.stat().st_size
            except (OSError, ValueError):
                size = 0
            yield Source(_kind(path.name) or "letter", str(path), _text(path.name), size, given=True)


def _below(folder: str, start: int) -> Iterator[Source | Refusal]:
    """The files below ``folder``, as the disk gives them; sorting them would hold all their names."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    yield from _below(entry.path, start)
                    continue
                kind = _kind(entry.name)
                if kind is None or kind == "json":
                    continue
                try:
                    found = entry.stat()
                except OSError:
                    # A link to nowhere is refused under its name, not passed over.
                    yield Source(kind, entry.path, _text(entry.path[start:]), 0, given=False)
                    continue
                if stat.S_ISREG(found.st_mode) and (kind != "table" or recognised(entry.path)):
                    yield Source(kind, entry.path, _text(entry.path[start:]), found.st_size, given=False)
    except OSError as problem:
        yield Refusal(
            _text(folder[start:] or folder),
            None,
            "not_found",
            f"The folder can't be read ({problem.strerror}); ask its owner for permission.",
        )


def _kind(name: str) -> Literal["letter", "lines", "table", "json"] | None:
    name = name.lower()
    if name.endswith(_BESIDE):
        return None
    if name.endswith(_LETTERS):
        return "letter"
    if name.endswith(_LINES):
        return "lines"
    if name.endswith(_TABLES):
        return "table"
    return "json" if name.endswith(".json") else None


def _text(name: str) -> str:
    r"""A file's name as text; bytes of it that are none are shown as ``\xff``."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def recognised(path: str) -> bool:
    """Whether the file begins as the DMHC table does."""
    try:
        with unpacked(path) as (file, _):
            head = file.readline(4096).decode("utf-8-sig", "replace")
    except (OSError, EOFError, zlib.error):
        return False
    return all(column in head for column in _TABLE_COLUMNS)


@contextmanager
def unpacked(path: str) -> Iterator[tuple[IO[bytes], Callable[[], int]]]:
    """The file's bytes, out of gzip where its name says so; and a function: how many of the file's own were read.

    Raises:
        OSError: it can't be opened, or is no regular file. Reading may raise EOFError or zlib.error as well.
    """
    if not stat.S_ISREG(Path(path).stat().st_mode):  # a pipe would be waited for
        raise OSError(0, "it is no file")
    with Path(path).open("rb") as file:
        if path.lower().endswith(".gz"):
            with gzip.open(file, "rb") as inner:
                yield cast(IO[bytes], inner), file.tell
        else:
            yield file, file.tell


def lines(source: Source) -> Iterator[tuple[Task | Refusal, int]]:
    """The determinations of a file, one a line, each with how many of the file's bytes have been read.

    A file that breaks off is refused at the line where it does; the lines before it are given.
    """
    number = 0
    try:
        with unpacked(source.path) as (file, tell):
            name = Path(source.path).name
            while line := file.readline(_LONGEST_LINE + 1):
                number += 1
                if len(line) > _LONGEST_LINE:
                    while line and not line.endswith(b"\n"):
                        line = file.readline(1 << 20)
                    yield _refused(source, number, "too_large", "The line is longer than 16 MiB."), tell()
                elif line := line.strip():
                    yield Task("line", name, source.shown, line=number, data=line), tell()
    except (EOFError, zlib.error, gzip.BadGzipFile):
        yield (
            _refused(
                source,
                number + 1,
                "truncated",
                "The compressed file breaks off or is damaged here; get it again. What stands before was loaded.",
            ),
            source.size,
        )
    except OSError as problem:
        yield _unopened(source, problem), source.size


def whole(source: Source) -> Task | Refusal:
    """The determination of a file that holds one and nothing else."""
    try:
        with unpacked(source.path) as (file, _):
            data = file.read(_LONGEST_LINE + 1)
    except OSError as problem:
        return _unopened(source, problem)
    if len(data) > _LONGEST_LINE:
        return Refusal(source.shown, None, "too_large", "The file is longer than 16 MiB.")
    return Task("line", Path(source.path).name, source.shown, data=data)


def _unopened(source: Source, problem: OSError) -> Refusal:
    reason = problem.strerror or "it can't be opened"
    return Refusal(
        source.shown, None, "not_found", f"The file can't be read ({reason}); check its name and folder."
    )


def _refused(source: Source, line: int, code: str, message: str) -> Refusal:
    return Refusal(source.shown, line, code, message)
