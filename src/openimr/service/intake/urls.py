"""Addresses of the mail room, below ``/office/mail/``."""

from django.urls import path

from openimr.service.intake.views import applications, mail, papers, sorting

urlpatterns = [
    path("", mail.room, name="mail"),
    path("bring/", mail.bring, name="mail-bring"),
    path("<str:dcn>/", sorting.paper, name="mail-paper"),
    path("<str:dcn>/case/", applications.from_mail, name="mail-case"),
    path("<str:dcn>/claim/", mail.claim, name="mail-claim"),
    path("<str:dcn>/discard/", sorting.discard, name="mail-discard"),
    path("<str:dcn>/find/", sorting.find_case, name="mail-find"),
    path("<str:dcn>/<int:number>-<int:width>.png", papers.page, name="mail-page"),
    path("<str:dcn>/paper.pdf", papers.whole, name="mail-pdf"),
    path("<str:dcn>/put-back/", mail.put_back, name="mail-put-back"),
    path("<str:dcn>/returned/", sorting.returned, name="mail-returned"),
    path("<str:dcn>/sort/", sorting.sort, name="mail-sort"),
    path("<str:dcn>/take-back/", mail.take_back, name="mail-take-back"),
]
