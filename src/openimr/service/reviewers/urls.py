"""Addresses of the registry, below ``/office/reviewers/``."""

from django.urls import path

from openimr.service.reviewers.views import registry

app_name = "reviewers"
urlpatterns = [
    path("", registry.listing, name="list"),
    path("add/", registry.add, name="add"),
    path("<str:code>/", registry.entry, name="entry"),
    path("<str:code>/change/", registry.edit, name="edit"),
]
