"""Addresses of the office's own pages."""

from django.urls import path

from openimr.service.office import style, viewing

urlpatterns = [
    path("style/", style.style, name="office-style"),
    path("style/viewer/", viewing.page, name="office-viewer"),
    path("style/viewer/<int:page>-<int:width>.png", viewing.picture, name="office-viewer-picture"),
]
