"""Addresses of the public pages."""

from django.urls import path

from openimr.service.public import about, health, home, letters, listing

urlpatterns = [
    path("", home.home, name="home"),
    path("letters/", listing.letters, name="letters"),
    path("letters/<slug:slug>/", letters.letter, name="letter"),
    path("letters/<slug:slug>/pages/<str:digest>/<int:page>.png", letters.picture, name="picture"),
    path("letters/<slug:slug>/copies/<slug:form>/", letters.copy, name="copy"),
    path("checks/", about.checks, name="checks"),
    path("about/", about.about, name="about"),
    path("healthz", health.healthz, name="healthz"),
    path("robots.txt", health.robots, name="robots"),
]
