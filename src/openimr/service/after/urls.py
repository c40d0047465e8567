"""Addresses of what comes after a determination, below the case's address."""

from django.urls import path

from openimr.service.after.views import steps

app_name = "after"
urlpatterns = [
    path("", steps.overview, name="overview"),
    path("authorized/", steps.authorize, name="authorize"),
    path("denied/", steps.deny, name="deny"),
    path("not-authorized/", steps.not_authorized, name="not_authorized"),
    path("petition/", steps.petition, name="petition"),
    path("received/", steps.receive, name="receive"),
    path("refer/", steps.refer, name="refer"),
    path("remand/", steps.remand, name="remand"),
]
