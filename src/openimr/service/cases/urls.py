"""Addresses of the list of cases and of the pages that every case has."""

from django.urls import path

from openimr.service.cases.views import history, listing, overview

app_name = "cases"
urlpatterns = [
    path("", listing.cases, name="list"),
    path("<str:case_number>/", overview.overview, name="overview"),
    path("<str:case_number>/notes/", overview.note, name="note"),
    path("<str:case_number>/history/", history.history, name="history"),
]
