"""The app's name for Django."""

from django.apps import AppConfig


class ReviewersConfig(AppConfig):
    """The registry of reviewers."""

    name = "openimr.service.reviewers"
    label = "reviewers"
