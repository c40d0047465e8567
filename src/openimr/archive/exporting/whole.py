"""Files that appear whole or not at all."""

from __future__ import annotations

import errno
import fcntl
import gzip
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast


class ExportProblem(Exception):
    """An export can't be written; one sentence for people."""


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to that gets its name ``path`` when the block has ended well.

    Until then it is called ``.<name>.part``; whoever is killed leaves that one, and the next to write the same name
    takes it over. A name that ends in ``.gz`` is compressed, the same bytes always giving the same.

    Raises:
        ExportProblem: the folder is missing or can't be written, the disk is full, another export writes this name.
    """
    scratch = path.with_name(f".{path.name}.part")
    try:
        # Not emptied yet: it may be another's.
        file = os.fdopen(os.open(scratch, os.O_RDWR | os.O_CREAT, 0o666), "r+b")
    except OSError as problem:
        raise ExportProblem(
            f"{path} can't be written: {problem.strerror}. Name a file in a folder that is there and can be written."
        ) from problem
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as problem:
            raise ExportProblem(
                f"Another export is writing {path}: wait for it, or take another name."
            ) from problem
        try:
            file.truncate(0)
            if path.suffix == ".gz":
                with gzip.GzipFile("", "wb", 6, fileobj=file, mtime=0) as packed:
                    yield cast("IO[bytes]", packed)
            else:
                yield file
            file.flush()
            os.fsync(file.fileno())
            scratch.replace(path)
        except BaseException as problem:
            scratch.unlink(missing_ok=True)
            if isinstance(problem, OSError) and problem.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise ExportProblem(
                    f"{path} can't be written: {problem.strerror}. Make room and export again; nothing is left of it."
                ) from problem
            if isinstance(problem, IsADirectoryError):
                raise ExportProblem(f"{path} is a folder: name a file.") from problem
            raise
