"""Recording what is done to accounts. The ledger receives it; without a receiver nothing may change.

An account is changed and the change recorded in one transaction, so neither is ever there without the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

#: Receives the type, the data (JSON) and the account that did it; ``None`` where the software itself did.
Receiver = Callable[[str, Mapping[str, Any], Any], None]
_receivers: list[Receiver] = []


class NothingRecords(Exception):
    """No receiver is registered, so a change can't be recorded and is not made."""


def register(receiver: Receiver) -> None:
    """Send what happens to ``receiver``; twice the same one is once. For an app's ``ready``."""
    if receiver not in _receivers:
        _receivers.append(receiver)


def record(type: str, data: Mapping[str, Any], actor: Any) -> None:  # noqa: A002 - the ledger's word
    """Record an event about accounts, inside the caller's transaction.

    Types: ``account.invited``, ``account.invited_again``, ``account.role_changed``, ``account.deactivated``,
    ``account.reactivated``, ``account.second_factor_reset``, ``account.unlocked``. The data name an account
    by its number and by what it is shown as; never a reviewer's name or anybody's e-mail address.

    Raises:
        NothingRecords: there is no receiver.
    """
    if not _receivers:
        raise NothingRecords(
            "Nothing was changed: the ledger is not connected, and no change goes unrecorded."
        )
    for receiver in _receivers:
        receiver(type, data, actor)
