"""The app's name for Django."""

from django.apps import AppConfig


class TakeawayConfig(AppConfig):
    """Downloads, feeds and alerts of the archive."""

    name = "openimr.service.takeaway"
    label = "takeaway"
