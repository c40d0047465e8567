"""The app of accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts, sign-in, permissions."""

    name = "openimr.service.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Follow sign-ins and sign-outs."""
        from openimr.service.accounts import sessions

        sessions.follow()
