"""Addresses of what changes or ends a case, below ``/office/cases/<case_number>/changes/``."""

from django.urls import path

from openimr.service.records.views import changing, ending

app_name = "changes"
urlpatterns = [
    path("expedite/", changing.expedite, name="expedite"),
    path("consolidate/", ending.consolidate, name="consolidate"),
    path("terminate/", ending.terminate, name="terminate"),
    path("administrator/", changing.administrator, name="administrator"),
    path("liability/", changing.liability, name="liability"),
]
