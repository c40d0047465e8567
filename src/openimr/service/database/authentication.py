"""Who may come to the embedded database: the operating system's user that owns it, in any role; nobody else.

Without passwords there is none to leak: the kernel says who is at the other end of the socket. The web
pages come as ``openimr_web`` all the same, so that a flaw in a query can't do what that role can't.
"""

from __future__ import annotations

import os
import pwd
from pathlib import Path

_HBA = "# Made by OpenIMR.\n# TYPE DATABASE USER METHOD\nlocal all all peer map=openimr\n"


def write(data: Path) -> None:
    """Write ``pg_hba.conf`` and ``pg_ident.conf`` into a data folder.

    ``all`` as the database's user means any role (PostgreSQL 16 and later).
    """
    (data / "pg_hba.conf").write_text(_HBA, encoding="utf-8")
    user = pwd.getpwuid(os.geteuid()).pw_name.replace('"', '""')
    (data / "pg_ident.conf").write_text(
        f'# Made by OpenIMR.\n# MAP SYSTEM-USER DATABASE-USER\nopenimr "{user}" all\n', encoding="utf-8"
    )
