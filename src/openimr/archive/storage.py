"""Where the original files lie: content-addressed, so a file is stored once and never changes."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from pathlib import Path
from typing import Protocol

_SHA256 = re.compile(r"[0-9a-f]{64}")
#: Bytes of a file that are copied at once.
_PART = 1 << 20


class Storage(Protocol):
    """Keeps files under the SHA-256 of their bytes."""

    def put(self, data: bytes | Path) -> str:
        """Keep ``data``, or a copy of the file there; returns its SHA-256 in hexadecimal. Again does nothing."""

    def get(self, sha256: str) -> bytes:
        """The bytes kept under ``sha256``.

        Raises:
            FileNotFoundError: there are none.
        """

    def path(self, sha256: str) -> Path:
        """Where the file kept under ``sha256`` lies, to be read and never to be changed.

        Raises:
            FileNotFoundError: there is none.
        """

    def remove(self, sha256: str) -> None:
        """Forget what is kept under ``sha256``, if anything is."""


class Folder:
    """A storage in a local folder: ``ab/cdef...`` for the digest ``abcdef...``."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, data: bytes | Path) -> str:
        """Write ``data`` whole or not at all: to a scratch file, synced, then renamed. A file is copied in parts.

        Raises:
            OSError: a file that was to be copied changed meanwhile, or can't be read.
        """
        sha256 = _digest(data)
        target = self._path(sha256)
        if target.exists():
            return sha256
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        scratch = target.with_name(f".{target.name}.{secrets.token_hex(6)}")
        try:
            with scratch.open("xb") as file:
                if isinstance(data, bytes):
                    file.write(data)
                else:
                    with data.open("rb") as source:
                        shutil.copyfileobj(source, file, _PART)
                file.flush()
                os.fsync(file.fileno())
            if not isinstance(data, bytes) and _digest(scratch) != sha256:
                raise OSError("The file changed while it was copied.")
            scratch.replace(target)
        finally:
            scratch.unlink(missing_ok=True)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes kept under ``sha256``; raises FileNotFoundError where there are none."""
        return self._path(sha256).read_bytes()

    def path(self, sha256: str) -> Path:
        """Where the file kept under ``sha256`` lies; raises FileNotFoundError where there is none."""
        found = self._path(sha256)
        if not found.is_file():
            raise FileNotFoundError(f"Nothing is kept under {sha256}.")
        return found

    def remove(self, sha256: str) -> None:
        """Forget what is kept under ``sha256``, if anything is."""
        self._path(sha256).unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise ValueError(f"{sha256!r} is no SHA-256 in lower-case hexadecimal.")
        return self.root / sha256[:2] / sha256[2:]


def _digest(data: bytes | Path) -> str:
    if isinstance(data, bytes):
        return hashlib.sha256(data).hexdigest()
    with data.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
