"""Addresses of a case's fee, below the case's address."""

from django.urls import path

from openimr.service.after.views import fees

app_name = "fees"
urlpatterns = [
    path("", fees.fees, name="overview"),
    path("invoice/", fees.bill, name="bill"),
]
