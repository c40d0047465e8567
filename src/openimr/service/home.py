"""Where the service keeps what it owns: ``$OPENIMR_HOME``, by default ``~/.openimr``."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


class Home:
    """The folder of one installation and the places in it; each is made when it is first asked for."""

    def __init__(self, root: Path | None = None) -> None:
        given = os.environ.get("OPENIMR_HOME") or "~/.openimr"
        self.root = (root or Path(given)).expanduser().absolute()

    def folder(self, name: str) -> Path:
        """A folder that only its owner can enter."""
        self.root.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = self.root / name
        path.mkdir(exist_ok=True, mode=0o700)
        return path

    @property
    def letters(self) -> Path:
        """The original files of the archive."""
        return self.folder("letters")

    @property
    def uploads(self) -> Path:
        """Files that somebody dropped on the page, for as long as they last."""
        return self.folder("uploads")

    @property
    def papers(self) -> Path:
        """What belongs to cases: forms, records, notices."""
        return self.folder("papers")

    @property
    def issued(self) -> Path:
        """Issued letters."""
        return self.folder("issued")

    @property
    def index(self) -> Path:
        """The search index of the archive, made from the database."""
        return self.folder("index")

    @property
    def releases(self) -> Path:
        """Releases of the archive that the pages offer, a folder each, named by its version."""
        return self.folder("releases")

    @property
    def cache(self) -> Path:
        """What can be made again: page images, word boxes, static files."""
        return self.folder("cache")

    def secret(self, name: str) -> str:
        """A random secret, made once and readable by its owner alone.

        Two processes that start together agree on one: the file appears whole, and the first one stays.
        """
        path = self.folder("secrets") / name
        if not path.exists():
            scratch = path.with_name(f".{name}.{secrets.token_hex(6)}")
            descriptor = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(secrets.token_urlsafe(48))
            try:
                os.link(scratch, path)
            except FileExistsError:
                pass
            finally:
                scratch.unlink()
        return path.read_text(encoding="ascii")
