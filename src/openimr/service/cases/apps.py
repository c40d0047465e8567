"""The app that holds the cases' projections."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases."""

    name = "openimr.service.cases"
    label = "cases"

    def ready(self) -> None:
        """Tell the gate of the accounts how people stand to cases."""
        from openimr.service.accounts.cases import connect
        from openimr.service.cases.standing import moved_by, standing_of

        connect(standing_of, moved_by)
