"""The app's name for Django."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """Showing letters; it has no tables."""

    name = "openimr.service.letters"
    label = "showing"
