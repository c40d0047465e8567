"""The app that holds the outbox."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Notices."""

    name = "openimr.service.notices"
    label = "notices"
