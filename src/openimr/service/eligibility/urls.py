"""Addresses of the eligibility review, below ``/office/cases/<case_number>/eligibility/``."""

from django.urls import path

from openimr.service.eligibility.views import answering, deciding, waiting

app_name = "eligibility"
urlpatterns = [
    path("", answering.questions, name="questions"),
    path("answers/", answering.answers, name="answers"),
    path("open/", answering.answer_open, name="open"),
    path("route/", answering.route, name="route"),
    path("back/", answering.back, name="back"),
    path("information/", waiting.request_information, name="information"),
    path("information/<int:request_id>/", waiting.receive_information, name="received"),
    path("go-on/", waiting.go_on, name="go-on"),
    path("defer/", waiting.defer, name="defer"),
    path("resume/", waiting.resume, name="resume"),
    path("eligible/", deciding.eligible, name="eligible"),
    path("ineligible/", deciding.ineligible, name="ineligible"),
]
