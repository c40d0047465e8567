"""The operating system's account that the embedded PostgreSQL runs under.

PostgreSQL refuses to run as root. Root therefore lends its data folder to an account without rights
(made where it is missing); everybody else runs PostgreSQL as themselves.
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

#: The account that root lends the data folder to.
NAME = "openimr-db"
_SEARCH = stat.S_IXGRP | stat.S_IXOTH


class Account:
    """The account and what has to be opened to it."""

    def __init__(self) -> None:
        self.lent = os.geteuid() == 0
        self._entry = self._find() if self.lent else None
        self.uid = self._entry.pw_uid if self._entry else os.geteuid()

    def prepare(self, root: Path, programs: Path) -> None:
        """Let the account pass to the data folder and to PostgreSQL's programs.

        Folders on the way get the right to pass through (not to list), and only where it is missing.
        """
        if self._entry is None:
            return
        for folder in {root, *root.parents, programs, *programs.parents}:
            mode = folder.stat().st_mode
            if mode & _SEARCH != _SEARCH:
                folder.chmod(mode | _SEARCH)

    def make_folder(self, path: Path) -> None:
        """A folder that belongs to the account alone."""
        path.mkdir(mode=0o700, exist_ok=True)
        if self._entry is not None and not path.is_symlink():
            os.chown(path, self._entry.pw_uid, self._entry.pw_gid)

    def remove(self, path: Path) -> None:
        """Remove a folder with what is in it, if it is there."""
        if path.exists():
            shutil.rmtree(path)

    def identity(self) -> dict[str, Any]:
        """What ``subprocess`` needs to run a program as the account."""
        if self._entry is None:
            return {"umask": 0o077}
        return {
            "user": self._entry.pw_uid,
            "group": self._entry.pw_gid,
            "extra_groups": [],
            "umask": 0o077,
        }

    @staticmethod
    def _find() -> pwd.struct_passwd:
        try:
            return pwd.getpwnam(NAME)
        except KeyError:
            subprocess.run(
                ["/usr/sbin/useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME],
                check=True,
                capture_output=True,
            )
            return pwd.getpwnam(NAME)
