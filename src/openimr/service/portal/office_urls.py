"""Addresses of a case's invitations, below ``/office/cases/<case_number>/``."""

from django.urls import path

from openimr.service.portal import office_views

app_name = "invitations"
urlpatterns = [
    path("portal/", office_views.invitations, name="list"),
    path("portal/<int:number>/revoke/", office_views.revoke, name="revoke"),
]
