"""Addresses of what went out in one case, below ``/office/cases/<case_number>/``."""

from django.urls import path

from openimr.service.outbox import views

app_name = "outbox_of_case"
urlpatterns = [path("notices/", views.of_case, name="list")]
