"""Wiring: everything that the service is handed is put together here, and nowhere else."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from openimr.archive import Folder, Storage
from openimr.archive.index.reader import Reader
from openimr.archive.searching import Archive
from openimr.service.home import Home
from openimr.service.issuing.shelf import Shelf


@dataclass(frozen=True)
class Wiring:
    """What the pages work with.

    Attributes:
        letters: the original files of the archive.
        uploads: those that visitors brought.
        papers: what belongs to cases: forms, records, notices.
        issued: issued letters, apart, so that sweeping their orphans can never meet anything else.
        cache: a folder for what can be made again.
        archive: what can be searched and counted, from the index.
        reader: the version of the reader and the checks, down to their code and data.
    """

    letters: Storage
    uploads: Storage
    papers: Shelf
    issued: Shelf
    cache: Path
    archive: Archive
    reader: str


@cache
def wiring() -> Wiring:
    """The wiring of this process."""
    from openimr.service.letters.reader import version

    home = Home()
    return Wiring(
        Folder(home.letters),
        Folder(home.uploads),
        Shelf(home.papers),
        Shelf(home.issued),
        home.cache,
        Archive(Reader(home.index)),
        version(),
    )


def ledger_signer() -> Callable[[bytes], tuple[bytes, str]] | None:
    """Signs the end line of an exported ledger with the organization's key; ``None`` where there is none."""
    from openimr.letters.signing import CredentialProblem
    from openimr.service.issuing.credential import credential, sealing

    try:
        key = credential(Home().root)
    except CredentialProblem:
        return None
    return lambda data: sealing(key, data)


@contextmanager
def database() -> Iterator[None]:
    """The embedded database, running while the block does; nothing where ``DATABASE_URL`` names another.

    Raises:
        DatabaseProblem: it can't be started.
    """
    if os.environ.get("DATABASE_URL"):
        yield
        return
    from openimr.service.database import Embedded

    with Embedded(Home().root / "database"):
        yield


def prepare() -> None:
    """Make the service ready: settings, tables, rights, static files. Safe to repeat; needs the database.

    Raises:
        DatabaseProblem: the database is out of reach, or gives its owner or the pages too few rights.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openimr.service.settings")
    import django
    from django.core.management import call_command
    from django.db import OperationalError, ProgrammingError, connections, transaction

    from openimr.service.database import WEB, DatabaseProblem, rights

    django.setup()
    owner = connections["owner"]
    try:
        with transaction.atomic(using="owner"):
            rights.ensure_role(owner)
        call_command("migrate", database="owner", interactive=False, verbosity=0)
        with transaction.atomic(using="owner"):
            rights.apply(owner)
    except (OperationalError, ProgrammingError) as problem:
        raise DatabaseProblem(
            f"The database can't be made ready: {_first_line(problem)} The user of DATABASE_URL must own the "
            f"database, and the role {WEB} must exist or the user be allowed to make it."
        ) from problem
    try:
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT 1 FROM archive.letter LIMIT 1")
    except (OperationalError, ProgrammingError) as problem:
        raise DatabaseProblem(
            f"The pages can't use the database: {_first_line(problem)} Let its user take their role on "
            f"(GRANT {WEB} TO the user of DATABASE_URL), or name another login in OPENIMR_WEB_DATABASE_URL."
        ) from problem
    call_command("collectstatic", interactive=False, verbosity=0)
    # Connections must not be shared with the processes that will be forked.
    connections.close_all()


def warnings() -> list[str]:
    """What somebody who starts the service should be told of a database of their own; a sentence each."""
    if not os.environ.get("DATABASE_URL"):
        return []
    from django.db import connections

    from openimr.service.database import leaks

    try:
        return leaks.warnings(connections["default"])
    finally:
        connections.close_all()


def _first_line(problem: Exception) -> str:
    return str(problem).strip().split("\n", 1)[0].rstrip(".") + "."
