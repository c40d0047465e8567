"""Addresses of the price list."""

from django.urls import path

from openimr.service.after.views import fees

app_name = "prices"
urlpatterns = [
    path("", fees.price_list, name="list"),
    path("<int:number>/end/", fees.end_price, name="end"),
]
