"""Addresses of the portal."""

from django.urls import path

from openimr.service.portal import views

app_name = "portal"
urlpatterns = [
    path("", views.enter, name="enter"),
    path("open/<str:code>/", views.enter, name="open"),
    path("leave/", views.leave, name="leave"),
    path("case/", views.case, name="case"),
    path("case/papers/", views.letters, name="papers"),
    path("case/papers/<slug:kind>/<int:number>.pdf", views.paper, name="paper"),
    path("case/records/", views.send, name="send"),
    path("case/questions/", views.questions, name="questions"),
    path("case/questions/<int:number>/", views.question, name="question"),
    path("case/help/", views.help_page, name="help"),
]
