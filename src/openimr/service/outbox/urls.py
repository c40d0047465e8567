"""Addresses of the outbox."""

from django.urls import path

from openimr.service.outbox import views

app_name = "outbox"
urlpatterns = [
    path("", views.papers, name="papers"),
    path("mailed/", views.mailed, name="mailed"),
    path("print/", views.print_run, name="print"),
    path("<int:number>/", views.one, name="one"),
    path("<int:number>/paper.pdf", views.pdf, name="pdf"),
    path("<int:number>/again/", views.again, name="again"),
    path("<int:number>/returned/", views.returned, name="returned"),
]
