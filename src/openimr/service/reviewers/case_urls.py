"""Addresses of the panel in a case, below ``/office/cases/<case_number>/``."""

from django.urls import path

from openimr.service.reviewers.views import approving, choosing, preparing

app_name = "panel"
urlpatterns = [
    path("prepare/", preparing.prepare, name="prepare"),
    path("reviewer/", choosing.choose, name="choose"),
    path("reviewer/extension/", approving.extension, name="extension"),
    path("reviewer/extension/answer/", approving.extension_answer, name="extension-answer"),
    path("reviewer/second/", approving.second, name="second"),
    path("reviewer/second/answer/", approving.second_answer, name="second-answer"),
    path("reviewer/release/<int:review>/", choosing.release, name="release"),
    path("reviewer/<str:code>/", choosing.assign, name="assign"),
]
