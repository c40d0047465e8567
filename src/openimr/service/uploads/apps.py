"""The app's name for Django."""

from django.apps import AppConfig


class UploadsConfig(AppConfig):
    """Letters that visitors bring."""

    name = "openimr.service.uploads"
    label = "uploads"
