"""The app's name for Django."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """The public pages. Its migrations run the archive's SQL."""

    name = "openimr.service.public"
    label = "public"
