"""Putting a public copy into the archive, where the public site shows it, in the transaction of its publication."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.conf import settings

from openimr import archive as letters_archive
from openimr.archive.connection import Connection, run
from openimr.service.bootstrap import wiring
from openimr.service.jobs.deferring import soon
from openimr.service.letters import reader


def archive(connection: Connection, number: str, pdf: bytes, *, replaces: Sequence[str] = ()) -> None:
    """Load the public copy of case ``number``; it is read back as anybody's letter is.

    Args:
        replaces: SHA-256 of earlier public copies of the case. They leave the archive, so that the address of
            the letter shows the version that holds; the issued copies themselves stay.

    Raises:
        UnreadableFile: the copy can't be read back.
    """
    reading = reader.read(pdf, name=f"{number}.pdf")
    for sha256 in replaces:
        run(connection, "SELECT issuing_withdraw_replaced(%s)", [sha256])
    letters_archive.load(
        connection,
        wiring().letters,
        pdf,
        replace(reading.determination, source=number),
        reading.findings,
        origin="sample" if settings.OPENIMR_DEMO else "published",
        reader=wiring().reader,
    )
    soon("update_index")
