"""The app that holds the table of events."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The ledger."""

    name = "openimr.service.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Receive what happens to accounts."""
        from openimr.service.accounts.recording import register
        from openimr.service.ledger.streams import receive_account

        register(receive_account)
