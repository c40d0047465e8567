"""The app's name for Django."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """The office's frame and parts; it has no tables."""

    name = "openimr.service.office"
    label = "office"
