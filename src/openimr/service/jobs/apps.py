"""The app's name for Django."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background work; Procrastinate finds :mod:`.tasks` by this app."""

    name = "openimr.service.jobs"
    label = "jobs"
