"""The app that holds the price list."""

from django.apps import AppConfig


class AfterConfig(AppConfig):
    """After the determination."""

    name = "openimr.service.after"
    label = "after"
