"""The address of a reviewer's own list, below ``/office/review/``."""

from django.urls import path

from openimr.service.review.views import mine

app_name = "review"
urlpatterns = [
    path("", mine.mine, name="mine"),
    path("papers/<int:number>/", mine.paper, name="paper"),
]
