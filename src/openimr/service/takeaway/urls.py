"""Addresses of what can be taken away, below ``/archive/``."""

from django.urls import path

from openimr.service.takeaway.views import alerts, feeds, files, releases

urlpatterns = [
    path("download.<str:ending>", files.download, name="archive-download"),
    path("dictionary/", files.columns, name="archive-dictionary"),
    path("feed", feeds.feed, name="archive-feed"),
    path("alerts/", alerts.ask, name="archive-alerts"),
    path("alerts/<int:number>/<str:given>/", alerts.one, name="archive-alert"),
    path("alerts/<int:number>/<str:given>/yes/", alerts.yes, name="archive-alert-yes"),
    path("alerts/<int:number>/<str:given>/stop/", alerts.stop, name="archive-alert-stop"),
    path("alerts/<int:number>/<str:given>/forget/", alerts.forget, name="archive-alert-forget"),
    path("releases/", releases.listing, name="archive-releases"),
    path("releases/<str:version>/<str:name>", releases.file, name="archive-release-file"),
]
