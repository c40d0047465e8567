"""Where the original files lie: content-addressed, so a file is stored once and never changes."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from pathlib import Path
from typing import Protocol

_SHA256 = re.compile(r"[0-9a-f]{64}")


class Storage(Protocol):
    """Keeps files under the SHA-256 of their bytes."""

    def put(self, data: bytes) -> str:
        """Keep ``data``; returns its SHA-256 in hexadecimal. Keeping it again does nothing."""

    def get(self, sha256: str) -> bytes:
        """The bytes kept under ``sha256``.

        Raises:
            FileNotFoundError: there are none.
        """

    def remove(self, sha256: str) -> None:
        """Forget what is kept under ``sha256``, if anything is."""


class Folder:
    """A storage in a local folder: ``ab/cdef...`` for the digest ``abcdef...``."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, data: bytes) -> str:
        """Write ``data`` whole or not at all: to a scratch file, synced, then renamed."""
        sha256 = hashlib.sha256(data).hexdigest()
        target = self._path(sha256)
        if target.exists():
            return sha256
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        scratch = target.with_name(f".{target.name}.{secrets.token_hex(6)}")
        try:
            with scratch.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            scratch.replace(target)
        finally:
            scratch.unlink(missing_ok=True)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes kept under ``sha256``; raises FileNotFoundError where there are none."""
        return self._path(sha256).read_bytes()

    def remove(self, sha256: str) -> None:
        """Forget what is kept under ``sha256``, if anything is."""
        self._path(sha256).unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        if not _SHA256.fullmatch(sha256):
            raise ValueError(f"{sha256!r} is no SHA-256 in lower-case hexadecimal.")
        return self.root / sha256[:2] / sha256[2:]
