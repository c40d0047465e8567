"""Addresses of quality, below a case's address."""

from django.urls import path

from openimr.service.quality import views

app_name = "quality"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("answer/", views.answer, name="answer"),
    path("escalate/", views.escalate, name="escalate"),
    path("letter.pdf", views.letter, name="letter"),
    path("page/<int:number>.png", views.picture, name="picture"),
    path("release/", views.release, name="release"),
    path("return/", views.give_back, name="return"),
]
