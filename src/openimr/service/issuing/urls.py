"""Addresses of a case's letter, below the case's address."""

from django.urls import path

from openimr.service.issuing.views import correct, issue, letter, publish

app_name = "issuing"
urlpatterns = [
    path("", letter.overview, name="overview"),
    path("correct/", correct.propose, name="correct"),
    path("correct/approve/", correct.approve, name="approve"),
    path("correct/drop/", correct.drop, name="drop"),
    path("issue/", issue.issue, name="issue"),
    path("issue/letter.pdf", issue.preview, name="preview"),
    path("issue/page/<int:number>.png", issue.preview_page, name="preview_page"),
    path("publish/", publish.publish, name="publish"),
    path("publish/copy.pdf", publish.copy, name="copy"),
    path("publish/page/<int:number>.png", publish.copy_page, name="copy_page"),
    path("versions/<int:version>/letter.pdf", letter.stored, name="stored"),
    path("versions/<int:version>/page/<int:number>.png", letter.stored_page, name="stored_page"),
    path("versions/<int:version>/public.pdf", letter.published, name="published"),
]
