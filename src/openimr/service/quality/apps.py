"""The app's name for Django."""

from django.apps import AppConfig


class QualityConfig(AppConfig):
    """Quality."""

    name = "openimr.service.quality"
    label = "quality"
