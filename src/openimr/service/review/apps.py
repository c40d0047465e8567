"""The app's name for Django."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """The reviewer's room."""

    name = "openimr.service.review"
    label = "review"
