"""Addresses of tokens in the office: the administrator's."""

from django.urls import path

from openimr.service.api import office_views

app_name = "tokens"
urlpatterns = [
    path("", office_views.listed, name="list"),
    path("<int:number>/revoke/", office_views.revoke, name="revoke"),
]
