"""Addresses of uploads."""

from django.urls import path

from openimr.service.uploads import views

urlpatterns = [
    path("", views.bring, name="bring"),
    path("<str:token>/", views.upload, name="upload"),
    path("<str:token>/pages/<str:digest>/<int:page>.png", views.picture, name="upload-picture"),
    path("<str:token>/copies/<slug:form>/", views.copy, name="upload-copy"),
    path("<str:token>/forget/", views.forget, name="forget"),
]
