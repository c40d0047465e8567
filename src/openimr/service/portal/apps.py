"""The app's name for Django."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The parties' pages."""

    name = "openimr.service.portal"
    label = "portal"
