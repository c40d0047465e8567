"""Addresses of the interface."""

from openimr.service.api.interface import urlpatterns

app_name = "api"
__all__ = ["app_name", "urlpatterns"]
