"""Addresses of the review in a case, below ``/office/cases/<case_number>/review/``."""

from django.urls import path

from openimr.service.review.views import deciding, mine, papers, workbench

app_name = "case_review"
urlpatterns = [
    path("", workbench.workbench, name="workbench"),
    path("accept/", mine.accept, name="accept"),
    path("refuse/", mine.refuse, name="refuse"),
    path("draft/", workbench.save, name="save"),
    path("versions/", workbench.versions, name="versions"),
    path("versions/<int:number>/", workbench.take_up, name="take-up"),
    path("file/", papers.search, name="search"),
    path("file/<str:document>/", papers.one, name="paper"),
    path("file/<str:document>/<int:number>-<int:width>.png", papers.picture, name="picture"),
    path("preliminary/", deciding.preliminary, name="preliminary"),
    path("comparable/", deciding.comparable, name="comparable"),
    path("question/", deciding.question, name="question"),
    path("question/<int:number>/", deciding.answer, name="answer"),
    path("sign/", deciding.sign, name="sign"),
]
