"""The app that holds the mail room's table."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Intake."""

    name = "openimr.service.intake"
    label = "intake"
