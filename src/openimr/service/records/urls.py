"""Addresses of the file, below ``/office/cases/<case_number>/records/``."""

from django.urls import path

from openimr.service.records.views import adding, assigning, describing, index, sufficiency, viewing

app_name = "records"
urlpatterns = [
    path("", index.records, name="index"),
    path("add/", adding.add, name="add"),
    path("guess/", adding.guessed, name="guess"),
    path("assign/", assigning.assign, name="assign"),
    path("remind/", sufficiency.remind, name="remind"),
    path("complete/", sufficiency.complete, name="complete"),
    path("insufficient/", sufficiency.insufficient, name="insufficient"),
    path("proceed/", sufficiency.proceed, name="proceed"),
    path("refer/", sufficiency.refer, name="refer"),
    path("<str:document>/", viewing.paper, name="paper"),
    path("<str:document>/<int:number>-<int:width>.png", viewing.picture, name="picture"),
    path("<str:document>/paper.pdf", viewing.whole, name="whole"),
    path("<str:document>/describe/", describing.describe, name="describe"),
    path("<str:document>/undo/", describing.undo, name="undo"),
]
