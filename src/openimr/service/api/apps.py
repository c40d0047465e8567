"""The app's name for Django."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The interface for programs."""

    name = "openimr.service.api"
    label = "api"
