"""The folder of issued letters: what is put on it survives the machine, and what nobody names can be found."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from openimr.archive import Folder, Storage

_SCRATCH = re.compile(r"\.[0-9a-f]{62}\.[0-9a-f]{12}")
_FOLDER = re.compile(r"[0-9a-f]{2}")
_NAME = re.compile(r"[0-9a-f]{62}")


@dataclass(frozen=True, slots=True)
class Lying:
    """Something in a storage.

    Attributes:
        name: what :meth:`Listed.discard` takes.
        sha256: the digest that it is kept under; ``None`` for what was never finished.
        since: when it was last written.
    """

    name: str
    sha256: str | None
    since: datetime


class Listed(Storage, Protocol):
    """A storage that tells what lies in it."""

    def has(self, sha256: str) -> bool:
        """Whether something is kept under ``sha256``."""

    def lying(self) -> Iterator[Lying]:
        """Everything in it, finished or not; what appears meanwhile may be missed."""

    def discard(self, name: str) -> None:
        """Remove one of them, if it is still there."""


class Shelf(Folder):
    """A local folder of issued letters."""

    def put(self, data: bytes | Path) -> str:
        """Keep ``data``; when this returns, bytes and name have reached the disk."""
        sha256 = super().put(data)
        path = self._path(sha256)
        # The name is on the disk when its folder is, and the folder's name when the root is.
        for folder in (path.parent, self.root):
            _sync(folder)
        return sha256

    def has(self, sha256: str) -> bool:
        """Whether something is kept under ``sha256``."""
        return self._path(sha256).is_file()

    def lying(self) -> Iterator[Lying]:
        """Everything in the folder that a letter or an unfinished one can be; other files are nobody's business."""
        if not self.root.is_dir():
            return
        for folder in sorted(self.root.iterdir()):
            if not _FOLDER.fullmatch(folder.name) or not folder.is_dir():
                continue
            for path in sorted(folder.iterdir()):
                whole = bool(_NAME.fullmatch(path.name))
                if not whole and not _SCRATCH.fullmatch(path.name):
                    continue
                try:
                    written = path.stat().st_mtime
                except FileNotFoundError:  # renamed or removed since it was listed
                    continue
                since = datetime.fromtimestamp(written, UTC)
                yield Lying(f"{folder.name}/{path.name}", folder.name + path.name if whole else None, since)

    def discard(self, name: str) -> None:
        """Remove what :meth:`lying` named, if it is still there."""
        (self.root / name).unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
