"""Addresses of applications that staff file, below ``/office/applications/``."""

from django.urls import path

from openimr.service.intake.views import applications, items

urlpatterns = [
    path("new/", applications.new, name="application-new"),
    path("drafts/<str:place>/", applications.keep_draft, name="application-draft"),
    path("drafts/<str:place>/forget/", applications.forget_draft, name="application-draft-forget"),
    path("words/<str:kind>/", items.words, name="application-words"),
]
