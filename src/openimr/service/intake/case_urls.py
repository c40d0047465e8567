"""Addresses of a case's application and treatments, below ``/office/cases/<case number>/items/``."""

from django.urls import path

from openimr.service.intake.views import correcting, duplicates, items

urlpatterns = [
    path("", items.items, name="case-items"),
    path("all/", items.confirm_all, name="case-items-all"),
    path("duplicates/", duplicates.duplicates, name="case-duplicates"),
    path("duplicates/<str:into>/", duplicates.merge, name="case-merge"),
    path("form/", correcting.correct, name="case-form"),
    path("lines/", items.lines, name="case-lines"),
    path("start/", items.start, name="case-start"),
    path("<int:number>/", items.confirm, name="case-item-confirm"),
    path("<int:number>/reopen/", items.reopen, name="case-item-reopen"),
]
