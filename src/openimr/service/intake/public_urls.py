"""Addresses of the public form, below ``/apply/``."""

from django.urls import path

from openimr.service.intake.views import apply

urlpatterns = [
    path("", apply.apply, name="apply"),
    path("draft/", apply.keep_draft, name="apply-draft"),
    path("forget/", apply.forget_draft, name="apply-forget"),
    path("receipt/", apply.receipt, name="apply-receipt"),
    path("received/<str:number>/", apply.received, name="apply-received"),
]
