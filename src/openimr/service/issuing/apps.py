"""The app's name for Django."""

from django.apps import AppConfig


class IssuingConfig(AppConfig):
    """Letters that were issued."""

    name = "openimr.service.issuing"
    label = "issuing"
