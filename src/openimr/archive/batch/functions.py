"""Pure functions for the whole archive: from a list of small inputs to the list of their results."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openimr
from openimr import letters
from openimr.archive.comparing.fingerprints import fingerprints as _fingerprints
from openimr.archive.storage import Folder
from openimr.pages.model import UnreadableFile


def reread(sha256s: list[str], *, storage: str, reader: str) -> list[dict[str, Any]]:
    """Read and check letters anew from their stored bytes.

    Args:
        sha256s: the SHA-256 of each file.
        storage: the folder they are kept in; on a cluster every node must have it under this name.
        reader: the version that is to read them. A worker that has another one installed refuses the work.

    Returns:
        For each ``{"sha256", "reader", "determination", "findings", "unreadable"}``: the determination with its
        spans and the findings with their pointers, as :func:`openimr.archive.load` keeps them; or, where the
        new reader refuses the file, ``unreadable`` with ``code`` and ``message``, and the other two null.

    Raises:
        ValueError: this worker has another version of the reader.
        FileNotFoundError: the bytes are not in the storage.
    """
    if reader != openimr.__version__:
        raise ValueError(
            f"this worker reads with {openimr.__version__}, and {reader} is asked for; install that version on it"
        )
    kept = Folder(Path(storage))
    return [_reread(kept, sha256, reader) for sha256 in sha256s]


def fingerprints(texts: list[str]) -> list[tuple[int, ...]]:
    """The fingerprints of each text: what texts with ten words running in common share."""
    return [_fingerprints(text) for text in texts]


def _reread(kept: Folder, sha256: str, reader: str) -> dict[str, Any]:
    out: dict[str, Any] = {
        "sha256": sha256,
        "reader": reader,
        "determination": None,
        "findings": None,
        "unreadable": None,
    }
    try:
        read = letters.read(kept.path(sha256), spans=True)
    except UnreadableFile as problem:
        out["unreadable"] = {"code": problem.code, "message": str(problem)}
        return out
    out["determination"] = letters.to_json(read, spans=True)
    out["findings"] = [
        {**letters.finding_to_json(finding), "pointer": finding.pointer} for finding in letters.check(read)
    ]
    return out
