"""The app's name for Django."""

from django.apps import AppConfig


class RatesConfig(AppConfig):
    """Counts of requests."""

    name = "openimr.service.rates"
    label = "rates"
