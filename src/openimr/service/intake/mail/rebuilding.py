"""The mail room's table, made again from the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from openimr.service.intake.mail.desk import columns, folded
from openimr.service.intake.models import MailItem
from openimr.service.ledger.comparing import Difference, Rebuilt, rebuild_rows


def rebuild(*, write: bool, using: str, counted: Rebuilt) -> Iterator[Difference]:
    """Every difference between the ledger and the mail room's table; with ``write`` it is put right."""
    return rebuild_rows(
        MailItem,
        "mail:",
        lambda events: columns(folded(events)),
        write=write,
        using=using,
        counted=counted,
        count="papers",
    )
